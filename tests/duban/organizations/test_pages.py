"""The directory's pages by request, and its table out and in again."""

from __future__ import annotations

import base64
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duban.accounts.models import Person
from duban.journal.models import Entry
from duban.organizations import importing, sheets, tables
from duban.organizations.actions import changing, ensure_bodies, grouping, regions
from duban.organizations.actions.importing import take_over
from duban.organizations.errors import NotAllowed, Refused
from duban.organizations.models import Body, BodyKind, FormerName, GroupMember, Region, TeamArea
from tests.duban.conftest import Cast, Filer, ItemMaker

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def city(cast: Cast) -> Body:
    """A small directory with everything a directory can hold."""
    regions.add_region(regions.RegionInput("990100", "澜州市", valid_from=DAY), None)
    county = regions.add_region(regions.RegionInput("990121", "鹿鸣县", "990100"), None)
    regions.add_region(regions.RegionInput("LZ-01", "澜州经开区", "990100", is_zone=True), None)
    facts = {
        "kind": BodyKind.DEPARTMENT,
        "short_name": "市环境局",
        "region": Region.objects.get(code="990100"),
    }
    body = changing.add_body("市环境保护局", facts, [("市环保局", None)], None)
    body = changing.rename(body, "市生态环境局", date(2019, 3, 1), "机构改革", None)
    branch = changing.add_body("鹿鸣县分局", {"parent": body}, (), None)
    gone = changing.add_body("市国土局", {"valid_from": date(2001, 1, 1)}, (), None)
    changing.merge(gone, body, DAY, "机构改革", None)
    group = changing.add_body("各县区", {"kind": BodyKind.GROUP}, (), None)
    grouping.join_group(group, Body.objects.get(name="鹿鸣县"), DAY, None)
    grouping.leave_group(grouping.join_group(group, branch, DAY, None), date(2026, 2, 1), "误列", None)
    team = changing.add_body("第一包片督导组", {"kind": BodyKind.AREA_TEAM}, (), None)
    grouping.cover_area(team, county, DAY, None)
    return body


PAGES = {
    "": {"clerk", "head", "admin", "luming", "leader", "reader"},
    "export/": {"clerk", "head", "admin", "luming", "leader", "reader"},
    "bodies/new/": {"clerk", "head", "admin"},
    "regions/new/": {"clerk", "head", "admin"},
    "asked/": {"clerk", "head", "admin"},
    "import/": {"clerk", "head", "admin"},
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["clerk", "head", "admin", "luming", "leader", "reader", "outsider"])
def test_who_sees_which_page(who: str, page: str, cast: Cast) -> None:
    answer = _as(getattr(cast, who)).get(f"/organizations/{page}")
    assert answer.status_code == (200 if who in PAGES[page] else 404)


def test_the_tree_shows_regions_with_their_bodies(cast: Cast, city: Body) -> None:
    client = _as(cast.reader)
    page = client.get("/organizations/").content.decode()
    assert re.search("澜州市.*市生态环境局.*鹿鸣县.*澜州经开区.*未定所在区划", page, re.S)
    assert "市国土局" not in page
    assert "市国土局" in client.get("/organizations/?all=1").content.decode()
    assert "市生态环境局" in client.get("/organizations/?name=环保").content.decode()
    assert "没有找到" in client.get("/organizations/?name=没有").content.decode()


def test_the_tree_costs_the_same_however_large(
    cast: Cast, city: Body, django_assert_max_num_queries: object
) -> None:
    client = _as(cast.reader)
    client.get("/organizations/")
    Body.objects.bulk_create(Body(name=f"第{n}局", region=city.region) for n in range(50))
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get("/organizations/")


