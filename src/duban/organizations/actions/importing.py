"""Taking over a table of the directory: everything in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.actions import Line, record_all
from duban.organizations.actions.changing import add_body, add_former_name, change
from duban.organizations.errors import Refused
from duban.organizations.importing import BodyRow, Part, RegionRow, Trial, try_out
from duban.organizations.models import Body, GroupMember, Region, TeamArea
from duban.organizations.policy import Keeper, demand_keeper


@transaction.atomic
def take_over(data: bytes, actor: Keeper | None) -> Trial:
    """Do what the trial said; with one bad cell, nothing."""
    demand_keeper(actor)
    trial = try_out(data)
    if trial.bad:
        raise Refused(_("表格里还有%(n)d处问题，名录没有改动，请改好后重新上传。") % {"n": len(trial.bad)})
    if not trial.does_something:
        return trial
    _add_regions(trial.regions, actor)
    _add_bodies(trial.bodies, actor)
    for row in trial.changed:
        _change(row, actor)
    _add_parts(trial, actor)
    facts = {
        "regions": len(trial.regions),
        "bodies": len(trial.bodies),
        "changes": len(trial.changed),
        "parts": trial.parts,
    }
    record_all([Line(("directory", "imported"), "directory.imported", facts)], actor)
    return trial


def _add_regions(rows: list[RegionRow], actor: Keeper | None) -> None:
    """First all of them, then who is whose: the order in the file does not matter."""
    made = Region.objects.bulk_create(
        Region(code=r.code, name=r.name, is_zone=r.is_zone, valid_from=r.valid_from, valid_to=r.valid_to)
        for r in rows
    )
    named = Region.objects.in_bulk(
        [code for r in rows for code in (r.parent, r.successor)], field_name="code"
    )
    for region, row in zip(made, rows, strict=True):
        region.parent, region.successor = named.get(row.parent), named.get(row.successor)
    Region.objects.bulk_update(made, ["parent", "successor"], batch_size=200)
    record_all(
        (Line(("region", str(r.pk)), "region.added", {"code": r.code, "name": r.name}) for r in made), actor
    )


def _add_bodies(rows: list[BodyRow], actor: Keeper | None) -> None:
    regions = Region.objects.in_bulk([row.region for row in rows], field_name="code")
    made = [add_body(row.name, _facts(row, regions), list(row.former.items()), actor) for row in rows]
    named = _by_name(name for row in rows for name in (row.parent, row.successor))
    for body, row in zip(made, rows, strict=True):
        body.parent, body.successor = named.get(row.parent), named.get(row.successor)
    Body.objects.bulk_update(made, ["parent", "successor"], batch_size=200)


def _facts(row: BodyRow, regions: dict[str, Region]) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "short_name": row.short_name,
        "region": regions.get(row.region),
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _change(row: BodyRow, actor: Keeper | None) -> None:
    body = Body.objects.get(name=row.name)
    said = {
        "kind": row.kind,
        "short_name": row.short_name,
        "region": Region.objects.filter(code=row.region).first(),
        "parent": Body.objects.filter(name=row.parent).first(),
        "valid_from": row.valid_from,
    }
    change(body, {name: said[name] for name in row.changes}, actor)
    for name in row.new_former:
        add_former_name(body, name, row.former[name], actor)


def _add_parts(trial: Trial, actor: Keeper | None) -> None:
    bodies = _by_name(name for part in [*trial.members, *trial.areas] for name in part[:2])
    regions = Region.objects.in_bulk([part[1] for part in trial.areas], field_name="code")
    GroupMember.objects.bulk_create(
        GroupMember(group=bodies[group], body=bodies[body], **_window(part))
        for part in trial.members
        for group, body in [part[:2]]
    )
    TeamArea.objects.bulk_create(
        TeamArea(team=bodies[part[0]], region=regions[part[1]], **_window(part)) for part in trial.areas
    )
    record_all(
        [
            *(_begun(bodies, part, "group.joined", "member", part[1]) for part in trial.members),
            *(_begun(bodies, part, "team.covers", "region", regions[part[1]].name) for part in trial.areas),
        ],
        actor,
    )


def _begun(bodies: dict[str, Body], part: Part, verb: str, what: str, name: str) -> Line:
    return Line(("body", str(bodies[part[0]].pk)), verb, {what: name, "since": part[2].isoformat()})


def _window(part: Part) -> dict[str, Any]:
    return {"since": part[2], "until": part[3]}


def _by_name(names: Iterable[str]) -> dict[str, Body]:
    return {body.name: body for body in Body.objects.filter(name__in=set(names))}
