"""Regions with the bodies that belong to them, as a tree."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet

from duban.organizations.models import Body, BodyKind, Region
from duban.organizations.queries import existing

#: Party and government first, as lists of the field have it.
_ORDER = {kind: at for at, kind in enumerate(BodyKind.values)}


@dataclass(slots=True)
class Node:
    region: Region
    bodies: list[Body] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Directory:
    roots: list[Node]
    #: Bodies that nobody has put into a region yet.
    elsewhere: list[Body]


def directory(on: date, everything: bool = False) -> Directory:
    """Two statements, however deep it goes. ``everything``: with what has ended."""
    regions = Region.objects.order_by("code")
    bodies = Body.objects.filter(unconfirmed=False).order_by("name")
    if not everything:
        regions, bodies = regions.filter(existing(on)), bodies.filter(existing(on))
    return _planted(regions, bodies)


def _planted(regions: QuerySet[Region], bodies: QuerySet[Body]) -> Directory:
    nodes = {region.pk: Node(region) for region in regions}
    elsewhere: list[Body] = []
    for body in sorted(bodies, key=lambda body: _ORDER[body.kind]):
        node = nodes.get(body.region_id or 0)
        (node.bodies if node else elsewhere).append(body)
    below: dict[int, list[Node]] = defaultdict(list)
    for node in nodes.values():
        below[node.region.parent_id or 0].append(node)
    for pk, node in nodes.items():
        node.children = below[pk]
    roots = [node for node in nodes.values() if node.region.parent_id not in nodes]
    return Directory(roots, elsewhere)


@dataclass(frozen=True, slots=True)
class Period:
    """A name and the days on which it was the name; None is unknown, or still."""

    name: str
    since: date | None
    until: date | None


def names_over_time(body: Body) -> list[Period]:
    """Newest first. Names whose end nobody knows stand last."""
    dated: dict[date, list[str]] = defaultdict(list)
    for former in body.former_names.all():
        if former.until:
            dated[former.until].append(former.name)
    begin, periods = body.valid_from, []
    for until in sorted(dated):
        # Names that ended on one day were in use side by side.
        periods += [Period(name, begin, until) for name in reversed(dated[until])]
        begin = until + timedelta(days=1)
    periods.append(Period(body.name, begin, body.valid_to))
    undated = [Period(f.name, None, None) for f in body.former_names.all() if not f.until]
    return [*reversed(periods), *undated]
