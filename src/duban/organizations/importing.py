"""The directory from an Excel file: read as a whole, every bad cell named, then taken over all or not at all.

A body is known by its name, a region by its code. What is there is compared and only changed where it differs; an end is
no cell to change, it needs a reason and is done on the body's page. The same file again changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from duban.organizations import tables
from duban.organizations.models import OF_MEMBERS, Body, BodyKind, GroupMember, Region, TeamArea
from duban.organizations.sheets import Bad, Line, NoTable, lines, open_table

_FORMER = re.compile(r"^(?P<name>.+?)(?:[（(]至(?P<until>\d{4}-\d{2}-\d{2})[)）])?$")
_KINDS = {str(kind.label): kind for kind in BodyKind}
#: A member or an area: whose, what, from, to.
Part = tuple[str, str, date, date | None]


@dataclass(slots=True)
class RegionRow:
    code: str
    name: str
    parent: str
    is_zone: bool
    valid_from: date | None
    valid_to: date | None
    successor: str


@dataclass(slots=True)
class BodyRow:
    """A body as the table has it; ``changes`` are its facts that differ from ours."""

    name: str
    kind: BodyKind
    short_name: str
    region: str
    parent: str
    former: dict[str, date | None]
    valid_from: date | None
    valid_to: date | None
    successor: str
    changes: tuple[str, ...] = ()
    new_former: tuple[str, ...] = ()


@dataclass(slots=True)
class Trial:
    """What the file would do."""

    regions: list[RegionRow] = field(default_factory=list)
    bodies: list[BodyRow] = field(default_factory=list)
    changed: list[BodyRow] = field(default_factory=list)
    members: list[Part] = field(default_factory=list)
    areas: list[Part] = field(default_factory=list)
    unchanged: int = 0
    bad: list[Bad] = field(default_factory=list)

    @property
    def parts(self) -> int:
        return len(self.members) + len(self.areas)

    @property
    def does_something(self) -> bool:
        return bool(self.regions or self.bodies or self.changed or self.parts)


def try_out(data: bytes) -> Trial:
    book = open_table(data)
    if not {tables.REGIONS, tables.BODIES} & set(book.sheet_names):
        raise NoTable(_("文件里没有“区划”或“单位”工作表，没有读入。请先导出一份，在上面修改。"))
    trial, known = Trial(), _Known()
    for name, headings, needed, read in (
        (tables.REGIONS, tables.REGION_HEADINGS, 2, _read_region),
        (tables.BODIES, tables.BODY_HEADINGS, 2, _read_body),
        (tables.MEMBERS, tables.MEMBER_HEADINGS, 3, _read_member),
        (tables.AREAS, tables.AREA_HEADINGS, 3, _read_area),
    ):
        if name in book.sheet_names:
            found = lines(book, name, headings[:needed], trial.bad)
            known.expect(name, found)
            for line in found:
                read(line, trial, known)
            _demand_trees(found, known)
    return trial


def _demand_trees(found: list[Line], known: _Known) -> None:
    """Nobody stands above herself, however long the way round."""
    for line in found:
        for heading, above, own in (
            ("上级单位", known.above_body, line.text("名称")),
            ("上级代码", known.above_region, line.text("代码")),
        ):
            if line.text(heading) and _goes_round(own, above):
                line.complain(heading, _("上级不能是它自己或它的下级，请另选。"))


def _goes_round(own: str, above: dict[str, str]) -> bool:
    seen, at = {own}, above.get(own, "")
    while at and at not in seen:
        seen.add(at)
        at = above.get(at, "")
    return at == own


def _demand_order(line: Line, heading: str, since: date | None, until: date | None) -> None:
    if since is not None and until is not None and until < since:
        line.complain(heading, _("结束日期早于开始日期。"))


class _Known:
    """What the directory has, and what the file itself will have brought by then."""

    def __init__(self) -> None:
        self.regions = {row.code: row for row in Region.objects.select_related("parent", "successor")}
        bodies = Body.objects.select_related("region", "parent", "successor").prefetch_related("former_names")
        self.bodies = {row.name: row for row in bodies}
        self.codes, self.names = set(self.regions), set(self.bodies)
        self.kinds = {name: BodyKind(row.kind) for name, row in self.bodies.items()}
        self.seen: set[tuple[str, ...]] = set()
        self.above_region = {row.code: row.parent.code for row in self.regions.values() if row.parent}
        self.above_body = {row.name: row.parent.name for row in self.bodies.values() if row.parent}
        members = GroupMember.objects.values_list("group__name", "body__name", "since", "until")
        areas = TeamArea.objects.values_list("team__name", "region__code", "since", "until")
        self.parts = set(members) | set(areas)

    def expect(self, sheet: str, found: list[Line]) -> None:
        if sheet == tables.REGIONS:
            self.codes |= {line.text("代码") for line in found}
        if sheet == tables.BODIES:
            self.names |= {line.text("名称") for line in found}
            self.kinds.update(
                {line.text("名称"): _KINDS.get(line.text("类别"), BodyKind.DEPARTMENT) for line in found}
            )


def _once(line: Line, heading: str, known: _Known, *key: str) -> None:
    if (line.sheet, *key) in known.seen:
        line.complain(heading, _("“%(key)s”在表中出现了两次。") % {"key": " ".join(key)})
    known.seen.add((line.sheet, *key))


def _named(line: Line, heading: str, names: set[str]) -> str:
    said = line.text(heading)
    if said and said not in names:
        line.complain(heading, _("没有“%(said)s”，名录和本表里都找不到。") % {"said": said})
    return said


def _read_region(line: Line, trial: Trial, known: _Known) -> None:
    code, name = line.needed("代码", 12), line.needed("名称", 60)
    _once(line, "代码", known, code)
    row = RegionRow(
        code,
        name,
        _named(line, "上级代码", known.codes),
        line.text("开发区") == tables.YES,
        line.day("启用日期"),
        line.day("停用日期"),
        _named(line, "接续代码", known.codes),
    )
    there = known.regions.get(code)
    _demand_order(line, "停用日期", row.valid_from, row.valid_to)
    known.above_region[code] = row.parent
    if there is None:
        if row.is_zone and not row.parent:
            line.complain("上级代码", _("开发区请写明所属行政区的代码。"))
        if not row.is_zone and not (code.isdigit() and len(code) in {6, 9, 12}):
            line.complain("代码", _("行政区划代码应为6位、9位或12位数字；开发区请在“开发区”列写“是”。"))
        trial.regions.append(row)
    elif _as_row(there) == row:
        trial.unchanged += 1
    else:
        line.complain(
            "代码",
            _("代码%(code)s已经有了，内容不同。区划不在表格里改，请在页面上停用旧代码、登记新代码。")
            % {"code": code},
        )


def _as_row(there: Region) -> RegionRow:
    return RegionRow(
        there.code,
        there.name,
        there.parent.code if there.parent else "",
        there.is_zone,
        there.valid_from,
        there.valid_to,
        there.successor.code if there.successor else "",
    )


def _read_body(line: Line, trial: Trial, known: _Known) -> None:
    name, kind = line.needed("名称"), line.needed("类别")
    _once(line, "名称", known, name)
    if kind and kind not in _KINDS:
        facts = {"kind": kind, "kinds": "、".join(_KINDS)}
        line.complain("类别", _("没有“%(kind)s”这个类别，可用：%(kinds)s。") % facts)
    row = BodyRow(
        name,
        _KINDS.get(kind, BodyKind.DEPARTMENT),
        line.short("简称", 60),
        _named(line, "区划代码", known.codes),
        _named(line, "上级单位", known.names),
        _former(line),
        line.day("成立日期"),
        line.day("撤销日期"),
        _named(line, "并入", known.names),
    )
    there = known.bodies.get(name)
    _demand_order(line, "撤销日期", row.valid_from, row.valid_to)
    known.above_body[name] = row.parent
    if name and row.successor == name:
        line.complain("并入", _("单位不能并入它自己。"))
    if there is None:
        trial.bodies.append(row)
    else:
        _compare(line, row, there, trial)


def _former(line: Line) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    for part in re.split(r"[；;\n]", line.text("曾用名")):
        said = _FORMER.match(part.strip())
        if said is None:
            continue
        if len(said["name"]) > 120:
            line.complain("曾用名", _("超过%(most)d个字，请缩短。") % {"most": 120})
        try:
            found[said["name"]] = date.fromisoformat(said["until"]) if said["until"] else None
        except ValueError:
            line.complain("曾用名", _("“%(said)s”里的日期不对。") % {"said": part.strip()})
    return found


def _compare(line: Line, row: BodyRow, there: Body, trial: Trial) -> None:
    ours = facts_of(there)
    said = {
        "kind": row.kind,
        "short_name": row.short_name,
        "region": row.region,
        "parent": row.parent,
        "valid_from": row.valid_from,
    }
    row.changes = tuple(name for name, value in said.items() if ours[name] != value)
    former = {each.name: each.until for each in there.former_names.all()}
    row.new_former = tuple(n for n, until in row.former.items() if n not in former or former[n] != until)
    if row.valid_to != there.valid_to or row.successor != (there.successor.name if there.successor else ""):
        line.complain(
            "撤销日期", _("撤销和合并要写明理由，请在“%(name)s”的页面上办理。") % {"name": row.name}
        )
    if row.changes or row.new_former:
        trial.changed.append(row)
    else:
        trial.unchanged += 1


def facts_of(body: Body) -> dict[str, Any]:
    return {
        "kind": body.kind,
        "short_name": body.short_name,
        "region": body.region.code if body.region else "",
        "parent": body.parent.name if body.parent else "",
        "valid_from": body.valid_from,
    }


def _read_member(line: Line, trial: Trial, known: _Known) -> None:
    group = _needed_name(line, "群体", known.names)
    if group and known.kinds.get(group) not in OF_MEMBERS:
        line.complain("群体", _("只有群体、领导小组和工作专班有成员。"))
    _read_part(line, group, _needed_name(line, "成员", known.names), trial.members, trial, known)


def _read_area(line: Line, trial: Trial, known: _Known) -> None:
    team = _needed_name(line, "督导组", known.names)
    if team and known.kinds.get(team) != BodyKind.AREA_TEAM:
        line.complain("督导组", _("只有包片督导组有片区。"))
    _read_part(line, team, _needed_name(line, "区划代码", known.codes), trial.areas, trial, known)


def _needed_name(line: Line, heading: str, names: set[str]) -> str:
    return _named(line, heading, names) if line.needed(heading) else ""


def _read_part(line: Line, whose: str, what: str, parts: list[Part], trial: Trial, known: _Known) -> None:
    since, until = line.day("起"), line.day("止")
    if not line.needed("起") or since is None:
        return
    _demand_order(line, "止", since, until)
    _once(line, "起", known, whose, what, since.isoformat())
    if (whose, what, since, until) in known.parts:
        trial.unchanged += 1
    elif any(part[:3] == (whose, what, since) for part in known.parts):
        line.complain("止", _("这一条已经有了，结束日期不同。结束要写明理由，请在页面上办理。"))
    else:
        parts.append((whose, what, since, until))
