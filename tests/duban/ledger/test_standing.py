"""Leaving the count and coming back: with a reason, by two people, nothing deleted."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duban.ledger.actions import revise_plan
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.inputs import ChargeInput, ItemChange, PlanInput
from duban.ledger.leaving import resolved
from duban.ledger.models import Charge, Finding, Inspection, Plan, Request, StandingChange, Step
from duban.organizations.models import Body, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.walking import do, finding, rule_says, to_work, told

pytestmark = pytest.mark.django_db

UNTIL = datetime.date(2026, 5, 1)


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with on(datetime.date(2026, 3, 2)):
        yield


def on(day: datetime.date) -> time_machine.travel:
    return time_machine.travel(datetime.datetime.combine(day, datetime.time(10), datetime.UTC), tick=False)


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    """Three registered problems of the same county; the fourth is another's."""
    other = (ChargeInput("main", "棠溪县"),)
    made = file_plan(item(), item(printed_no="（二）"), item(printed_no="（三）"), item(charges=other))
    return [each.number for each in made.findings]


def ask(number: str, cast: Cast, kind: str, **said: object) -> Step:
    return do("ask_standing", number, cast.clerk, **{"kind": kind, "reason": "与实际不符。", **said})


def approve(number: str, cast: Cast, **said: object) -> Step:
    return do("approve_standing", number, cast.head, **said)


def test_a_finding_is_withdrawn_and_nothing_is_deleted(numbers: list[str], cast: Cast) -> None:
    number = numbers[0]
    before = finding(number).measures.count()
    ask(number, cast, "withdraw")
    assert finding(number).standing == "active"
    approve(number, cast, decision="同意撤销。")
    row = finding(number)
    assert (row.standing, row.standing_reason, row.measures.count()) == ("withdrawn", "与实际不符。", before)
    change = StandingChange.objects.get()
    assert (change.before, change.after, change.request) == ("active", "withdrawn", Request.objects.get())
    assert told(number)[-1] == "批准方静的申请：撤销问题。记录保留。"
    with pytest.raises(OutOfStep, match="已撤销"):
        do("assign", number, cast.clerk)


def test_a_withdrawn_finding_comes_back(numbers: list[str], cast: Cast) -> None:
    ask(numbers[0], cast, "withdraw")
    approve(numbers[0], cast)
    with pytest.raises(Refused, match="只能申请恢复"):
        ask(numbers[0], cast, "suspend", until=UNTIL)
    ask(numbers[0], cast, "resume")
    approve(numbers[0], cast)
    assert (finding(numbers[0]).standing, finding(numbers[0]).standing_reason) == ("active", "")
    assert StandingChange.objects.count() == 2


def test_a_chain_of_mergers_leads_to_where_the_problem_lives(numbers: list[str], cast: Cast) -> None:
    first, second, third, _other = numbers
    ask(first, cast, "merge", into=second.translate(str.maketrans("0123456789-", "０１２３４５６７８９－")))
    approve(first, cast)
    ask(second, cast, "merge", into=third)
    approve(second, cast)
    assert resolved(finding(first)).number == third
    with pytest.raises(Refused, match="并入它自己"):
        ask(third, cast, "merge", into=first)
    with pytest.raises(Refused, match="并入它自己"):
        ask(third, cast, "merge", into=third)


def test_into_what_was_merged_meanwhile_means_into_where_that_went(numbers: list[str], cast: Cast) -> None:
    first, second, third, _other = numbers
    ask(first, cast, "merge", into=second)
    ask(second, cast, "merge", into=third)
    approve(second, cast)
    approve(first, cast)
    assert resolved(finding(first)).number == third
    assert StandingChange.objects.get(finding__number=first).into == finding(third)


def test_of_two_that_merge_into_each_other_the_second_is_told(numbers: list[str], cast: Cast) -> None:
    first, second, *_others = numbers
    ask(first, cast, "merge", into=second)
    ask(second, cast, "merge", into=first)
    approve(first, cast)
    with pytest.raises(Refused, match="已经并入它的问题"):
        approve(second, cast)
    assert finding(second).standing == "active"


