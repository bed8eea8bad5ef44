"""One problem into another: the other lives, and what is lost on the way is said before it is agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.errors import Gap, Refused
from duban.ledger.lifecycle import OPEN, OWING, Stage, Standing
from duban.ledger.models import OF_PEOPLE, Charge, ChargeRole, Finding

Facts = dict[str, Any]

_EXECUTING = frozenset({ChargeRole.MAIN, ChargeRole.LEAD})


def demand_a_home(finding: Finding, final: Finding) -> None:
    """Where it lives on is on the list and still in work: a debt does not vanish into something that is done."""
    facts = {"number": final.number, "stage": Stage(final.stage).label}
    if final.pk == finding.pk:
        raise Refused(_("不能把问题并入它自己，或并入已经并入它的问题。没有任何改动。"))
    if final.standing != Standing.ACTIVE:
        facts["standing"] = Standing(final.standing).label
        raise Refused(
            _("问题 %(number)s 已%(standing)s，不能并入。没有任何改动，请另选一个在册的问题。") % facts
        )
    owes = finding.stage in OWING
    if final.stage not in OPEN or (owes and final.stage not in OWING):
        told = _(
            "问题 %(number)s 处于“%(stage)s”，整改已经完成，不能再并入。没有任何改动："
            "请另选一个正在整改的问题，或者单独办理。"
        )
        raise Refused(told % facts)


def compared(finding: Finding, charges: Iterable[Charge], final: Finding) -> Facts:
    """What the merger loses: units that answer for this one and not for the other; and whether it leaves its inspection."""
    facts: Facts = {"lacking": _lacking(charges, final)}
    if final.inspection_id != finding.inspection_id:
        facts["of"] = final.inspection.name
    return facts


def _lacking(charges: Iterable[Charge], final: Finding) -> list[str]:
    there = list(final.charges.filter(until__isnull=True))
    doing = {_who(row) for row in there if row.role in _EXECUTING}
    named = {_who(row) for row in there}
    found = []
    for row in charges:
        if row.role in OF_PEOPLE or row.measure_id or row.via_id:
            continue
        if _who(row) not in (doing if row.role in _EXECUTING else named):
            found.append(f"{row.printed}（{ChargeRole(row.role).label}）")
    return list(dict.fromkeys(found))


def _who(row: Charge) -> object:
    return row.body_id or row.printed


def gaps(facts: Facts, said: Any) -> list[Gap]:
    """What is lost is agreed to by name, and another inspection is a matter of its own."""
    who, found = _("申请单位"), []
    if facts["lacking"] and not said.charges_known:
        told = _(
            "问题 %(number)s 没有列%(units)s，并入后这些单位不再承担责任。请先在该问题中补列，或核对无误后勾选确认。"
        )
        told %= {"number": said.into.strip(), "units": _("、").join(facts["lacking"])}
        found.append(Gap("charges_known", told, who))
    if facts.get("of") and not said.across.strip():
        told = _("问题 %(number)s 属于另一次督察（%(of)s），请写明跨督察并入的依据。")
        found.append(Gap("across", told % {"number": said.into.strip(), "of": facts["of"]}, who))
    return found
