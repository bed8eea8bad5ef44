"""Who is charged, and the answer "none, with reason" (T2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.ledger import ways
from duban.ledger.charges import held_by, holding, line_of, people_held_by, set_role
from duban.ledger.errors import Refused
from duban.ledger.lifecycle import PLANNING
from duban.ledger.models import OF_PEOPLE, ChargeRole, Measure, Step, Waiver
from duban.ledger.stepping import Act, begin
from duban.ledger.verbs.registry import Said, verb
from duban.ledger.words import words_of


def units_said(said: Any) -> tuple[str, ...]:
    """The names of units among what is said; names of people are no units."""
    return () if said.role in OF_PEOPLE else said.names


_NAMES_HELP = gettext_lazy("每行一个，填写后即为担任这一责任的全部单位或人员。人员写成“姓名 职务”。")
_STRIKE = {
    "label": gettext_lazy("不再列有"),
    "long": True,
    "help": gettext_lazy("只去掉这些单位或人员，其余不变；须写明理由。去掉后它们可能不再看到该问题。"),
    "choices_of": held_by,
}
_REASON = {
    "label": gettext_lazy("理由"),
    "long": True,
    "help": gettext_lazy("去掉单位或人员时必填，记入该问题的记录。"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeSaid(Said):
    role: str = field(metadata={"label": gettext_lazy("责任"), "choices": ChargeRole.choices})
    names: tuple[str, ...] = field(
        default=(), metadata={"label": gettext_lazy("单位或人员"), "long": True, "help": _NAMES_HELP}
    )
    strike: tuple[str, ...] = field(default=(), metadata=_STRIKE)
    measure: int | None = field(
        default=None,
        metadata={
            "label": gettext_lazy("只就第几项措施"),
            "help": gettext_lazy("不填则就整个问题而言。"),
        },
    )
    reason: str = field(default="", metadata=_REASON)

    def flaw(self) -> str:
        """That nobody was named strikes nobody off: that is said by name, and why."""
        return _flaw(self.role, self.names, self.strike, self.reason)


@verb("charge", ChargeSaid, in_bulk=True, units=units_said)
def charge(number: str, said: ChargeSaid, actor: Person) -> Step:
    """明确责任: from now on these hold the role; or these no more, and why."""
    act = begin(number, "charge", actor, seen=said.seen, reason=said.reason)
    return _set(act, said, _measure(act, said.measure))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSaid(Said):
    role: str = field(
        metadata={
            "label": gettext_lazy("责任"),
            "choices": [pair for pair in ChargeRole.choices if pair[0] in OF_PEOPLE],
        }
    )
    names: tuple[str, ...] = field(
        default=(), metadata={"label": gettext_lazy("人员"), "long": True, "help": _NAMES_HELP}
    )
    strike: tuple[str, ...] = field(default=(), metadata={**_STRIKE, "choices_of": people_held_by})

    def flaw(self) -> str:
        return _flaw(self.role, self.names, self.strike, self.reason)


@verb("change_people", PeopleSaid, in_bulk=True)
def change_people(number: str, said: PeopleSaid, actor: Person) -> Step:
    """更换责任人员: a post has changed hands while the plan is in force. What was filed stays as it was filed."""
    act = begin(number, "change_people", actor, seen=said.seen, reason=said.reason)
    if said.role not in OF_PEOPLE:
        raise Refused(_("方案备案后只能更换人员。没有任何改动。") + ways.units_on_file())
    whole = ChargeSaid(role=said.role, names=said.names, strike=said.strike, reason=said.reason)
    return _set(act, whole)


def _set(act: Act, said: ChargeSaid, measure: Measure | None = None) -> Step:
    change = set_role(act, said.role, _wanted(act, said, measure), measure)
    if not (change.added or change.ended):
        raise Refused(_("所填与现在的%s相同，没有需要改动的内容。") % ChargeRole(said.role).label)
    act.finding.search_text = words_of(act.finding)
    facts = {
        "role": said.role,
        "holders": change.holders,
        "added": [name for name in change.added if name not in change.ended],
        "ended": [name for name in change.ended if name not in change.holders],
        "posts": change.posts,
        "measure": said.measure,
        "warnings": change.warnings,
        # Who holds the role for one measure does not fill it for the problem.
        "waiver_ended": bool(change.holders) and measure is None and _end_waiver(act, said.role),
    }
    return act.done(facts, said.reason)


def _flaw(role: str, names: Sequence[str], strike: Sequence[str], reason: str) -> str:
    named, gone = _lines(names), _lines(strike)
    if named and gone:
        return _("“不再列有”请单独办理，不要同时填写新的名称。没有任何改动。")
    if gone and not reason.strip():
        return _("请写明不再列有%s的理由，理由将记入该问题的记录。没有任何改动。") % _("、").join(gone)
    if named or gone:
        return ""
    told = _("没有填写%s，没有任何改动。要去掉原有的，请在“不再列有”中写明是谁，并写明理由。")
    return told % dict(ChargeRole.choices).get(role, role)


def _lines(said: Sequence[str]) -> list[str]:
    return [line.strip() for line in said if line.strip()]


def _wanted(act: Act, said: ChargeSaid, measure: Measure | None) -> list[str]:
    """Who shall hold the role: those named, or those who stay when some are struck off."""
    if flaw := said.flaw():
        raise Refused(flaw)
    gone = _lines(said.strike)
    if not gone:
        return _lines(said.names)
    standing = holding(act, said.role, measure)
    strange = [name for name in gone if name not in {row.printed for row in standing}]
    if strange:
        role = dict(ChargeRole.choices).get(said.role, said.role)
        facts = {"names": _("、").join(strange), "role": role}
        raise Refused(_("该问题的%(role)s中没有%(names)s，没有任何改动。") % facts)
    return [line_of(row) for row in standing if row.printed not in gone]


def _measure(act: Act, place: int | None) -> Measure | None:
    if place is None:
        return None
    standing = list(act.finding.measures.filter(superseded_by__isnull=True))
    if not 1 <= place <= len(standing):
        raise Refused(
            _("该问题没有第%(at)s项措施（现有%(all)s项），没有任何改动。")
            % {"at": place, "all": len(standing)}
        )
    return standing[place - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveSaid(Said):
    what: str = field(
        metadata={"label": gettext_lazy("事项"), "choices": Waiver._meta.get_field("what").choices}
    )
    end: bool = field(
        default=False,
        metadata={
            "label": gettext_lazy("撤销这项说明"),
            "help": gettext_lazy("以前说明过“无”、现在不再成立的。"),
        },
    )


@verb("waive", WaiveSaid, in_bulk=True)
def waive(number: str, said: WaiveSaid, actor: Person) -> Step:
    """说明“无”: the plan names nobody for a role, or no target, or is not made public, and this is why."""
    act = begin(number, "waive", actor, seen=said.seen, reason=said.reason)
    if said.what not in dict(Waiver._meta.get_field("what").flatchoices):
        raise Refused(_("没有“%s”这一事项，没有任何改动。") % said.what)
    if act.finding.stage not in PLANNING and said.what != Waiver.PUBLICATION:
        raise Refused(_("方案报送后只能就公开作说明，其他事项请先退回方案。没有任何改动。"))
    if said.end:
        _demand(_end_waiver(act, said.what), _("没有就此说明过“无”，没有任何改动。"))
    else:
        _open_waiver(act, said)
    return act.done({"what": said.what, "ended": said.end}, said.reason)


def _open_waiver(act: Act, said: WaiveSaid) -> None:
    held = any(row.role == said.what and row.measure_id is None for row in act.charges)
    _demand(not held, _("该问题已明确这一责任，不能说明为“无”。没有任何改动。"))
    known = Waiver.objects.filter(finding=act.finding, what=said.what, ended_at__isnull=True).exists()
    _demand(not known, _("已经就此说明过“无”，没有任何改动。"))
    Waiver.objects.create(
        finding=act.finding, what=said.what, reason=said.reason.strip(), by=act.actor, at=act.now
    )


def _end_waiver(act: Act, what: str) -> bool:
    open_ones = Waiver.objects.filter(finding=act.finding, what=what, ended_at__isnull=True)
    return bool(open_ones.update(ended_at=act.now))


def _demand(holds: bool, sentence: str) -> None:
    if not holds:
        raise Refused(sentence)
