"""Regions come, end, and are followed by others under a new code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.actions import Line, record_all
from duban.organizations.actions.changing import demand_reason
from duban.organizations.errors import Refused
from duban.organizations.models import Region
from duban.organizations.policy import Keeper, demand_keeper


@dataclass(frozen=True, slots=True)
class RegionInput:
    """A region as the code table says it; zones carry a code of their own and name their parent."""

    code: str
    name: str
    parent: str = ""
    is_zone: bool = False
    valid_from: date | None = None
    valid_to: date | None = None


@transaction.atomic
def add_region(said: RegionInput, actor: Keeper | None) -> Region:
    demand_keeper(actor)
    if not said.is_zone and not (said.code.isdigit() and len(said.code) in {6, 9, 12}):
        raise Refused(_("行政区划代码应为6位、9位或12位数字；开发区请注明并使用自编代码。"))
    _demand_window(said.valid_from, said.valid_to)
    if Region.objects.filter(code=said.code).exists():
        raise Refused(_("代码%(code)s已经有了，请核对。") % {"code": said.code})
    region = Region.objects.create(
        code=said.code,
        name=said.name,
        parent=_parent(said),
        is_zone=said.is_zone,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
    )
    _tell(region, "region.added", actor, {"code": region.code, "name": region.name})
    return region


@transaction.atomic
def close_region(
    region: Region, on: date, reason: str, actor: Keeper | None, successor: Region | None = None
) -> Region:
    """``on`` is the last day of the code; ``successor`` is the region that carries on."""
    demand_keeper(actor)
    region = Region.objects.select_for_update().get(pk=region.pk)
    if region.valid_to is not None:
        raise Refused(_("这个区划代码已经停用。"))
    _demand_window(region.valid_from, on)
    if successor is not None and successor.pk == region.pk:
        raise Refused(_("区划不能由它自己接续，请选新的代码。"))
    region.valid_to, region.successor = on, successor
    region.save(update_fields=["valid_to", "successor"])
    facts = {"code": region.code, "name": region.name, "on": on.isoformat(), "reason": demand_reason(reason)}
    _tell(region, "region.closed", actor, {**facts, "successor": successor.name if successor else ""})
    return region


def _parent(said: RegionInput) -> Region | None:
    if not said.parent:
        if said.is_zone:
            raise Refused(_("开发区请写明所属行政区的代码。"))
        return None
    parent = Region.objects.filter(code=said.parent).first()
    if parent is None:
        raise Refused(_("没有代码为%(code)s的上级区划，请先登记上级。") % {"code": said.parent})
    return parent


def _demand_window(since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        raise Refused(_("代码的停用日期早于启用日期，请核对日期。"))


def _tell(region: Region, verb: str, actor: Keeper | None, facts: dict[str, str]) -> None:
    record_all([Line(("region", str(region.pk)), verb, facts)], actor)
