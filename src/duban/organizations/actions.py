"""Bodies come into being by recorded acts."""

from __future__ import annotations

from django.db import transaction

from duban.journal.actions import Actor, Line, record_all
from duban.organizations.models import Body, BodyKind
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
    made = Body.objects.bulk_create(
        [Body(name=name, kind=kind_of(name), unconfirmed=True) for name in missing]
    )
    record_all(
        [
            Line(("body", str(body.pk)), "body.created", {"name": body.name, "kind": body.kind})
            for body in made
        ],
        actor,
    )
    bodies = {name: body for name, body in found.items() if body is not None}
    bodies.update({body.name: body for body in made})
    return bodies, tuple(missing)


def kind_of(name: str) -> BodyKind:
    """What a name looks like; a person may correct it."""
    if name.startswith(("各", "有关", "相关")):
        return BodyKind.GROUP
    for endings, kind in _KIND_BY_ENDING:
        if name.endswith(endings):
            return kind
    return BodyKind.DEPARTMENT
