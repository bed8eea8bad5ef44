"""Who belongs to a group, and which areas a team watches: rows with a first and a last day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duban.organizations.actions.changing import demand_reason, locked, tell
from duban.organizations.errors import Refused
from duban.organizations.models import OF_MEMBERS, Body, BodyKind, GroupMember, Region, TeamArea
from duban.organizations.policy import Keeper, demand_keeper


@transaction.atomic
def join_group(group: Body, body: Body, since: date, actor: Keeper | None) -> GroupMember:
    """The body belongs to the group from ``since``; joining twice is once."""
    demand_keeper(actor)
    group = locked(group)
    if group.kind not in OF_MEMBERS or body.kind in OF_MEMBERS:
        raise Refused(_("只有群体、领导小组和工作专班有成员，成员是具体的单位。"))
    member, made = GroupMember.objects.get_or_create(
        group=group, body=body, until=None, defaults={"since": since}
    )
    if made:
        tell(group, "group.joined", actor, {"member": body.name, "since": since.isoformat()})
    return member


@transaction.atomic
def leave_group(member: GroupMember, until: date, reason: str, actor: Keeper | None) -> None:
    """``until`` is the last day of belonging. What was frozen before stays."""
    demand_keeper(actor)
    group, reason = locked(member.group), demand_reason(reason)
    member = GroupMember.objects.select_for_update().get(pk=member.pk)
    _end(member, until)
    facts = {"member": member.body.name, "until": until.isoformat(), "reason": reason}
    tell(group, "group.left", actor, facts)


@transaction.atomic
def cover_area(team: Body, region: Region, since: date, actor: Keeper | None) -> TeamArea:
    """The team watches over the region from ``since``."""
    demand_keeper(actor)
    team = locked(team)
    if team.kind != BodyKind.AREA_TEAM:
        raise Refused(_("只有包片督导组有片区。"))
    area, made = TeamArea.objects.get_or_create(
        team=team, region=region, until=None, defaults={"since": since}
    )
    if made:
        tell(team, "team.covers", actor, {"region": region.name, "since": since.isoformat()})
    return area


@transaction.atomic
def uncover_area(area: TeamArea, until: date, reason: str, actor: Keeper | None) -> None:
    demand_keeper(actor)
    team, reason = locked(area.team), demand_reason(reason)
    area = TeamArea.objects.select_for_update().get(pk=area.pk)
    _end(area, until)
    facts = {"region": area.region.name, "until": until.isoformat(), "reason": reason}
    tell(team, "team.uncovers", actor, facts)


def _end(row: GroupMember | TeamArea, until: date) -> None:
    if row.until is not None:
        raise Refused(_("这一条已经结束，没有再改动。"))
    if until < row.since:
        raise Refused(_("结束日期早于开始日期，请核对日期。"))
    row.until = until
    row.save(update_fields=["until"])
