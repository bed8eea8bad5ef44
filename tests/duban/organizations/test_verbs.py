"""Bodies are renamed, closed and merged with a reason; groups and teams have members by date; answers are remembered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.actions import (
    answering,
    changing,
    ensure_bodies,
    grouping,
    regions,
)
from duban.organizations.errors import NotAllowed, Refused
from duban.organizations.models import Alias, Body, BodyKind, Region
from duban.organizations.queries import Member, match, offers, resolve, to_ask
from duban.organizations.trees import names_over_time
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 1)


def _body(name: str, kind: BodyKind = BodyKind.DEPARTMENT) -> Body:
    return Body.objects.create(name=name, kind=kind)


def _sentences(body: Body) -> list[str]:
    return [tell(entry) for entry in journal.stream("body", body.pk)]


def test_a_renamed_body_is_found_by_both_names() -> None:
    body = changing.rename(_body("市环境保护局"), "市生态环境局", date(2019, 3, 1), "机构改革", None)
    assert match("市环境保护局") == match("市生态环境局") == body
    assert body.former_names.get().until == date(2019, 2, 28)
    assert _sentences(body) == ["自2019-03-01起由“市环境保护局”更名为“市生态环境局”，理由：机构改革"]


def test_names_over_time() -> None:
    body = changing.add_body("甲局", {"valid_from": date(1990, 1, 1)}, [("甲办", date(1999, 12, 31))], None)
    changing.add_former_name(body, "甲处", date(1999, 12, 31), None)
    changing.add_former_name(body, "甲站", None, None)
    changing.rename(body, "乙局", date(2010, 1, 1), "改名", None)
    told = [(p.name, p.since, p.until) for p in names_over_time(Body.objects.get(pk=body.pk))]
    assert told == [
        ("乙局", date(2010, 1, 1), None),
        ("甲局", date(2000, 1, 1), date(2009, 12, 31)),
        ("甲办", date(1990, 1, 1), date(1999, 12, 31)),
        ("甲处", date(1990, 1, 1), date(1999, 12, 31)),
        ("甲站", None, None),
    ]


def test_a_name_taken_back_is_no_former_name() -> None:
    body = changing.rename(_body("甲局"), "乙局", date(2020, 1, 1), "改名", None)
    body = changing.rename(body, "甲局", date(2021, 1, 1), "改回", None)
    assert [former.name for former in body.former_names.all()] == ["乙局"]


def test_nothing_is_renamed_without_reason_or_into_another() -> None:
    body = _body("甲局")
    _body("乙局")
    for name, reason in (("乙局", "改名"), ("丙局", " "), ("甲局", "改名"), (" ", "改名")):
        with pytest.raises(Refused):
            changing.rename(body, name, DAY, reason, None)
    body.refresh_from_db()
    assert (body.name, _sentences(body)) == ("甲局", [])


def test_a_closed_body_is_left_alone() -> None:
    body = changing.close(_body("甲局"), DAY, "撤销", None)
    assert body.valid_to == DAY
    with pytest.raises(Refused):
        changing.rename(body, "乙局", DAY, "改名", None)


def test_a_merged_body_leads_to_the_last_in_line() -> None:
    first, second, third = _body("甲局"), _body("乙局"), _body("丙局")
    changing.merge(first, second, DAY, "合并", None)
    changing.merge(second, third, DAY, "再合并", None)
    assert match("甲局") == match("乙局") == third
    assert len(_sentences(first)) == 2
    with pytest.raises(Refused):
        changing.merge(third, third, DAY, "自己", None)


def test_a_changed_kind_is_told_by_its_word() -> None:
    body = changing.add_body("清河造纸厂", {}, (), None)
    changing.change(body, {"kind": BodyKind.COMPANY}, None)
    entry = list(journal.stream("body", body.pk))[-1]
    assert tell(entry) == "类别由“部门”改为“企业”。"
    entry.payload = {"changes": {"kind": ["department", "company"]}}
    assert tell(entry) == "类别由“部门”改为“企业”。"


def test_no_body_stands_above_itself() -> None:
    above, below = _body("甲局"), _body("乙局")
    changing.change(below, {"parent": above}, None)
    with pytest.raises(Refused):
        changing.change(above, {"parent": below}, None)
    assert _sentences(below) == ["上级单位由“—”改为“甲局”。"]
    changing.change(below, {"parent": above}, None)
    assert len(_sentences(below)) == 1


def test_a_group_is_who_belonged_to_it_on_the_day() -> None:
    group = _body("各县区", BodyKind.GROUP)
    luming, shixi = _body("鹿鸣县", BodyKind.PLACE), _body("石溪区", BodyKind.PLACE)
    grouping.join_group(group, luming, date(2025, 1, 1), None)
    late = grouping.join_group(group, shixi, date(2026, 1, 1), None)
    grouping.join_group(group, shixi, date(2026, 2, 1), None)
    assert resolve(group, date(2025, 6, 1)) == (Member(luming.pk, "鹿鸣县"),)
    assert resolve(group, DAY) == (Member(luming.pk, "鹿鸣县"), Member(shixi.pk, "石溪区"))
    grouping.leave_group(late, DAY, "区划调整", None)
    assert len(resolve(group, DAY)) == 2
    assert len(resolve(group, date(2026, 3, 2))) == 1
    assert resolve(luming, DAY) == (Member(luming.pk, "鹿鸣县"),)
    assert resolve(_body("有关乡镇", BodyKind.GROUP), DAY) == ()


def test_only_groups_have_members_and_only_teams_have_areas() -> None:
    region = Region.objects.create(code="990121", name="鹿鸣县")
    body, team = _body("甲局"), _body("第一包片督导组", BodyKind.AREA_TEAM)
    with pytest.raises(Refused):
        grouping.join_group(body, team, DAY, None)
    with pytest.raises(Refused):
        grouping.cover_area(body, region, DAY, None)
    area = grouping.cover_area(team, region, DAY, None)
    with pytest.raises(Refused):
        grouping.uncover_area(area, date(2025, 1, 1), "早了", None)
    grouping.uncover_area(area, DAY, "换组", None)
    assert team.areas.get().until == DAY


def test_an_uncertain_name_is_asked_once(cast: Cast) -> None:
    office = _body("市生态环境局")
    ensure_bodies(["市生态环境分局"], None)
    asked = to_ask().get()
    assert offers([asked.name])[asked.name][0] == office
    answering.is_other_name_of(asked, office, DAY, cast.clerk)
    assert match("市生态环境分局") == office
    assert not to_ask().exists()
    assert ensure_bodies(["市生态环境分局"], None)[1] == ()
    said = Alias.objects.get()
    assert (said.body, said.confirmed_by, said.confirmed_by_name) == (office, cast.clerk.pk, "方静")
    with pytest.raises(Refused):
        answering.is_new(asked, BodyKind.DEPARTMENT, cast.clerk)


def test_a_new_body_is_confirmed() -> None:
    ensure_bodies(["市气象局"], None)
    body = answering.is_new(to_ask().get(), BodyKind.DEPARTMENT, None)
    assert not body.unconfirmed
    assert "确认为单独的单位" in _sentences(body)[-1]


def test_regions_end_and_are_followed() -> None:
    city = regions.add_region(regions.RegionInput("990100", "澜州市"), None)
    old = regions.add_region(regions.RegionInput("990121", "鹿鸣县", parent="990100"), None)
    new = regions.add_region(regions.RegionInput("990105", "鹿鸣区", parent="990100"), None)
    zone = regions.add_region(regions.RegionInput("LZ-01", "澜州经开区", "990100", is_zone=True), None)
    regions.close_region(old, DAY, "撤县设区", None, successor=new)
    old.refresh_from_db()
    assert (old.successor, old.valid_to, zone.parent) == (new, DAY, city)
    with pytest.raises(Refused):
        regions.close_region(new, DAY, "接续自己", None, successor=new)
    begun = regions.add_region(regions.RegionInput("990106", "石溪区", "990100", valid_from=DAY), None)
    with pytest.raises(Refused):
        regions.close_region(begun, DAY - timedelta(days=1), "早于启用", None)
    for wrong in (
        regions.RegionInput("990107", "倒着的县", valid_from=DAY, valid_to=DAY - timedelta(days=1)),
        regions.RegionInput("99", "短码县"),
        regions.RegionInput("LZ-02", "没有上级的园区", is_zone=True),
        regions.RegionInput("990100", "重码市"),
        regions.RegionInput("990199", "孤县", parent="123456"),
    ):
        with pytest.raises(Refused):
            regions.add_region(wrong, None)


Deed = Callable[[Body, Cast], object]


@pytest.mark.parametrize(
    "deed",
    [
        lambda body, who: changing.rename(body, "乙局", DAY, "改名", who),
        lambda body, who: changing.change(body, {"short_name": "甲"}, who),
        lambda body, who: changing.close(body, DAY, "撤销", who),
        lambda body, who: changing.merge(body, _body("丙局"), DAY, "合并", who),
        lambda body, who: answering.remember("甲甲局", body, who),
        lambda body, who: regions.add_region(regions.RegionInput("990100", "澜州市"), who),
        lambda body, who: grouping.join_group(_body("各局", BodyKind.GROUP), body, DAY, who),
    ],
    ids=["rename", "change", "close", "merge", "remember", "add_region", "join_group"],
)
@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("clerk", True),
        ("head", True),
        ("admin", True),
        ("luming", False),
        ("reader", False),
        ("leader", False),
        ("outsider", False),
    ],
)
def test_who_keeps_the_directory(deed: Deed, who: str, may: bool, cast: Cast) -> None:
    body = _body("甲局")
    if may:
        deed(body, getattr(cast, who))
    else:
        with pytest.raises(NotAllowed):
            deed(body, getattr(cast, who))