def test_nothing_is_merged_into_what_one_may_not_see(numbers: list[str], cast: Cast) -> None:
    with pytest.raises(Refused) as hidden:
        do("ask_standing", numbers[0], cast.luming, kind="merge", into=numbers[3], reason="重复。")
    with pytest.raises(Refused) as absent:
        do("ask_standing", numbers[0], cast.luming, kind="merge", into="2026-9999", reason="重复。")
    assert str(hidden.value).replace(numbers[3], "") == str(absent.value).replace("2026-9999", "")


def test_a_transfer_ends_the_old_charges_and_begins_new_ones(numbers: list[str], cast: Cast) -> None:
    number = numbers[0]
    ask(number, cast, "transfer", to_body="棠溪县")
    approve(number, cast)
    charges = finding(number).charges.filter(role="main")
    assert {(row.printed, row.until is None) for row in charges} == {("鹿鸣县", False), ("棠溪县", True)}
    assert finding(number).standing == "active"
    assert Finding.objects.visible_to(cast.tangxi).filter(number=number).exists()
    assert not Finding.objects.visible_to(cast.luming).filter(number=number).exists()
    assert "移交棠溪县办理" in told(number)[-1]
    assert "棠溪县" in finding(number).search_text


def test_who_watches_over_the_work_or_accepts_it_does_not_take_it_over(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    number = to_work(file_plan(item()).findings[0].number, cast)
    for name, role in (("市住房和城乡建设局", "验收责任单位"), ("市生态环境局", "监管责任单位")):
        with pytest.raises(Refused, match=f"“{name}”是该问题的{role}，不能同时承担主体责任.*修订方案"):
            ask(number, cast, "transfer", to_body=name)
    Body.objects.create(name="棠溪县水务局")
    ask(number, cast, "transfer", to_body="棠溪县水务局")
    watching = finding(number).charges.get(role="supervising")
    watching.body = Body.objects.get(name="棠溪县水务局")
    watching.save()
    with pytest.raises(Refused, match="不能同时承担主体责任"):
        approve(number, cast, letter_no="岚环督函〔2026〕30号")
    assert finding(number).charges.filter(role="main", until=None).get().printed == "鹿鸣县"


def test_a_transfer_out_of_the_ledger_leaves_the_count(numbers: list[str], cast: Cast) -> None:
    Body.objects.create(name="临汀市整改办")
    ask(numbers[0], cast, "transfer", to_body="临汀市整改办", leaves=True)
    approve(numbers[0], cast)
    assert finding(numbers[0]).standing == "transferred"
    assert Charge.objects.filter(finding__number=numbers[0], until__isnull=False).count() == 0


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "transfer", "to_body": "不存在的局"},
        {"kind": "transfer", "to_body": "鹿鸣县"},
        {"kind": "transfer"},
        {"kind": "suspend"},
        {"kind": "suspend", "until": datetime.date(2026, 3, 2)},
        {"kind": "resume"},
        {"kind": "merge"},
        {"kind": "deadline"},
        {"kind": "withdraw", "reason": ""},
    ],
)
def test_what_makes_no_sense_is_refused(numbers: list[str], cast: Cast, said: dict[str, object]) -> None:
    with pytest.raises(Refused):
        ask(numbers[0], cast, **said)  # type: ignore[arg-type]
    assert not Request.objects.exists()


@pytest.mark.parametrize(("rests", "due"), [(False, "2026-06-30"), (True, "2026-07-30")])
def test_whether_the_deadline_rests_is_the_rules_to_say(
    numbers: list[str], cast: Cast, rests: bool, due: str
) -> None:
    rule_says("suspension_rests_deadline", rests)
    ask(numbers[0], cast, "suspend", until=UNTIL)
    approve(numbers[0], cast)
    assert finding(numbers[0]).standing == "suspended"
    with on(datetime.date(2026, 4, 1)):
        ask(numbers[0], cast, "resume")
        approve(numbers[0], cast)
    row = finding(numbers[0])
    assert (row.standing, str(row.due_on)) == ("active", due)
    assert str(row.deadlines.all()[0].date) == "2026-06-30"
    assert row.deadlines.count() == (2 if rests else 1)
    suspension = Request.objects.get(kind="suspend")
    assert suspension.facts["rests"] is rests


