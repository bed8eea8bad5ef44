"""Bodies come into being by recorded acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from duban.journal.actions import Actor, Line, record_all
from duban.organizations.models import Body, BodyKind, FormerName, Region
from duban.organizations.policy import Keeper, demand_keeper
from duban.organizations.queries import match_all

_KIND_BY_ENDING: tuple[tuple[tuple[str, ...], BodyKind], ...] = (
    (("公司", "集团", "厂", "矿"), BodyKind.COMPANY),
    (("开发区", "高新区", "经开区", "园区", "工业园", "新区"), BodyKind.ZONE),
    (("局", "委", "办", "厅", "中心", "队", "所", "部", "院", "法院", "总站", "联社"), BodyKind.DEPARTMENT),
    (("县", "区", "市", "镇", "乡", "街道", "旗", "州"), BodyKind.PLACE),
)


@transaction.atomic
def ensure_bodies(names: list[str], actor: Actor | None) -> tuple[dict[str, Body], tuple[str, ...]]:
    """The bodies of these names as documents print them; unknown ones are created, marked as not yet looked at."""
    found = match_all(names)
    missing = [name for name in dict.fromkeys(name.strip() for name in names) if name and found[name] is None]
    # One by one: whoever else registers the same name at this moment makes it, or we do, but never both.
    # In one order, so that two who register the same names never wait for each other.
    pairs = [
        Body.objects.get_or_create(name=name, defaults={"kind": kind_of(name), "unconfirmed": True})
        for name in sorted(missing)
    ]
    made = [body for body, is_new in pairs if is_new]
    record_all(
        [
            Line(("body", str(body.pk)), "body.created", {"name": body.name, "kind": body.kind})
            for body in made
        ],
        actor,
    )
    bodies = {name: body for name, body in found.items() if body is not None}
    bodies.update({body.name: body for body, _is_new in pairs})
    return bodies, tuple(body.name for body in made)


def kind_of(name: str) -> BodyKind:
    """What a name looks like; a person may correct it."""
    if name.startswith(("各", "有关", "相关")):
        return BodyKind.GROUP
    for endings, kind in _KIND_BY_ENDING:
        if name.endswith(endings):
            return kind
    return BodyKind.DEPARTMENT


@dataclass(frozen=True, slots=True)
class BodyInput:
    """A body as an office knows it."""

    name: str
    kind: BodyKind = BodyKind.DEPARTMENT
    short_name: str = ""
    region: str = ""
    former_names: tuple[tuple[str, date | None], ...] = ()


@transaction.atomic
def add_bodies(inputs: list[BodyInput], actor: Keeper | None) -> list[Body]:
    """Put bodies on the list with their other names. One whose name is there already is left as it is."""
    demand_keeper(actor)
    there = set(Body.objects.filter(name__in=[said.name for said in inputs]).values_list("name", flat=True))
    regions = {region.name: region for region in Region.objects.all()}
    new = [said for said in inputs if said.name not in there]
    made = Body.objects.bulk_create(
        [
            Body(name=said.name, kind=said.kind, short_name=said.short_name, region=regions.get(said.region))
            for said in new
        ]
    )
    FormerName.objects.bulk_create(
        FormerName(body=body, name=name, until=until)
        for body, said in zip(made, new, strict=True)
        for name, until in said.former_names
    )
    record_all(
        [Line(("body", str(b.pk)), "body.added", {"name": b.name, "kind": b.kind}) for b in made], actor
    )
    return made
