"""What the office does with whole plans, inspections and meetings, and what the findings gain by it."""

from __future__ import annotations

import datetime
import uuid
from dataclasses import fields
from typing import Any

import pytest
from django.utils import timezone

from duban.files.models import Document
from duban.journal import queries as journal
from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.journal.verification import verify_all
from duban.ledger.errors import GateShut, Refused, Unseen
from duban.ledger.models import (
    AgendaItem,
    ClassDeadline,
    Inspection,
    Meeting,
    Plan,
    PlanApproval,
    PlanPublication,
    PlanScope,
    PlanVersion,
)
from duban.ledger.plans import PLAN_VERBS, take
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, known, told

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 3, 2)


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    known("省整改办", "省人民政府")
    accepted = file_plan(item(charges=CHARGES), item(charges=CHARGES, problem="另一个问题。"))
    return [each.number for each in accepted.findings]


def do(verb: str, subject: Any, actor: Any, **said: Any) -> Any:
    return take(verb, getattr(subject, "pk", 0), PLAN_VERBS[verb].inputs(**said), actor)


def version() -> PlanVersion:
    return PlanVersion.objects.latest("pk")


def record(kind: str, pk: int) -> list[str]:
    return [tell(entry) for entry in journal.stream(kind, pk)]


def meeting(cast: Cast, **said: Any) -> Meeting:
    usual = {"kind": "executive", "name": "市政府第8次常务会议", "held_on": DAY}
    return do("hold_meeting", None, cast.clerk, **{**usual, **said})  # type: ignore[no-any-return]


def test_meeting_letter_and_publication_open_the_gates(numbers: list[str], cast: Cast) -> None:
    for number in numbers:
        Road(number, cast).submitted()
    held = meeting(cast)
    do("put_on_agenda", held, cast.clerk, title="审议整改方案", version=version().pk, decision="原则通过。")
    do("approve_plan", version(), cast.clerk, body="省整改办", letter_no="整改〔2026〕7号", approved_on=DAY)
    do("publish_plan", version(), cast.clerk, channel="市政府网站", published_on=DAY)
    for number in numbers:
        act("file_plan", number, cast.clerk)
        act("start_work", number, cast.clerk)
        assert get(number).stage == "in_progress"
    lines = record("plan", version().plan_id)
    assert "市政府第8次常务会议（2026-03-02）议定“审议整改方案”：原则通过。" in lines
    assert "省整改办于2026-03-02批复《澜州市整改方案》（第1版）（整改〔2026〕7号）。" in lines
    assert "《澜州市整改方案》（第1版）于2026-03-02在市政府网站公开。" in lines
    assert verify_all().holds


def test_late_publication_is_told(numbers: list[str], cast: Cast) -> None:
    do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY)
    later = DAY + datetime.timedelta(days=60)
    do("publish_plan", version(), cast.clerk, channel="市政府网站", published_on=later)
    assert "，超过应公开日期2026-03-30。" in record("plan", version().plan_id)[-1]


def test_the_same_meeting_is_entered_once(cast: Cast) -> None:
    first = meeting(cast)
    with pytest.raises(Refused, match="已经登记过，没有重复登记"):
        meeting(cast)
    meeting(cast, held_on=DAY + datetime.timedelta(days=7))
    assert Meeting.objects.filter(name=first.name).count() == 2


def test_the_same_letter_is_entered_once(numbers: list[str], cast: Cast) -> None:
    said = {"body": "省整改办", "letter_no": "整改〔2026〕7号", "approved_on": DAY}
    do("approve_plan", version(), cast.clerk, **said)
    with pytest.raises(Refused, match="已经登记过"):
        do("approve_plan", version(), cast.head, **said)
    assert PlanApproval.objects.count() == 1


def test_nothing_happened_tomorrow(numbers: list[str], cast: Cast) -> None:
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Refused, match="不能晚于今天"):
        do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=tomorrow)
    with pytest.raises(Refused, match="不能晚于今天"):
        do("publish_plan", version(), cast.clerk, channel="市政府网站", published_on=tomorrow)
    held = meeting(cast, held_on=tomorrow)
    with pytest.raises(Refused, match="召开之后才能登记议定事项"):
        do("put_on_agenda", held, cast.clerk, title="审议整改方案", decision="原则通过。")
    assert not AgendaItem.objects.exists()


