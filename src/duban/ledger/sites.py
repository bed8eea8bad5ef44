"""Sites (点位) of a finding as a person writes them: one a line, ``名称｜区域｜位置``. What is new gets a row, what is gone ends
and stays on record, what stays keeps its row.

An import reads its cells with :func:`parse` (once for a whole table, see :func:`regions_named`) and makes rows with
:func:`rows`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.models import Finding, Site
from duban.ledger.stepping import Act
from duban.organizations.models import Region

#: More places than that are findings of their own.
MOST = 500
#: What parts name, region and place in a line.
BETWEEN = re.compile(r"\s*[｜|\t]\s*")
Regions = Mapping[str, Sequence[Region]]


@dataclass(frozen=True, slots=True)
class SiteSaid:
    name: str
    region: Region | None = None
    place: str = ""


def standing(finding: Finding) -> QuerySet[Site]:
    return finding.sites.filter(ended_at__isnull=True)


def lines_of(finding: Finding) -> list[str]:
    return [line(row) for row in standing(finding).select_related("region")]


def line(row: Site | SiteSaid) -> str:
    """As a person writes it."""
    return written(row.name, row.region.name if row.region else "", row.place)


def written(name: str, region: str, place: str) -> str:
    """What follows the last thing that is known is left out."""
    parts = [name, region, place]
    while not parts[-1]:
        parts.pop()
    return "｜".join(parts)


def regions_named(lines: Iterable[str]) -> Regions:
    """The regions that these lines name, by name and by code, as they are today."""
    wanted = {parts[1] for each in lines if len(parts := _parts(each)) > 1 and parts[1]}
    today = timezone.localdate()
    found: dict[str, list[Region]] = {}
    rows = Region.objects.filter(Q(name__in=wanted) | Q(code__in=wanted))
    for row in rows.exclude(valid_to__lt=today).order_by("code"):
        for key in {row.name, row.code}:
            found.setdefault(key, []).append(row)
    return found


def parse(lines: Sequence[str], known: Regions | None = None) -> list[SiteSaid]:
    """What the lines say; everything that is wrong with them comes in one answer."""
    wanted = [each.strip() for each in lines if each.strip()]
    known = regions_named(wanted) if known is None else known
    reasons: list[str] = []
    said = [_site(each, known, reasons) for each in wanted]
    twice = sorted({each.name for at, each in enumerate(said) if each in said[:at]})
    reasons += [_("点位“%s”写了两次。") % name for name in twice]
    if len(said) > MOST:
        reasons.append(_("一个问题的点位不超过%s个。") % MOST)
    if reasons:
        raise Refused(*reasons, _("没有任何改动。"))
    return said


def _parts(said: str) -> list[str]:
    return BETWEEN.split(said.strip())


def _site(said: str, known: Regions, reasons: list[str]) -> SiteSaid:
    name, region, place = (*_parts(said), "", "")[:3]
    if len(_parts(said)) > 3 or not name:
        reasons.append(_("“%s”请写成“名称｜区域｜位置”，区域和位置可以不写。") % said[:60])
    if len(name) > 200 or len(place) > 300:
        reasons.append(_("“%s…”太长：点位名称不超过200字，位置不超过300字。") % name[:30])
    return SiteSaid(name, _region(region, known, reasons), place)


def _region(name: str, known: Regions, reasons: list[str]) -> Region | None:
    if not name:
        return None
    rows = known.get(name, ())
    if len(rows) == 1:
        return rows[0]
    if rows:
        codes = _("、").join(row.code for row in rows)
        reasons.append(
            _("有%(n)s个区域叫“%(name)s”，请改写区域代码：%(codes)s。")
            % {"n": len(rows), "name": name, "codes": codes}
        )
    else:
        reasons.append(_("组织目录中没有名为“%s”的区域，请核对，或先请整改办列入。") % name[:60])
    return None


def rows(finding: Finding, said: Sequence[SiteSaid]) -> list[Site]:
    """Rows of a finding that has none yet, unsaved."""
    return [
        Site(finding=finding, ordinal=at, name=each.name, region=each.region, place=each.place)
        for at, each in enumerate(said)
    ]


def put(act: Act, said: Sequence[SiteSaid]) -> dict[str, Any]:
    """From now on these are its sites; gives back which rows began and which ended."""
    spare = {_key(row): row for row in standing(act.finding)}
    began: list[int] = []
    for at, each in enumerate(said):
        row = spare.pop(_key(each), None) or Site(finding=act.finding)
        is_new = row.pk is None
        row.ordinal, row.name, row.region, row.place = at, each.name, each.region, each.place
        row.save()
        began += [row.pk] if is_new else []
    ended = sorted(row.pk for row in spare.values())
    Site.objects.filter(pk__in=ended).update(ended_at=act.now)
    return {"sites_began": began, "sites_ended": ended}


def put_back(act: Act, facts: Mapping[str, Any]) -> None:
    Site.objects.filter(pk__in=facts["sites_began"]).update(ended_at=act.now)
    Site.objects.filter(pk__in=facts["sites_ended"]).update(ended_at=None)


def _key(row: Site | SiteSaid) -> tuple[str, int | None, str]:
    return (row.name, row.region.pk if row.region else None, row.place)
