"""Filing freezes the plan of a finding: receipt, due date, members of groups, dates that hung on something."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from duban.accounts.models import Membership, Person, Role
from duban.journal.verification import verify_all
from duban.ledger.content import fingerprint
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.inputs import DeadlineInput, RuleInput
from duban.ledger.models import (
    ClassDeadline,
    CoordinationNote,
    Filing,
    Finding,
    Inspection,
    PlanApproval,
    PlanScope,
    Step,
)
from duban.organizations.models import Body, BodyKind, GroupMember
from duban.rulebook.models import Level, Profile, RuleValue
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, approve, decide, get, named, publish, told
from tests.duban.test_two_at_once import at_once

MONDAY = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


@pytest.fixture
def clock(cast: Cast) -> Iterator[Any]:
    """A Monday; everybody has held her role for years."""
    Membership.objects.update(since="2020-01-01")
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item(charges=CHARGES)).findings[0].number


def says(key: str, value: Any) -> None:
    """The city's own profile says otherwise."""
    profile = Profile.objects.get_or_create(level=Level.CITY, defaults={"name": "澜州市"})[0]
    RuleValue.objects.create(
        profile=profile, key=key, value=value, valid_from="2000-01-01", set_at=timezone.now()
    )


@pytest.mark.django_db
class TestFiling:
    def test_the_plan_is_frozen_under_a_receipt(self, number: str, cast: Cast, clock: Any) -> None:
        Road(number, cast).ready()
        step = act("file_plan", number, cast.clerk)
        filing = get(number).filings.get()
        assert filing.receipt_no == "整改备〔2026〕1号"
        assert filing.fingerprint == fingerprint(filing.frozen) == step.facts["fingerprint"]
        assert filing.frozen["goal"] == get(number).goal
        assert filing.frozen["measures"] == ["封堵排口。", "建成污水管网12公里。"]
        assert filing.frozen["deadline"]["date"] == "2026-06-30"
        assert {each["role"] for each in filing.frozen["charges"]} >= {"lead", "main", "person", "leader"}
        assert get(number).stage == "plan_filed"
        assert told(number)[-1].startswith("方案备案，备案号整改备〔2026〕1号，方案内容已固定；应备案日期")
        assert {each["rule"] for each in step.facts["rules"]} == {
            "plan_required_roles",
            "filing_required_roles",
            "plan_meeting_required",
            "plan_approval_required",
        }

    def test_receipts_are_a_series(self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any) -> None:
        found = file_plan(item(charges=CHARGES), item(charges=CHARGES, problem="另一个问题。")).findings
        for each in found:
            Road(each.number, cast).filed()
        assert list(Filing.objects.order_by("pk").values_list("receipt_no", flat=True)) == [
            "整改备〔2026〕1号",
            "整改备〔2026〕2号",
        ]

    @pytest.mark.parametrize(("days", "late"), [(14, False), (15, True)])
    def test_ten_working_days_after_it_was_handed_out(
        self, number: str, cast: Cast, clock: Any, days: int, late: bool
    ) -> None:
        """Handed out on Monday 2 March: the tenth working day after it is Monday 16 March."""
        Road(number, cast).ready()
        clock.move_to(MONDAY + datetime.timedelta(days=days))
        step = act("file_plan", number, cast.clerk)
        filing = get(number).filings.get()
        assert (filing.due_on, step.facts["late"]) == (datetime.date(2026, 3, 16), late)
        assert (filing.facts["due"]["rule"], filing.facts["due"]["value"]) == ("unit_plan_filing_wd", 10)
        assert ("超过应备案日期2026-03-16" in told(number)[-1]) is late

    def test_everything_that_is_missing(self, number: str, cast: Cast) -> None:
        Road(number, cast).submitted()
        with pytest.raises(GateShut) as shut:
            act("file_plan", number, cast.clerk)
        assert [gap.what for gap in shut.value.gaps] == ["decision", "approval"]
        assert {gap.who for gap in shut.value.gaps} == {"整改办"}
        assert not Filing.objects.exists()

    def test_rules_of_the_place_may_ask_for_less(self, number: str, cast: Cast) -> None:
        says("plan_meeting_required", False)
        says("plan_approval_required", False)
        says("publish_before_start", False)
        Road(number, cast).submitted()
        act("file_plan", number, cast.clerk)
        act("start_work", number, cast.luming)
        assert get(number).stage == "in_progress"

    def test_a_lead_unit_may_be_enough(self, item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
        says("plan_required_roles", ["lead"])
        says("filing_required_roles", ["lead"])
        number = file_plan(item(charges=CHARGES[:1])).findings[0].number
        act("assign", number, cast.clerk)
        act("submit_plan", number, cast.clerk)
        decide(cast)
        approve(cast)
        act("file_plan", number, cast.clerk)
        assert get(number).stage == "plan_filed"

    def test_what_was_approved_is_not_changed_under_its_seal(self, number: str, cast: Cast) -> None:
        Road(number, cast).assigned()
        later = datetime.date(2027, 6, 30)
        act("draft_plan", number, cast.luming, goal="别的目标。", measures=("宣传。",), deadline_date=later)
        act("submit_plan", number, cast.luming)
        decide(cast)
        approve(cast)
        with pytest.raises(GateShut) as shut:
            act("file_plan", number, cast.clerk)
        assert [gap.what for gap in shut.value.gaps] == [
            "approved.goal",
            "approved.deadline",
            "approved.measures",
        ]

    def test_details_may_be_added_below_an_approved_plan(self, number: str, cast: Cast) -> None:
        Road(number, cast).assigned()
        sooner = datetime.date(2026, 5, 31)
        more = ("封堵排口。", "建成污水管网12公里。", "建立巡查制度。")
        act("draft_plan", number, cast.luming, measures=more, deadline_date=sooner)
        act("submit_plan", number, cast.luming)
        decide(cast)
        approve(cast)
        act("file_plan", number, cast.clerk)
        assert get(number).filings.get().frozen["measures"] == list(more)

    def test_due_before_approval_is_accepted_and_marked(self, number: str, cast: Cast, clock: Any) -> None:
        Road(number, cast).submitted()
        decide(cast)
        approve(cast, datetime.date(2026, 7, 1))
        act("file_plan", number, cast.clerk)
        row = get(number).deadlines.get()
        assert row.before_approval
        assert get(number).filings.get().frozen["deadline"]["before_approval"] is True

    def test_due_on_the_day_of_approval_is_in_time(self, number: str, cast: Cast, clock: Any) -> None:
        Road(number, cast).submitted()
        decide(cast)
        approve(cast, datetime.date(2026, 6, 30))
        act("file_plan", number, cast.clerk)
        assert not get(number).deadlines.get().before_approval

    def test_who_may(self, number: str, cast: Cast) -> None:
        Road(number, cast).ready()
        for wrong in (cast.luming, cast.leader, cast.reader):
            with pytest.raises(NotAllowed, match="整改办"):
                act("file_plan", number, wrong)
        for stranger in (cast.tangxi, cast.outsider, cast.admin):
            with pytest.raises(Unseen):
                act("file_plan", number, stranger)
        with pytest.raises(OutOfStep, match=r"现处于“方案审核”（方静已于.*办理“报送方案”），不能启动整改"):
            act("start_work", number, cast.clerk)
        assert not Filing.objects.exists()

    def test_work_begins_once_the_plan_is_public(self, number: str, cast: Cast) -> None:
        Road(number, cast).filed()
        with pytest.raises(GateShut) as shut:
            act("start_work", number, cast.luming)
        assert [gap.what for gap in shut.value.gaps] == ["publication"]
        publish(cast)
        act("start_work", number, cast.luming)
        assert told(number)[-1] == "启动整改，由“方案备案”转为“整改中”。"

    def test_work_on_what_is_not_published_begins_with_the_reason(self, number: str, cast: Cast) -> None:
        Road(number, cast).filed()
        act("waive", number, cast.clerk, what="publication", reason="涉密内容")
        act("start_work", number, cast.clerk)
        assert get(number).stage == "in_progress"

    def test_the_special_plans_that_cover_it_are_frozen_with_it(self, number: str, cast: Cast) -> None:
        Road(number, cast).ready()
        plan = get(number).inspection.plans.create(kind="campaign", title="扬尘治理专项行动")
        PlanScope.objects.create(plan=plan, finding=get(number), since="2026-03-01")
        act("file_plan", number, cast.clerk)
        assert get(number).filings.get().frozen["special_plans"] == ["扬尘治理专项行动"]


@pytest.mark.django_db
class TestDates:
    def filed(self, item: ItemMaker, file_plan: Filer, cast: Cast, **facts: Any) -> Finding:
        number = file_plan(item(charges=CHARGES, **facts)).findings[0].number
        Road(number, cast).filed()
        return get(number)

    def test_at_once_without_a_date_gets_one_by_rule(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any
    ) -> None:
        found = self.filed(item, file_plan, cast, deadline=DeadlineInput("立行立改", "immediate"))
        first, last = found.deadlines.all()
        assert (first.date, last.date, found.due_on) == (None, datetime.date(2026, 4, 1), last.date)
        assert "按立行立改的默认期限，至2026-04-01" in told(found.number)[-1]

    def test_the_date_of_the_class_goes_before_the_rule(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any
    ) -> None:
        given = item(charges=CHARGES, deadline=DeadlineInput("立行立改", "immediate"))
        number = file_plan(given).findings[0].number
        for day in (datetime.date(2026, 7, 31), datetime.date(2026, 8, 31)):
            ClassDeadline.objects.create(
                inspection=Inspection.objects.get(), kind="immediate", date=day, words="确保销号",
                by=cast.clerk, at=MONDAY,
            )  # fmt: skip
        Road(number, cast).filed()
        assert (get(number).due_on, get(number).deadlines.count()) == (datetime.date(2026, 8, 31), 2)
        assert "按“立行立改”的统一时限，于2026-08-31前完成" in told(number)[-1]

    def test_the_class_date_of_ongoing_work_is_a_goal_for_the_phase(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any
    ) -> None:
        given = item(charges=CHARGES, deadline=DeadlineInput("持续推进", "ongoing"), milestones=())
        number = file_plan(given).findings[0].number
        ClassDeadline.objects.create(
            inspection=Inspection.objects.get(), kind="ongoing", date="2026-12-31", words="取得明显成效",
            by=cast.clerk, at=MONDAY,
        )  # fmt: skip
        Road(number, cast).filed()
        step = get(number).milestones.get()
        assert (step.date, step.what) == (datetime.date(2026, 12, 31), "取得明显成效")
        assert get(number).due_on is None

    @pytest.mark.parametrize(
        ("anchor", "due"),
        [("督察反馈", "2026-04-20"), ("省级批复", "2026-06-02"), ("方案备案", "2026-06-02")],
    )
    def test_a_term_becomes_a_day_once_its_anchor_has_happened(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any, anchor: str, due: str
    ) -> None:
        term = DeadlineInput(f"自{anchor}之日起3个月内", "conditional", rule=RuleInput(anchor, 3, "month"))
        number = file_plan(item(charges=CHARGES, deadline=term)).findings[0].number
        Inspection.objects.update(feedback_date="2026-01-20")
        Road(number, cast).filed()
        first, last = get(number).deadlines.all()
        assert (first.date, str(last.date), last.raw) == (None, due, first.raw)

    def test_a_term_that_runs_from_the_publication_becomes_a_day_when_the_work_begins(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any
    ) -> None:
        term = DeadlineInput("公开后3个月内", "conditional", rule=RuleInput("方案公开", 3, "month"))
        number = file_plan(item(charges=CHARGES, deadline=term)).findings[0].number
        Road(number, cast).filed()
        assert get(number).due_on is None
        publish(cast)
        act("start_work", number, cast.clerk)
        assert (str(get(number).due_on), get(number).deadlines.count()) == ("2026-06-02", 2)
        assert "时限自方案公开起算，至2026-06-02" in told(number)[-1]

    def test_a_term_whose_anchor_is_still_to_come_stays_a_term(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, clock: Any
    ) -> None:
        term = DeadlineInput("项目竣工后3个月内", "conditional", rule=RuleInput("项目竣工", 3, "month"))
        found = self.filed(item, file_plan, cast, deadline=term)
        assert (found.deadlines.count(), found.due_on) == (1, None)


@pytest.fixture
def counties(cast: Cast) -> Body:
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    for name in ("鹿鸣县", "石溪区"):
        body = Body.objects.get_or_create(name=name, defaults={"kind": BodyKind.PLACE})[0]
        GroupMember.objects.create(group=group, body=body, since="2020-01-01")
    return group


@pytest.mark.django_db
class TestGroups:
    @pytest.fixture
    def number(self, item: ItemMaker, file_plan: Filer, counties: Body) -> str:
        return file_plan(item(charges=named("main", "各县市区"))).findings[0].number

    def liaison(self, name: str) -> Person:
        person = Person.objects.create_user(f"of-{name}", display_name="石安")
        Membership.objects.create(person=person, body=Body.objects.get(name=name), role=Role.LIAISON)
        return person

    def test_members_are_charged_and_see_it_from_filing_on(self, number: str, cast: Cast) -> None:
        shixi = self.liaison("石溪区")
        Road(number, cast).ready()
        assert not Finding.objects.visible_to(shixi).exists()
        act("file_plan", number, cast.clerk)
        rows = get(number).charges.filter(via__printed="各县市区")
        assert {(row.printed, row.role) for row in rows} == {("鹿鸣县", "main"), ("石溪区", "main")}
        assert Finding.objects.visible_to(shixi).exists()
        assert not Finding.objects.visible_to(cast.tangxi).exists()
        assert "群体落实为鹿鸣县、石溪区" in told(number)[-1]
        frozen = get(number).filings.get().frozen["charges"]
        assert {each["name"] for each in frozen if each.get("via") == "各县市区"} == {"鹿鸣县", "石溪区"}

    def test_whoever_leaves_the_group_later_stays_charged(self, number: str, cast: Cast) -> None:
        Road(number, cast).filed()
        GroupMember.objects.filter(body__name="石溪区").update(until="2020-02-01")
        assert get(number).charges.filter(printed="石溪区", until=None).exists()

    def test_a_member_who_supervises_is_left_out_and_told(
        self, number: str, cast: Cast, counties: Body
    ) -> None:
        bureau = Body.objects.get(name="市生态环境局")
        GroupMember.objects.create(group=counties, body=bureau, since="2020-01-01")
        Road(number, cast).filed()
        assert not get(number).charges.filter(role="main", body=bureau).exists()
        assert "市生态环境局负责监管或验收，不列为责任成员" in told(number)[-1]
        with pytest.raises(Refused, match="不能同时列为责任成员"):
            act("join_group", number, cast.clerk, member="市生态环境局", reason="补列")

    def test_a_group_without_members_stops_the_filing(self, number: str, cast: Cast) -> None:
        Road(number, cast).ready()
        GroupMember.objects.all().delete()
        with pytest.raises(GateShut, match="“各县市区”没有成员"):
            act("file_plan", number, cast.clerk)

    def test_a_later_member_joins_by_a_step(self, number: str, cast: Cast, counties: Body) -> None:
        Road(number, cast).filed()
        with pytest.raises(Refused, match="“棠溪县”不是“各县市区”现在的成员"):
            act("join_group", number, cast.clerk, member="棠溪县", reason="区划调整")
        tangxi = Body.objects.get(name="棠溪县")
        GroupMember.objects.create(group=counties, body=tangxi, since="2020-01-01")
        with pytest.raises(Unseen):
            act("join_group", number, cast.tangxi, member="棠溪县", reason="区划调整")
        act("join_group", number, cast.clerk, member="棠溪县", reason="区划调整")
        assert told(number)[-1] == "棠溪县补列为“各县市区”的责任成员；理由：区划调整。"
        assert Finding.objects.visible_to(cast.tangxi).exists()
        with pytest.raises(Refused, match="已经在该问题的责任单位之列"):
            act("join_group", number, cast.clerk, member="棠溪县", reason="区划调整")
        with pytest.raises(Refused, match="请指明补列到哪个群体"):
            act("join_group", number, cast.clerk, group="有关部门", member="棠溪县", reason="区划调整")
        with pytest.raises(NotAllowed):
            act("join_group", number, cast.luming, member="棠溪县", reason="区划调整")


@pytest.mark.django_db
class TestCoordination:
    def test_units_that_share_a_problem_keep_a_log(self, number: str, cast: Cast) -> None:
        act("coordinate", number, cast.luming, text="管网走向", outcome="由市水务局牵头", unit="鹿鸣县")
        note = CoordinationNote.objects.get()
        assert (note.body and note.body.name, note.by) == ("鹿鸣县", cast.luming)
        assert told(number)[-1].endswith("协调（鹿鸣县）：管网走向；议定：由市水务局牵头。")
        assert get(number).stage == "registered"

    def test_it_says_something_and_not_of_tomorrow(self, number: str, cast: Cast) -> None:
        with pytest.raises(Refused, match="请写明协调事项"):
            act("coordinate", number, cast.luming, text="  ")
        later = datetime.date.today() + datetime.timedelta(days=3)
        with pytest.raises(Refused, match="在今天之后"):
            act("coordinate", number, cast.luming, text="管网走向", happened_on=later)
        for wrong in (cast.leader, cast.reader):
            with pytest.raises(NotAllowed):
                act("coordinate", number, wrong, text="管网走向")
        with pytest.raises(Unseen):
            act("coordinate", number, cast.tangxi, text="管网走向")
        assert not CoordinationNote.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verb", ["assign", "submit_plan", "file_plan", "start_work"])
def test_of_two_who_take_the_same_step_one_is_told_of_the_other(
    item: ItemMaker, file_plan: Filer, cast: Cast, verb: str
) -> None:
    number = file_plan(item(charges=CHARGES)).findings[0].number
    road = Road(number, cast)
    if verb == "assign":
        act("charge", number, cast.clerk, role="person", names=("陆明",))
    else:
        {"submit_plan": road.assigned, "file_plan": road.ready, "start_work": road.filed}[verb]()
        publish(cast)
    given = at_once(lambda: act(verb, number, cast.clerk), lambda: act(verb, number, cast.head))
    assert sorted(type(each).__name__ for each in given) == ["OutOfStep", "Step"], given
    lost = next(each for each in given if isinstance(each, OutOfStep))
    assert "已于" in str(lost)
    assert Step.objects.filter(verb=verb).count() == 1
    assert verify_all().holds


@pytest.mark.django_db(transaction=True)
def test_two_findings_filed_at_once_get_two_receipts(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    one, other = file_plan(item(charges=CHARGES), item(charges=CHARGES, problem="另一个问题。")).findings
    for each in (one, other):
        Road(each.number, cast).submitted()
    decide(cast)
    approve(cast)
    given = at_once(
        lambda: act("file_plan", one.number, cast.clerk), lambda: act("file_plan", other.number, cast.head)
    )
    assert [type(each).__name__ for each in given] == ["Step", "Step"], given
    assert Filing.objects.values("receipt_no").distinct().count() == 2


@pytest.mark.django_db
def test_an_approval_of_an_earlier_version_that_said_the_same_still_holds(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    """A supplement adds other findings; what it carries over unchanged was approved already."""
    from duban.ledger.actions import revise_plan, supplement_plan
    from duban.ledger.inputs import ItemChange, PlanInput

    accepted = file_plan(item(charges=CHARGES))
    number = accepted.findings[0].number
    Road(number, cast).ready()
    plan = get(number).inspection.plans.get()
    supplement_plan(plan, PlanInput(title="补充方案"), [item(problem="另一个问题。")], cast.clerk)
    revised = replace(item(charges=CHARGES), goal="另一个目标。")
    before = PlanApproval.objects.count()
    act("file_plan", number, cast.clerk)
    other = Finding.objects.exclude(number=number).get()
    revise_plan(
        plan, PlanInput(title="修订方案"), [ItemChange("changed", other.plan_item_id, revised)], cast.clerk
    )
    Road(other.number, cast).submitted()
    with pytest.raises(GateShut) as shut:
        act("file_plan", other.number, cast.clerk)
    assert [gap.what for gap in shut.value.gaps] == ["decision", "approval"]
    assert PlanApproval.objects.count() == before