def test_what_is_suspended_asks_for_no_change(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    number = to_work(file_plan(item()).findings[0].number, cast)
    ask(number, cast, "suspend", until=UNTIL)
    approve(number, cast)
    with pytest.raises(Refused, match="已中止"):
        do("ask_change", number, cast.luming, kind="goal", goal="新目标。", reason="试。", assessment="试。")


def test_two_people_decide_on_leaving_the_count(numbers: list[str], cast: Cast) -> None:
    do("ask_standing", numbers[0], cast.head, kind="withdraw", reason="重复登记。")
    with pytest.raises(NotAllowed, match="另一位"):
        approve(numbers[0], cast)
    with pytest.raises(NotAllowed, match="整改办负责人"):
        do("approve_standing", numbers[0], cast.clerk)
    assert finding(numbers[0]).standing == "active"


def test_a_refusal_changes_nothing(numbers: list[str], cast: Cast) -> None:
    ask(numbers[0], cast, "withdraw")
    do("refuse_standing", numbers[0], cast.head, reason="问题属实。")
    assert (finding(numbers[0]).standing, Request.objects.get().state) == ("active", "refused")


@pytest.mark.parametrize("verb", ["ask_standing", "approve_standing", "refuse_standing"])
@pytest.mark.parametrize("who", ["tangxi", "admin", "outsider"])
def test_to_the_others_it_does_not_exist(numbers: list[str], cast: Cast, verb: str, who: str) -> None:
    ask(numbers[0], cast, "withdraw")
    with pytest.raises(Unseen):
        do(verb, numbers[0], getattr(cast, who), reason="试试。")


def back(number: str, cast: Cast) -> None:
    do("withdraw_step", number, cast.head, reason="误批。")


def test_a_resumption_that_is_taken_back_leaves_the_finding_where_it_had_gone(
    numbers: list[str], cast: Cast
) -> None:
    number, into = numbers[:2]
    ask(number, cast, "merge", into=into)
    approve(number, cast)
    ask(number, cast, "resume")
    approve(number, cast)
    back(number, cast)
    assert resolved(finding(number)).number == into


def test_the_days_of_rest_count_from_the_first_approval_also_when_a_resumption_was_taken_back(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    rule_says("suspension_rests_deadline", True)
    number = to_work(file_plan(item()).findings[0].number, cast)
    ask(number, cast, "suspend", until=UNTIL)
    approve(number, cast)
    due = finding(number).due_on
    assert due is not None
    with on(datetime.date(2026, 3, 12)):
        ask(number, cast, "resume")
        approve(number, cast)
        back(number, cast)
    assert finding(number).due_on == due
    assert finding(number).standing_changes.last().until == UNTIL  # type: ignore[union-attr]
    with on(datetime.date(2026, 3, 22)):
        approve(number, cast)
    assert finding(number).due_on == due + datetime.timedelta(days=20)


def test_a_rest_of_long_ago_is_not_added_to_what_the_plan_dropped(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    rule_says("suspension_rests_deadline", True)
    accepted = file_plan(item(), item(printed_no="（二）")).findings[0]
    number = to_work(accepted.number, cast)
    ask(number, cast, "suspend", until=UNTIL)
    approve(number, cast)
    with on(datetime.date(2026, 3, 12)):
        ask(number, cast, "resume")
        approve(number, cast)
        due = finding(number).due_on
        gone = ItemChange("gone", accepted.plan_item)
        revise_plan(Plan.objects.get(), PlanInput("修订稿"), [gone], cast.clerk)
    with on(datetime.date(2026, 4, 12)):
        ask(number, cast, "resume")
        approve(number, cast)
    assert (finding(number).due_on, finding(number).standing) == (due, "active")


def test_what_the_plan_dropped_meanwhile_is_not_suspended(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    accepted = file_plan(item(), item(printed_no="（二）")).findings[0]
    ask(accepted.number, cast, "suspend", until=UNTIL)
    gone = ItemChange("gone", accepted.plan_item)
    revise_plan(Plan.objects.get(), PlanInput("修订稿"), [gone], cast.clerk)
    with pytest.raises(Refused, match="已撤销"):
        approve(accepted.number, cast)


def test_where_a_merged_one_lives_on_is_held_with_the_two(numbers: list[str], cast: Cast) -> None:
    first, second, third = numbers[:3]
    ask(first, cast, "merge", into=second)
    ask(second, cast, "merge", into=third)
    approve(second, cast)
    with CaptureQueriesContext(connection) as asked:
        approve(first, cast)
    every = ", ".join(str(finding(number).pk) for number in (first, second, third))
    assert any(f"IN ({every})" in each["sql"] and "ORDER BY" in each["sql"] for each in asked)


def test_a_debt_does_not_vanish_into_what_is_done(numbers: list[str], cast: Cast) -> None:
    first, second, third, others = numbers
    ask(first, cast, "merge", into=third)
    for stage in ("finished_before", "closed"):
        Finding.objects.filter(number__in=[second, third]).update(stage=stage)
        with pytest.raises(Refused, match="整改已经完成，不能再并入"):
            ask(others, cast, "merge", into=second, charges_known=True)
        with pytest.raises(Refused, match="整改已经完成，不能再并入"):
            approve(first, cast)
    assert finding(first).standing == "active"


def test_what_a_merger_loses_is_agreed_to_by_name(
    numbers: list[str], cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    with pytest.raises(GateShut, match=r"没有列鹿鸣县（主体责任单位）.*不再承担责任"):
        ask(numbers[0], cast, "merge", into=numbers[3])
    elsewhere = finding(numbers[3])
    elsewhere.inspection = Inspection.objects.create(name="另一次督察", region=elsewhere.inspection.region)
    elsewhere.save()
    with pytest.raises(GateShut, match="属于另一次督察（另一次督察），请写明跨督察并入的依据"):
        ask(numbers[0], cast, "merge", into=numbers[3], charges_known=True)
    ask(numbers[0], cast, "merge", into=numbers[3], charges_known=True, across="整改〔2026〕5号")
    assert Request.objects.get().proposal["across"] == "整改〔2026〕5号"


def test_a_word_for_many_receives_nothing_unless_it_is_known_whom_it_means(
    item: ItemMaker, file_plan: Filer, cast: Cast, client: Client
) -> None:
    number = to_work(file_plan(item()).findings[0].number, cast)
    group = Body.objects.create(name="各县区", kind="group")
    with pytest.raises(Refused, match="“各县区”是统称"):
        ask(number, cast, "transfer", to_body="各县区")
    with pytest.raises(Refused, match="请填写移交给哪个单位"):
        ask(number, cast, "transfer")
    with pytest.raises(Refused, match="组织名录中没有“棠溪先”"):
        ask(number, cast, "transfer", to_body="棠溪先")
    asked = {
        "kind": "transfer",
        "to_body": "棠溪先",
        "reason": "不属本县。",
        "name-0": "棠溪先",
        "who-0": "new:unit",
    }
    for who, is_asked in ((cast.luming, False), (cast.clerk, True)):
        client.force_login(who)
        text = client.post(f"/ledger/{number}/steps/ask_standing/", {**asked, "who-0": ""}).content.decode()
        assert ("请说明这些名称是谁" in text) is is_asked
    client.force_login(cast.luming)
    client.post(f"/ledger/{number}/steps/ask_standing/", asked)
    assert not Body.objects.filter(name="棠溪先").exists()
    for name in ("棠溪县", "石溪区"):
        member = Body.objects.get_or_create(name=name)[0]
        GroupMember.objects.create(group=group, body=member, since=datetime.date(2026, 1, 1))
    ask(number, cast, "transfer", to_body="各县区")
    approve(number, cast, letter_no="岚环督函〔2026〕30号")
    assert "由鹿鸣县移交各县区办理" in told(number)[-1]
    assert Finding.objects.visible_to(cast.tangxi).filter(number=number).exists()
    do("withdraw_step", number, cast.head, reason="误批。")
    assert not Finding.objects.visible_to(cast.tangxi).filter(number=number).exists()
    assert Finding.objects.visible_to(cast.luming).filter(number=number).exists()


def test_a_rest_has_a_longest_term(numbers: list[str], cast: Cast, client: Client) -> None:
    with pytest.raises(Refused, match="中止最长24个月，最迟至2028年3月2日"):
        ask(numbers[0], cast, "suspend", until=datetime.date(2099, 12, 31))
    client.force_login(cast.clerk)
    form = client.get(f"/ledger/{numbers[0]}/steps/ask_standing/?kind=suspend").content.decode()
    assert "中止最长24个月，最迟至2028年3月2日" in form
    rule_says("suspension_longest_months", 12)
    with pytest.raises(Refused, match="中止最长12个月"):
        ask(numbers[0], cast, "suspend", until=datetime.date(2028, 3, 1))
    ask(numbers[0], cast, "suspend", until=datetime.date(2027, 3, 2))