def test_a_decision_stands_in_the_record_of_each_finding_and_is_put_right_with_a_reason(
    numbers: list[str], cast: Cast
) -> None:
    held = meeting(cast, kind="joint", name="大气污染防治联席会议")
    item = do("put_on_agenda", held, cast.clerk, title="扬尘治理", findings=(f"{numbers[0]}、{numbers[1]}",))
    assert [row.number for row in item.findings.order_by("pk")] == numbers
    do("decide", item, cast.clerk, decision="三月底前完成。")
    assert told(numbers[0])[-1] == "大气污染防治联席会议（2026-03-02）议定“扬尘治理”：三月底前完成。"
    with pytest.raises(Refused, match="请写明更正说明"):
        do("decide", item, cast.clerk, decision="四月底前完成。")
    do("decide", item, cast.head, decision="四月底前完成。", reason="纪要笔误")
    assert told(numbers[1])[-1].endswith("：四月底前完成；更正前为“三月底前完成。”，更正说明：纪要笔误。")


def test_a_special_plan_covers_chosen_findings_from_day_to_day(numbers: list[str], cast: Cast) -> None:
    one, other = numbers
    plan = do(
        "begin_special_plan", Inspection.objects.get(), cast.clerk, kind="campaign",
        title="扬尘治理专项行动", leader="程砚秋", findings=(one,), since=DAY,
    )  # fmt: skip
    assert told(one)[-1] == "自2026-03-02起列入专项行动《扬尘治理专项行动》。"
    do("cover_findings", plan, cast.clerk, findings=(other,), since=DAY)
    with pytest.raises(Refused, match=f"{other}已经列入"):
        do("cover_findings", plan, cast.clerk, findings=(other,))
    with pytest.raises(Refused, match="早于列入日期"):
        do(
            "uncover_findings",
            plan,
            cast.clerk,
            findings=(one,),
            reason="已完成",
            until=datetime.date(2026, 1, 1),
        )
    do("uncover_findings", plan, cast.clerk, findings=(one,), reason="已完成")
    with pytest.raises(Refused, match="没有列入这份方案"):
        do("uncover_findings", plan, cast.clerk, findings=(one,), reason="已完成")
    assert PlanScope.objects.filter(plan=plan, until=None).get().finding.number == other
    assert PlanScope.objects.filter(plan=plan).count() == 2
    assert "不再列入《扬尘治理专项行动》：已完成。" in told(one)[-1]


def test_only_special_plans_take_findings_in_and_out(numbers: list[str], cast: Cast) -> None:
    master = Plan.objects.get()
    with pytest.raises(Refused, match="只有专项方案和专项行动"):
        do("cover_findings", master, cast.clerk, findings=(numbers[0],))
    with pytest.raises(Refused, match="没有编号为2020-0001的问题"):
        do("begin_special_plan", Inspection.objects.get(), cast.clerk, title="专项", findings=("2020-0001",))
    with pytest.raises(Refused, match="至少填写一个"):
        do("begin_special_plan", Inspection.objects.get(), cast.clerk, title="专项", findings=("",))
    assert Plan.objects.count() == 1


def test_a_date_for_a_whole_class(numbers: list[str], cast: Cast) -> None:
    seat = Inspection.objects.get()
    do("set_class_deadline", seat, cast.clerk, kind="immediate", date=DAY, words="确保销号")
    assert record("inspection", seat.pk)[-1] == "规定“立行立改”类问题的统一时限为2026-03-02（确保销号）。"
    with pytest.raises(Refused, match="请选择时限类别"):
        do("set_class_deadline", seat, cast.clerk, kind="soon", date=DAY)
    with pytest.raises(Refused, match="核对年份"):
        do("set_class_deadline", seat, cast.clerk, kind="immediate", date=datetime.date(26, 3, 2))
    assert ClassDeadline.objects.count() == 1


