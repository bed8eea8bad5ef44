"""docs/lifecycle.md, written from the table: Chinese names as the pages show them, English beside them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from django.utils.translation import override

from duban.accounts.models import Role
from duban.ledger import entries
from duban.ledger import lifecycle_words as words
from duban.ledger.lifecycle import OPEN, PUBLIC_VALUE, Public, Stage, Standing
from duban.ledger.moves import MOVES, Move, Relation, Station, Who

_HEAD = """# The life cycle of a finding

Written by `duban lifecycle --write` from `duban.ledger.moves`; `make check` holds it to the table. Nothing else in the
house knows which step follows which. A step is taken by a verb, under a lock, in one transaction with its line in the
record; whatever is missing for it comes in one answer, with who can supply it. No stage changes without a step.
"""

_BESIDE = """## Beside the line

These leave the stage as it is. What left the count (withdrawn, merged, transferred, suspended) takes part in those alone
that say so.
"""

_RETURNS = """## Ways back

Each names its reason, which stays in the record.
"""

_LATER = """## With the closing station

From self-acceptance to the archive. The moves stand in the table already, so that states and names are settled; the room
that takes them asks its own gates and then this table.
"""


def document() -> str:
    """The whole document, in the languages of the house whatever the reader's is."""
    with override("zh-hans"):
        return "\n".join([_HEAD, *_states(), *_line(), *_beside(), *_returns(), *_later(), *_gates()]) + "\n"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(heads)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield "| " + " | ".join(row) + " |"
    yield ""


def _states() -> Iterator[str]:
    yield "## States\n"
    yield from _table(
        ("code", "阶段", "state", "the public reads"),
        ((f"`{stage.value}`", str(stage.label), words.STAGES[stage], _public(stage)) for stage in Stage),
    )


def _public(stage: Stage) -> str:
    value = PUBLIC_VALUE[stage]
    if value is None:
        return "computed: 达到时序进度 on schedule, or 未达时序进度 behind"
    return f"{Public(value).label} {words.PUBLIC[value]}"


def _line() -> Iterator[str]:
    yield "## The line, from registration to work\n"
    yield from _moves(lambda move: move.station == Station.LEDGER and bool(move.end) and not move.is_return)


def _beside() -> Iterator[str]:
    yield _BESIDE
    yield from _moves(lambda move: move.station == Station.LEDGER and move.end is None)


def _returns() -> Iterator[str]:
    yield _RETURNS
    yield from _moves(lambda move: move.is_return)


def _later() -> Iterator[str]:
    yield _LATER
    yield from _moves(lambda move: move.station == Station.CLOSURE and not move.is_return)


def _moves(wanted: Callable[[Move], bool]) -> Iterator[str]:
    heads = ("verb", "步骤", "step", "from", "to", "who", "gates")
    yield from _table(heads, (row for move in MOVES if wanted(move) for row in _rows(move)))


def _rows(move: Move) -> Iterator[tuple[str, ...]]:
    """One for each act that the verb stands for."""
    if move.verb not in entries.OF_FIVE:
        yield _row(move)
        return
    _verb, _name, english, _start, *rest = _row(move)
    for kind in entries.ACTS:
        start = _stages(move) + _standings(entries.standings(move.verb, kind))
        name = entries.act_name(move.verb, kind)
        yield (f"`{move.verb}` `{kind.value}`", name, english % words.ACTS[kind], start, *rest)


def _row(move: Move) -> tuple[str, ...]:
    gates = ", ".join(f"`{need}`" for need in move.needs)
    reason = "with its reason" if move.reason else ""
    return (
        f"`{move.verb}`",
        str(move.name),
        words.VERBS[move.verb],
        _starts(move),
        str(move.end.label) if move.end else "—",
        "; ".join(_all(move.who)),
        "; ".join(part for part in (gates, reason) if part) or "—",
    )


def _starts(move: Move) -> str:
    return _stages(move) + _standings(move.standings)


def _standings(standings: Collection[Standing]) -> str:
    """Out of the count too? The common case, only while it is in it, goes without saying."""
    if set(standings) == set(Standing):
        return "; in the count or out of it"
    also = [str(each.label) for each in Standing if each in standings and each != Standing.ACTIVE]
    if also and Standing.ACTIVE not in standings:
        return f"; only {'、'.join(also)}"
    return f"; also {'、'.join(also)}" if also else ""


def _stages(move: Move) -> str:
    if not move.start:
        return "—"
    if move.start == frozenset(Stage):
        return "any"
    if move.start == OPEN:
        return "any before 销号备案"
    return "、".join(str(stage.label) for stage in Stage if stage in move.start)


_OFFICE = (Who(Role.OFFICE_HEAD), Who(Role.OFFICE_CLERK))


def _all(who: tuple[Who, ...]) -> list[str]:
    """The two roles of the office go by its name."""
    if not set(_OFFICE) <= set(who):
        return [_who(each) for each in who]
    return ["整改办 the office", *(_who(each) for each in who if each not in _OFFICE)]


def _who(who: Who) -> str:
    role = f"{Role(who.role).label} {words.ROLES[who.role]}"
    if who.relation == Relation.ANY:
        return role
    return f"{role} of the {words.RELATIONS[who.relation]} ({Relation(who.relation).label})"


def _gates() -> Iterator[str]:
    yield "## Gates in words\n"
    asked = {need for move in MOVES for need in move.needs}
    yield from _table(
        ("gate", "条件", "condition", "rules"),
        (
            (f"`{key}`", str(need.name), need.english, ", ".join(f"`{rule}`" for rule in need.rules) or "—")
            for key, need in words.NEEDS.items()
            if key in asked
        ),
    )
