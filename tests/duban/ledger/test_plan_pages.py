"""Pages of plans and meetings: who sees what, what a form does, and what a page costs."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duban.files.models import Document
from duban.ledger.models import (
    AgendaItem,
    Finding,
    Inspection,
    Meeting,
    Plan,
    PlanApproval,
    PlanScope,
    PlanVersion,
)
from duban.ledger.plans import PLAN_VERBS
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, known
from tests.duban.ledger.test_plans import do

pytestmark = pytest.mark.django_db
DAY = "2026-03-02"


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    known("省整改办")
    elsewhere = item(charges=CHARGES[:1], problem="棠溪县无关的问题。")
    return [each.number for each in file_plan(item(charges=CHARGES), elsewhere).findings]


@pytest.fixture
def office(cast: Cast, client: Client) -> Client:
    client.force_login(cast.clerk)
    return client


def page(client: Client, name: str, *args: Any) -> str:
    response = client.get(reverse(f"ledger:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def post(client: Client, verb: str, pk: int, **said: Any) -> Any:
    return client.post(reverse("ledger:take_verb", args=[verb, pk]), said, follow=True)


def test_a_form_lights_the_station_under_which_its_subject_stands(
    numbers: list[str], office: Client, cast: Cast
) -> None:
    seat, version = Inspection.objects.get(), PlanVersion.objects.get()
    meeting = do(
        "hold_meeting", None, cast.clerk, kind="executive", name="常务会议", held_on=datetime.date(2026, 3, 2)
    )
    special = do("begin_special_plan", seat, cast.clerk, title="专项行动", findings=tuple(numbers))
    for verb, pk, station in (
        ("set_class_deadline", seat.pk, "督察"),
        ("approve_plan", version.pk, "督察"),
        ("record_plan_event", version.plan_id, "督察"),
        ("cover_findings", special.pk, "方案"),
        ("put_on_agenda", meeting.pk, "会议"),
    ):
        text = page(office, "take_verb", verb, pk)
        lit = re.findall(r'class="rail-link" title="(\w+)" aria-current="page"', text)
        assert lit == [station], verb


def test_the_office_walks_from_meeting_to_publication(numbers: list[str], office: Client) -> None:
    seat, version = Inspection.objects.get(), PlanVersion.objects.get()
    said = {"kind": "executive", "name": "市政府第8次常务会议", "held_on": DAY}
    told = office.post(reverse("ledger:new_meeting"), said, follow=True).content.decode()
    assert "“市政府第8次常务会议”，日期2026-03-02" in told
    meeting = Meeting.objects.get()
    matter = {"title": "审议整改方案", "version": version.pk, "findings": numbers[0]}
    assert "审议整改方案" in post(office, "put_on_agenda", meeting.pk, **matter).content.decode()
    told = post(office, "decide", AgendaItem.objects.get().pk, decision="原则通过。").content.decode()
    assert "原则通过。" in told
    assert numbers[0] in told
    post(office, "approve_plan", version.pk, body="省整改办", letter_no="整改〔2026〕7号", approved_on=DAY)
    told = post(office, "publish_plan", version.pk, channel="市政府网站", published_on=DAY).content.decode()
    assert "整改〔2026〕7号" in told
    assert "市政府网站" in told
    assert "市政府第8次常务会议" in told
    assert "没有反馈日期，无法推算" in page(office, "inspection", seat.pk)


def test_a_file_is_chosen_in_the_form_and_linked_for_the_office_alone(
    numbers: list[str], cast: Cast, office: Client, document: Document
) -> None:
    version = PlanVersion.objects.get()
    said = {"body": "省整改办", "approved_on": DAY, "document": str(document.uuid)}
    told = post(office, "approve_plan", version.pk, **said).content.decode()
    assert document.get_absolute_url() in told
    assert document.name in page(office, "take_verb", "approve_plan", version.pk)
    office.force_login(cast.luming)
    assert document.name not in page(office, "plans", Inspection.objects.get().pk)


def test_a_form_that_is_not_right_comes_back_with_what_was_filled_in(
    numbers: list[str], office: Client
) -> None:
    version = PlanVersion.objects.get()
    told = post(
        office, "approve_plan", version.pk, body="省整改办", approved_on="2999-01-01"
    ).content.decode()
    assert "不能晚于今天" in told
    assert 'value="省整改办"' in told
    assert (
        "日期请写成"
        in post(office, "approve_plan", version.pk, body="省整改办", approved_on="明天").content.decode()
    )
    assert not PlanApproval.objects.exists()


@pytest.mark.parametrize(
    ("feedback", "due", "confirmed"),
    [
        (datetime.date(2026, 3, 2), "2026-04-14", True),  # with a day off for 清明
        (datetime.date(2031, 3, 3), "2031-04-14", False),  # a year that nobody has published yet
    ],
)
def test_the_term_of_the_master_plan_and_its_rule(
    numbers: list[str], office: Client, feedback: datetime.date, due: str, confirmed: bool
) -> None:
    Inspection.objects.update(feedback_date=feedback)
    told = page(office, "inspection", Inspection.objects.get().pk)
    assert "总体方案编制期限：反馈后30个工作日" in told
    assert f"<dd>{due}" in told
    assert ("放假安排尚未公布" not in told) is confirmed


def test_a_special_plan_has_a_page(numbers: list[str], office: Client) -> None:
    said = {"kind": "campaign", "title": "扬尘治理专项行动", "findings": numbers[0], "leader": "程砚秋"}
    told = post(office, "begin_special_plan", Inspection.objects.get().pk, **said).content.decode()
    assert "扬尘治理专项行动" in told
    plan = Plan.objects.get(kind="campaign")
    assert numbers[1] in post(office, "cover_findings", plan.pk, findings=numbers[1]).content.decode()
    post(office, "uncover_findings", plan.pk, findings=numbers[0], reason="已完成")
    assert PlanScope.objects.filter(plan=plan, until=None).count() == 1
    assert "扬尘治理专项行动" in page(office, "plans", plan.inspection_id)


@pytest.mark.parametrize("verb", sorted(PLAN_VERBS))
def test_to_others_the_forms_are_not_there(numbers: list[str], cast: Cast, client: Client, verb: str) -> None:
    meeting = do(
        "hold_meeting", None, cast.clerk, kind="joint", name="联席会议", held_on=datetime.date(2026, 3, 2)
    )
    for who in (cast.luming, cast.leader, cast.reader, cast.outsider, cast.admin):
        client.force_login(who)
        for pk in (meeting.pk, 10**9):
            assert client.get(reverse("ledger:take_verb", args=[verb, pk])).status_code == 404
            assert post(client, verb, pk, decision="改").status_code == 404
    client.force_login(cast.clerk)
    if PLAN_VERBS[verb].subject != "house":
        assert client.get(reverse("ledger:take_verb", args=[verb, 10**9])).status_code == 404
    assert client.get(reverse("ledger:take_verb", args=["no_such_verb", 1])).status_code == 404


def test_others_see_the_meetings_that_dealt_with_their_findings(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    day = datetime.date(2026, 3, 2)
    ours = do("hold_meeting", None, cast.clerk, kind="joint", name="治水联席会议", held_on=day)
    do("put_on_agenda", ours, cast.clerk, title="排口", findings=tuple(numbers))
    do("put_on_agenda", ours, cast.clerk, title="别处的事", findings=(numbers[1],))
    theirs = do("hold_meeting", None, cast.clerk, kind="joint", name="别处的会议", held_on=day)
    do("put_on_agenda", theirs, cast.clerk, title="别处的事", findings=(numbers[1],))
    client.force_login(cast.luming)
    told = page(client, "meetings")
    assert "治水联席会议" in told
    assert "别处的会议" not in told
    told = page(client, "meeting", ours.pk)
    assert numbers[0] in told
    assert numbers[1] not in told
    assert "别处的事" not in told
    assert client.get(reverse("ledger:meeting", args=[theirs.pk])).status_code == 404
    client.force_login(cast.outsider)
    assert "治水联席会议" not in page(client, "meetings")
    assert "还没有登记会议" in page(client, "meetings")
    assert client.get(reverse("ledger:meeting", args=[ours.pk])).status_code == 404


def test_the_plans_and_the_meeting_that_let_them_pass_are_on_the_rail_of_whom_they_concern(
    numbers: list[str], cast: Cast, client: Client
) -> None:
    day = datetime.date(2026, 3, 2)
    meeting = do("hold_meeting", None, cast.clerk, kind="executive", name="市政府常务会议", held_on=day)
    said = {"title": "审议整改方案", "version": PlanVersion.objects.get().pk, "decision": "原则通过。"}
    do("put_on_agenda", meeting, cast.clerk, **said)
    do("put_on_agenda", meeting, cast.clerk, title="别处的事", findings=(numbers[1],))
    do("begin_special_plan", Inspection.objects.get(), cast.clerk, title="别处专项", findings=(numbers[1],))
    matters = {cast.clerk: 2, cast.reader: 2, cast.luming: 1, cast.leader: 1, cast.tangxi: 0}
    for person, count in matters.items():
        client.force_login(person)
        told = page(client, "plan_list")
        assert ("已审定" in told) is bool(count)
        assert ("别处专项" in told) is (count == 2)
        assert told.count('title="方案" aria-current="page"') == told.count('title="会议"') == 1
        assert (f'data-label="议题">{count}<' in page(client, "meetings")) is bool(count)
        assert client.get(reverse("ledger:meeting", args=[meeting.pk])).status_code == (200 if count else 404)
        if count == 1:
            assert "别处的事" not in page(client, "meeting", meeting.pk)
            assert 'data-label="问题">1<' in told
    client.force_login(cast.admin)
    assert 'title="会议"' not in client.get("/account/me/").content.decode()
    assert "还没有方案" in page(client, "plan_list")


def test_others_see_of_a_special_plan_what_is_theirs(numbers: list[str], cast: Cast, client: Client) -> None:
    seat = Inspection.objects.get()
    plan = do("begin_special_plan", seat, cast.clerk, title="专项", findings=tuple(numbers))
    other = do("begin_special_plan", seat, cast.clerk, title="别处专项", findings=(numbers[1],))
    client.force_login(cast.luming)
    told = page(client, "special_plan", plan.pk)
    assert numbers[0] in told
    assert numbers[1] not in told
    assert client.get(reverse("ledger:special_plan", args=[other.pk])).status_code == 404
    assert "别处专项" not in page(client, "plans", seat.pk)
    client.force_login(cast.tangxi)
    for name, pk in (("special_plan", plan.pk), ("plans", seat.pk)):
        assert client.get(reverse(f"ledger:{name}", args=[pk])).status_code == 404


def test_what_the_pages_cost(
    numbers: list[str], cast: Cast, office: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seat = Inspection.objects.get()
    Inspection.objects.update(feedback_date=datetime.date(2026, 3, 2))
    plan = do("begin_special_plan", seat, cast.clerk, title="专项", findings=tuple(numbers))
    day = datetime.date(2026, 3, 2)
    meeting = do("hold_meeting", None, cast.clerk, kind="joint", name="联席会议", held_on=day)
    for title in ("一", "二", "三"):
        do("put_on_agenda", meeting, cast.clerk, title=title, findings=tuple(numbers), decision="同意。")
    for name, args, most in (
        ("meetings", [], 6),
        ("plan_list", [], 6),
        ("meeting", [meeting.pk], 8),
        ("special_plan", [plan.pk], 8),
        ("plans", [seat.pk], 12),
        ("inspection", [seat.pk], 12),
        ("lifecycle", [], 4),
    ):
        with django_assert_max_num_queries(most):
            page(office, name, *args)
    assert Finding.objects.count() == 2


def test_a_unit_that_nobody_knows_is_asked_in_the_form_and_remembered(
    numbers: list[str], office: Client
) -> None:
    said = {"kind": "joint", "name": "联席会议", "held_on": DAY, "body": "省整改力"}
    told = office.post(reverse("ledger:new_meeting"), said).content.decode()
    assert "就是省整改办" in told
    assert not Meeting.objects.exists()
    meant = Body.objects.get(name="省整改办")
    answer = {"name-0": "省整改力", "who-0": f"is:{meant.pk}"}
    office.post(reverse("ledger:new_meeting"), {**said, **answer})
    assert Meeting.objects.get().body == meant
    office.post(
        reverse("ledger:new_meeting"), {**said, "body": "水电公司", "name-0": "水电公司", "who-0": ""}
    )
    assert Meeting.objects.count() == 1
    new = {"name": "第二次联席会议", "body": "水电公司", "name-0": "水电公司", "who-0": "new:company"}
    office.post(reverse("ledger:new_meeting"), {**said, **new})
    made = Body.objects.get(name="水电公司")
    assert (made.kind, made.unconfirmed, Meeting.objects.latest("pk").body) == ("company", False, made)