def test_an_approval_entered_by_mistake_opens_no_gate_any_more(numbers: list[str], cast: Cast) -> None:
    one = numbers[0]
    Road(one, cast).submitted()
    held = meeting(cast)
    do(
        "put_on_agenda",
        held,
        cast.clerk,
        title="审议",
        version=version().pk,
        decision="通过。",
        findings=(one,),
    )
    wrong = do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY)
    with pytest.raises(Refused, match="请填写撤回理由"):
        do("take_back_approval", wrong, cast.clerk, reason=" ")
    do("take_back_approval", wrong, cast.clerk, reason="批复的是另一份方案")
    with pytest.raises(GateShut, match="没有上级对整改方案的批复"):
        act("file_plan", one, cast.clerk)
    assert PlanApproval.everything.count() == 1
    assert record("plan", version().plan_id)[-1].endswith("（2026-03-02）；理由：批复的是另一份方案。")
    with pytest.raises(Unseen):
        do("take_back_approval", wrong, cast.clerk, reason="再撤一次")
    do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY)
    do("take_back_agenda", AgendaItem.objects.get(), cast.clerk, reason="议题有误")
    assert told(one)[-1] == "撤回市政府第8次常务会议（2026-03-02）的议题“审议”；理由：议题有误。"
    with pytest.raises(GateShut, match="没有会议审定"):
        act("file_plan", one, cast.clerk)
    again = do("put_on_agenda", held, cast.clerk, title="再审议", version=version().pk, decision="通过。")
    assert again.ordinal == 2


def test_letters_and_minutes_are_kept_as_files(numbers: list[str], cast: Cast, document: Document) -> None:
    letter = do(
        "approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY, document=str(document.uuid)
    )
    held = meeting(cast)
    do("keep_minutes", held, cast.clerk, minutes_no="〔2026〕8号", document=str(document.uuid))
    held.refresh_from_db()
    assert (letter.document, held.minutes, held.minutes_no) == (document, document, "〔2026〕8号")
    do("keep_minutes", held, cast.head, minutes_no="〔2026〕9号")
    assert record("meeting", held.pk)[-2:] == [
        "登记纪要〔2026〕8号，文件《整改方案.txt》。",
        "登记纪要〔2026〕9号，原登记为〔2026〕8号。",
    ]
    with pytest.raises(Refused, match="请填写纪要文号"):
        do("keep_minutes", held, cast.clerk)
    for wrong in (str(uuid.uuid4()), "没有"):
        with pytest.raises(Refused, match="不在文件库中"):
            do("keep_minutes", held, cast.clerk, document=wrong)


def said_for(verb: str, numbers: list[str]) -> dict[str, Any]:
    return {
        "approve_plan": {"body": "省整改办", "approved_on": DAY},
        "publish_plan": {"channel": "市政府网站", "published_on": DAY},
        "set_class_deadline": {"kind": "immediate", "date": DAY},
        "record_plan_event": {"name": "停产", "happened_on": DAY},
        "begin_special_plan": {"title": "专项行动", "findings": tuple(numbers)},
        "cover_findings": {"findings": tuple(numbers)},
        "uncover_findings": {"findings": tuple(numbers), "reason": "已完成"},
        "hold_meeting": {"kind": "joint", "name": "联席会议", "held_on": DAY},
        "put_on_agenda": {"title": "议题"},
        "decide": {"decision": "同意。"},
        "keep_minutes": {"minutes_no": "〔2026〕8号"},
    }.get(verb, {"reason": "登记有误"})