def test_a_bodys_page_tells_names_people_and_charges(
    cast: Cast, city: Body, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    page = _as(cast.clerk).get(f"/organizations/bodies/{city.pk}/").content.decode()
    assert re.search("市生态环境局.*2019-03-01.*市环境保护局.*2019-02-28.*市环保局", page, re.S)
    assert "监管责任单位" in page
    assert "1个问题" in page
    luming = Body.objects.get(name="鹿鸣县")
    assert "鲁晓" in _as(cast.clerk).get(f"/organizations/bodies/{luming.pk}/").content.decode()
    assert "1个问题" not in _as(cast.tangxi).get(f"/organizations/bodies/{luming.pk}/").content.decode()
    assert "rename_name" not in _as(cast.reader).get(f"/organizations/bodies/{city.pk}/").content.decode()


def test_steps_by_form(cast: Cast, city: Body) -> None:
    client, there = _as(cast.clerk), f"/organizations/bodies/{city.pk}/"
    client.post(f"{there}rename/", {"name": "市环境局", "on": "2026-02-01", "reason": "简称转正"})
    assert Body.objects.get(pk=city.pk).name == "市环境局"
    assert "理由" in client.post(f"{there}close/", {"on": "2026-03-01"}, follow=True).content.decode()
    client.post(f"{there}former-name/", {"name": "市环保办", "until": "1990-01-01"})
    assert FormerName.objects.filter(body=city, name="市环保办").exists()
    client.post(f"{there}change/", {"kind": "department", "short_name": "环境局"})
    assert Body.objects.get(pk=city.pk).short_name == "环境局"
    group = Body.objects.get(name="各县区")
    tangxi = Body.objects.get(name="棠溪县")
    client.post(f"/organizations/bodies/{group.pk}/join/", {"body": tangxi.pk, "since": "2026-02-01"})
    member = group.members.get(body=tangxi)
    client.post(
        f"/organizations/bodies/{group.pk}/members/{member.pk}/end/",
        {"until": "2026-03-01", "reason": "误列"},
    )
    assert GroupMember.objects.get(pk=member.pk).until == date(2026, 3, 1)
    team = Body.objects.get(name="第一包片督导组")
    area = team.areas.get()
    client.post(
        f"/organizations/bodies/{team.pk}/areas/{area.pk}/end/", {"until": "2026-03-01", "reason": "换组"}
    )
    assert TeamArea.objects.get(pk=area.pk).until == date(2026, 3, 1)
    client.post(f"{there}close/", {"on": "2026-03-01", "reason": "撤销"})
    assert Body.objects.get(pk=city.pk).valid_to == date(2026, 3, 1)
    assert _as(cast.reader).post(f"{there}close/", {"on": "2026-03-01", "reason": "x"}).status_code == 404
    assert client.post(f"{there}fly/").status_code == 404


def test_new_bodies_and_regions_by_form(cast: Cast, city: Body) -> None:
    client = _as(cast.head)
    answer = client.post("/organizations/bodies/new/", {"name": "市气象局", "kind": "department"})
    assert answer["Location"] == f"/organizations/bodies/{Body.objects.get(name='市气象局').pk}/"
    again = client.post("/organizations/bodies/new/", {"name": "市气象局", "kind": "department"})
    assert "没有重复登记" in again.content.decode()
    said = {"code": "990105", "name": "鹿鸣区", "parent": Region.objects.get(code="990100").pk}
    client.post("/organizations/regions/new/", said)
    new, old = Region.objects.get(code="990105"), Region.objects.get(code="990121")
    wrong = client.post("/organizations/regions/new/", {"code": "99", "name": "短"})
    assert "6位、9位或12位" in wrong.content.decode()
    client.post(
        f"/organizations/regions/{old.pk}/close/",
        {"successor": new.pk, "on": "2026-03-01", "reason": "撤县设区"},
    )
    page = client.get(f"/organizations/regions/{new.pk}/").content.decode()
    assert "前身" in page
    assert "撤县设区" in client.get(f"/organizations/regions/{old.pk}/").content.decode()


def test_a_question_is_answered_on_its_page(cast: Cast, city: Body) -> None:
    ensure_bodies(["市生态环境分局", "市海洋局"], None)
    client = _as(cast.clerk)
    assert "文件中有 2 个单位名称" in client.get("/organizations/").content.decode()
    page = client.get("/organizations/asked/").content.decode()
    assert f'value="{city.pk}">市生态环境局</button>' in page
    asked = {body.name: body for body in Body.objects.filter(unconfirmed=True)}
    client.post(f"/organizations/asked/{asked['市生态环境分局'].pk}/other/", {"body": city.pk})
    client.post(f"/organizations/asked/{asked['市海洋局'].pk}/new/", {"kind": "department"})
    assert "没有待核对的名称" in client.get("/organizations/asked/").content.decode()
    assert "文件中也写作" in client.get(f"/organizations/bodies/{city.pk}/").content.decode()


def test_the_table_comes_in_as_it_went_out(city: Body) -> None:
    data = tables.workbook()
    trial = importing.try_out(data)
    assert (trial.bad, trial.does_something) == ([], False)
    before = Entry.objects.count()
    take_over(data, None)
    assert Entry.objects.count() == before


def _empty() -> None:
    from duban.accounts.models import Membership

    TeamArea.objects.all().delete()
    GroupMember.objects.all().delete()
    FormerName.objects.all().delete()
    Membership.objects.all().delete()
    Body.objects.update(parent=None, successor=None, region=None)
    Body.objects.all().delete()
    Region.objects.update(parent=None, successor=None)
    Region.objects.all().delete()


def test_an_empty_house_takes_over_a_full_table(city: Body) -> None:
    data = tables.workbook()
    _empty()
    trial = take_over(data, None)
    assert (len(trial.regions), len(trial.members), len(trial.areas)) == (3, 2, 1)
    sheet = [
        sheets.open_table(each).rows(name)
        for each in (data, tables.workbook())
        for name in ("区划", "单位", "成员", "片区")
    ]
    assert sheet[:4] == sheet[4:]
    assert not take_over(data, None).does_something


def _changed(name: str, **cells: str) -> bytes:
    """The exported table with cells of a body changed."""
    book = sheets.open_table(tables.workbook())
    rows = [list(map(str, row)) for row in book.rows("单位")]
    for row in rows:
        if row[0] == name:
            for heading, value in cells.items():
                row[tables.BODY_HEADINGS.index(heading)] = value
    return sheets.write([("单位", rows[0], rows[1:])])


def test_what_differs_is_changed_and_on_record(city: Body, cast: Cast) -> None:
    trial = take_over(
        _changed("市生态环境局", 简称="环境局", 曾用名="市环境保护局（至2019-02-28）；市环保局；环保办"),
        cast.clerk,
    )
    assert [row.changes for row in trial.changed] == [("short_name",)]
    city.refresh_from_db()
    assert city.short_name == "环境局"
    assert set(city.former_names.values_list("name", flat=True)) == {"市环境保护局", "市环保局", "环保办"}


BAD = [
    ("单位", ("甲局", "没有的类", "", "999999", "没有的局", "旧局（至2019-02-31）", "昨天", "", "")),
    ("单位", ("市生态环境局", "部门", "", "", "", "", "", "2026-01-01", "")),
    ("单位", ("", "部门", "", "", "", "", "", "", "")),
    ("单位", ("甲局", "部门", "", "", "", "", "", "", "")),
    ("单位", ("乙局", "部门", "长" * 61, "", "丙局", "", "2026-01-02", "2026-01-01", "乙局")),
    ("单位", ("丙局", "部门", "", "", "乙局", "", "", "", "")),
]


def test_a_trial_names_every_bad_cell(city: Body, cast: Cast) -> None:
    data = sheets.write(
        [
            ("单位", tables.BODY_HEADINGS, [row for _sheet, row in BAD]),
            (
                "区划",
                tables.REGION_HEADINGS,
                [
                    ("12", "短县", "000000", "", "", "", ""),
                    ("990100", "别名市", "", "", "", "", ""),
                    ("990131", "甲县", "990132", "", "2026-01-02", "2026-01-01", ""),
                    ("990132", "乙" * 61, "990131", "", "", "", ""),
                    ("园区一", "某园区", "", "是", "", "", ""),
                ],
            ),
            (
                "成员",
                tables.MEMBER_HEADINGS,
                [("市生态环境局", "鹿鸣县", "2026-01-01", "2025-01-01"), ("各县区", "谁", "", "")],
            ),
            ("片区", tables.AREA_HEADINGS, [("各县区", "990121", "2026-01-01", "")]),
        ]
    )
    trial = importing.try_out(data)
    cells = {(bad.sheet, bad.cell) for bad in trial.bad}
    assert cells == {
        ("区划", "C2"), ("区划", "A2"), ("区划", "A3"), ("区划", "C4"), ("区划", "F4"), ("区划", "B5"),
        ("区划", "C5"), ("区划", "C6"),
        ("单位", "B2"), ("单位", "D2"), ("单位", "E2"), ("单位", "F2"), ("单位", "G2"),
        ("单位", "H3"), ("单位", "A4"), ("单位", "A5"), ("单位", "C6"), ("单位", "E6"), ("单位", "H6"),
        ("单位", "I6"), ("单位", "E7"),
        ("成员", "A2"), ("成员", "D2"), ("成员", "B3"), ("成员", "C3"),
        ("片区", "A2"),
    }  # fmt: skip
    before = Body.objects.count()
    with pytest.raises(Refused):
        take_over(data, cast.clerk)
    assert Body.objects.count() == before


def test_who_may_not_take_over(city: Body, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take_over(tables.workbook(), cast.reader)


def test_import_from_trial_to_taking_over_by_page(city: Body, cast: Cast) -> None:
    client = _as(cast.clerk)
    data = _changed("市生态环境局", 简称="环境局")
    page = client.post(
        "/organizations/import/", {"table": SimpleUploadedFile("名录.xlsx", data)}
    ).content.decode()
    assert "更改 1 个单位" in page
    table = re.search(r'name="table" value="([^"]+)"', page)[1]  # type: ignore[index]
    assert base64.b64decode(table) == data
    answer = client.post("/organizations/import/take-over/", {"table": table}, follow=True)
    assert "已导入" in answer.content.decode()
    answer = client.post("/organizations/import/take-over/", {"table": table}, follow=True)
    assert "没有改动" in answer.content.decode()
    broken = client.post("/organizations/import/take-over/", {"table": "!!"}, follow=True)
    assert "没有完整传到" in broken.content.decode()
    for wrong in (b"x", sheets.write([("表", ("甲",), [])])):
        file = SimpleUploadedFile("名录.xlsx", wrong)
        assert "没有读入" in client.post("/organizations/import/", {"table": file}).content.decode()
