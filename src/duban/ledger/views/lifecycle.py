"""The table of the life cycle, for the people who work by it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duban.ledger import entries
from duban.ledger.lifecycle import OPEN, PUBLIC_VALUE, Public, Stage, Standing
from duban.ledger.lifecycle_words import NEEDS
from duban.ledger.moves import MOVES, Move, Station
from duban.ledger.relations import in_words


@dataclass(frozen=True, slots=True)
class Line:
    """A move as a row of the page."""

    name: str
    start: str
    end: str
    who: str
    needs: tuple[str, ...]
    reason: bool


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    said: str
    lines: tuple[Line, ...]

    @property
    def moves_on(self) -> bool:
        return any(line.end for line in self.lines)


@require_safe
def lifecycle_page(request: HttpRequest) -> HttpResponse:
    stages = [(stage.label, _public(stage)) for stage in Stage]
    return render(request, "ledger/lifecycle.html", {"stages": stages, "parts": list(_parts())})


def _public(stage: Stage) -> str:
    value = PUBLIC_VALUE[stage]
    return str(Public(value).label) if value else _("达到或未达时序进度（按节点推算）")


def _parts() -> Iterator[Part]:
    ours = [move for move in MOVES if move.station == Station.LEDGER]
    forward = [move for move in ours if move.end and not move.is_return]
    yield _part(_("主线：从登记到整改"), _("办理后进入下一阶段。"), forward)
    yield _part(_("阶段不变的步骤"), _("办理后仍在原阶段。"), [move for move in ours if move.end is None])
    back = [move for move in MOVES if move.is_return]
    yield _part(_("退回"), _("须写明理由，理由记入记录。"), back)
    later = [move for move in MOVES if move.station == Station.CLOSURE and not move.is_return]
    yield _part(_("验收销号"), _("这些步骤随验收销号一并开通。"), later)


def _part(name: str, said: str, moves: list[Move]) -> Part:
    return Part(name, said, tuple(line for move in moves for line in _lines(move)))


def _lines(move: Move) -> Iterator[Line]:
    """One for each act that the verb stands for."""
    if move.verb not in entries.OF_FIVE:
        yield _line(move, str(move.name), move.standings)
        return
    for kind in entries.ACTS:
        yield _line(move, entries.act_name(move.verb, kind), entries.standings(move.verb, kind))


def _line(move: Move, name: str, standings: Collection[Standing]) -> Line:
    return Line(
        name=name,
        start=_starts(move, standings),
        end=str(move.end.label) if move.end else "",
        who=in_words(move),
        needs=tuple(str(NEEDS[need].name) for need in move.needs),
        reason=move.reason,
    )


def _starts(move: Move, standings: Collection[Standing]) -> str:
    also = _("、").join(str(each.label) for each in Standing if each in standings and each != Standing.ACTIVE)
    if not also:
        return _stages(move)
    told = _("%(stages)s（含已%(also)s的）")
    if Standing.ACTIVE not in standings:
        told = _("%(stages)s（限已%(also)s的）")
    return told % {"stages": _stages(move), "also": also}


def _stages(move: Move) -> str:
    if not move.start:
        return "—"
    if move.start == frozenset(Stage):
        return _("任一阶段")
    if move.start == OPEN:
        return _("销号之前")
    return _("、").join(str(stage.label) for stage in Stage if stage in move.start)