@pytest.mark.parametrize("verb", sorted(PLAN_VERBS))
def test_all_of_this_is_the_offices_and_to_others_it_is_not_there(
    numbers: list[str], cast: Cast, verb: str
) -> None:
    held = meeting(cast)
    special = do(
        "begin_special_plan", Inspection.objects.get(), cast.clerk, title="专项", findings=(numbers[0],)
    )
    item = do("put_on_agenda", held, cast.clerk, title="议题")
    letter = do("approve_plan", version(), cast.clerk, body="省人民政府", approved_on=DAY)
    place = do("publish_plan", version(), cast.clerk, channel="市政府公报", published_on=DAY)
    dated = do("set_class_deadline", Inspection.objects.get(), cast.clerk, kind="immediate", date=DAY)
    event = do("record_plan_event", version().plan, cast.clerk, name="约谈", happened_on=DAY)
    subjects = {
        "event": event, "approval": letter, "publication": place, "class_deadline": dated,
        "house": None, "inspection": Inspection.objects.get(), "plan": special, "version": version(),
        "meeting": held, "agenda": item,
    }  # fmt: skip
    subject = subjects[PLAN_VERBS[verb].subject]
    before = Entry.objects.count(), PlanPublication.objects.count()
    for wrong in (cast.luming, cast.tangxi, cast.leader, cast.reader, cast.admin, cast.outsider):
        with pytest.raises(Unseen):
            do(verb, subject, wrong, **said_for(verb, numbers))
    assert (Entry.objects.count(), PlanPublication.objects.count()) == before
    if subject is not None:
        with pytest.raises(Unseen):
            take(verb, 10**9, PLAN_VERBS[verb].inputs(**said_for(verb, numbers)), cast.clerk)


def test_every_verb_says_what_it_asks_for() -> None:
    for verb in PLAN_VERBS.values():
        assert all(each.metadata.get("label") for each in fields(verb.inputs)), verb.name


def test_nothing_comes_before_what_it_answers(numbers: list[str], cast: Cast) -> None:
    seat, early = Inspection.objects.get(), datetime.date(2026, 1, 8)
    Inspection.objects.update(feedback_date=datetime.date(2026, 2, 3))
    held = meeting(cast, held_on=early)
    for verb, subject, said in (
        ("approve_plan", version(), {"body": "省整改办", "approved_on": early}),
        ("publish_plan", version(), {"channel": "市政府网站", "published_on": early}),
        ("set_class_deadline", seat, {"kind": "immediate", "date": early}),
        ("begin_special_plan", seat, {"title": "专项", "findings": tuple(numbers), "since": early}),
        ("put_on_agenda", held, {"title": "审议", "version": version().pk}),
    ):
        with pytest.raises(Refused, match="早于该督察的反馈日期2026-02-03"):
            do(verb, subject, cast.clerk, **said)
    with pytest.raises(Refused, match="各有自己的完成时限"):
        do("set_class_deadline", seat, cast.clerk, kind="fixed", date=DAY)
    begun = {"title": "专项", "findings": tuple(numbers), "since": datetime.date(2099, 1, 1)}
    with pytest.raises(Refused, match="还没有到"):
        do("begin_special_plan", seat, cast.clerk, **begun)
    with pytest.raises(Refused, match="核对年份"):
        meeting(cast, held_on=datetime.date(2199, 1, 1))


def test_what_usually_comes_later_is_entered_earlier_with_a_reason_and_once(
    numbers: list[str], cast: Cast
) -> None:
    said = {"channel": "市政府网站", "published_on": DAY}
    do("approve_plan", version(), cast.clerk, body="省整改办", approved_on=DAY + datetime.timedelta(days=9))
    with pytest.raises(Refused, match="公开日期2026-03-02早于批复日期2026-03-11"):
        do("publish_plan", version(), cast.clerk, **said)
    do("publish_plan", version(), cast.clerk, **said, note="先行公开征求意见。")
    assert record("plan", version().plan_id)[-1].endswith("；日期先后说明：先行公开征求意见。")
    with pytest.raises(Refused, match="已登记过在市政府网站公开"):
        do("publish_plan", version(), cast.clerk, **said, note="再登记一次")
    held = meeting(cast, held_on=DAY + datetime.timedelta(days=3))
    do("put_on_agenda", held, cast.clerk, title="审议", version=version().pk, decision="通过。")
    with pytest.raises(Refused, match="早于审定这份方案的市政府第8次常务会议"):
        do("approve_plan", version(), cast.clerk, body="省人民政府", approved_on=DAY)


def test_numbers_are_set_apart_in_any_way(numbers: list[str], cast: Cast) -> None:
    one, other = numbers
    called = meeting(cast)
    for sign in "，,；;、 \n　":
        item = do("put_on_agenda", called, cast.clerk, title="议题", findings=(f"{one}{sign}{other}",))
        assert item.findings.count() == 2
