"""Finding a body by the name a document uses for it."""

from __future__ import annotations

from collections.abc import Iterable

from duban.organizations.models import Body, FormerName

#: What a document may add to the name of a place (鹿鸣县人民政府 is 鹿鸣县).
_PLACE_ENDINGS = (
    "党委政府",
    "党委、政府",
    "人民政府",
    "党工委管委会",
    "管理委员会",
    "管委会",
    "政府",
    "党委",
)


def match(name: str) -> Body | None:
    """The body that a document calls ``name``: by name, short form or former name; None where that is not one body."""
    return match_all([name])[name.strip()]


def match_all(names: Iterable[str]) -> dict[str, Body | None]:
    """Match many names with three queries. Keys are the stripped names."""
    wanted = {name.strip() for name in names}
    candidates = wanted | {_without_ending(name) for name in wanted}
    known = _by_any_name(candidates)
    return {name: _single(known, name) or _single(known, _without_ending(name)) for name in wanted}


def _single(known: dict[str, set[Body]], name: str) -> Body | None:
    found = known.get(name, set())
    return next(iter(found)) if len(found) == 1 else None


def _by_any_name(names: set[str]) -> dict[str, set[Body]]:
    """Exact names win over short forms, these over former names; two bodies under one name are no match."""
    known: dict[str, set[Body]] = {}
    for former in FormerName.objects.filter(name__in=names).select_related("body"):
        known.setdefault(former.name, set()).add(former.body)
    by_short: dict[str, set[Body]] = {}
    for body in Body.objects.filter(short_name__in=names):
        by_short.setdefault(body.short_name, set()).add(body)
    known.update(by_short)
    known.update({body.name: {body} for body in Body.objects.filter(name__in=names)})
    return known


def _without_ending(name: str) -> str:
    for ending in _PLACE_ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name
