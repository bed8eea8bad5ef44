"""Where a problem lies: its sites (点位), set freely while the plan is written; later by a request or an erratum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.ledger import sites
from duban.ledger.errors import Refused
from duban.ledger.models import Finding, Step
from duban.ledger.stepping import begin
from duban.ledger.verbs.registry import Said, verb
from duban.ledger.words import words_of

HELP = gettext_lazy(
    "每行一个，写成“名称｜区域｜位置”，如：北门排口｜鹿鸣县｜城关镇河东路12号；区域和位置可以不写。所填即为全部点位。"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesSaid(Said):
    sites: tuple[str, ...] = field(
        default=(), metadata={"label": gettext_lazy("点位"), "long": True, "help": HELP}
    )


def _opening(finding: Finding) -> Mapping[str, Any]:
    return {"sites": tuple(sites.lines_of(finding))}


@verb("set_sites", SitesSaid, opening=_opening)
def set_sites(number: str, said: SitesSaid, actor: Person) -> Step:
    """明确点位: these are the places of the problem; one that is left out is no longer listed and stays on record."""
    act = begin(number, "set_sites", actor, seen=said.seen, reason=said.reason)
    before = sites.lines_of(act.finding)
    sites.put(act, sites.parse(said.sites))
    after = sites.lines_of(act.finding)
    if before == after:
        raise Refused(_("所填与现在的点位相同，没有需要改动的内容。"))
    act.finding.search_text = words_of(act.finding)
    return act.done({"before": before, "after": after}, said.reason)
