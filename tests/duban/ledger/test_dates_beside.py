"""When a problem is to be accepted and closed; and named events (约谈) from whose day relative deadlines become days."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger import queries
from duban.ledger.agreeing import disagreements
from duban.ledger.errors import NotAllowed, Refused, Unseen
from duban.ledger.exporting import gathering
from duban.ledger.inputs import DeadlineInput, RuleInput
from duban.ledger.models import AnchorEvent, Finding, Inspection
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.plans import take as take_on_plan
from duban.ledger.progress import progress
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, told

pytestmark = pytest.mark.django_db
DAY = datetime.date
TERM = DeadlineInput("自约谈之日起3个月内", "conditional", rule=RuleInput("约谈之日", 3, "month"))


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item(charges=CHARGES)).findings[0].number


@pytest.fixture
def relative(item: ItemMaker, file_plan: Filer) -> str:
    return file_plan(item(charges=CHARGES, deadline=TERM)).findings[0].number


def rows(number: str, purpose: str) -> list[tuple[Any, str]]:
    return [(row.date, row.source) for row in get(number).deadlines.filter(purpose=purpose)]


class TestAcceptingAndClosing:
    def test_they_are_appended_beside_the_deadline_of_the_work(self, number: str, cast: Cast) -> None:
        Road(number, cast).working()
        before = get(number)
        said: dict[str, Any] = {"purpose": "accept", "reason": "省级要求。", "basis": "整改〔2026〕8号"}
        act("set_deadline", number, cast.clerk, date=DAY(2099, 1, 31), **said)
        act("set_deadline", number, cast.clerk, date=DAY(2099, 2, 28), **said)
        assert rows(number, "accept") == [(DAY(2099, 1, 31), "order"), (DAY(2099, 2, 28), "order")]
        after = get(number)
        assert (after.due_on, after.deadline_kind) == (before.due_on, before.deadline_kind)
        assert progress(after, DAY(2100, 1, 1)).days == progress(before, DAY(2100, 1, 1)).days
        sentence = "规定完成验收的期限：2099-02-28；原为2099-01-31；依据整改〔2026〕8号；理由：省级要求。"
        assert told(number)[-1] == sentence
        with pytest.raises(Refused, match="晚于销号期限"):
            act(
                "set_deadline",
                number,
                cast.clerk,
                purpose="close",
                date=DAY(2099, 1, 1),
                reason="要求。",
            )
        act("withdraw_step", number, cast.clerk, reason="填错。")
        assert rows(number, "accept")[-1] == (DAY(2099, 1, 31), "back")
        assert not list(disagreements())

    def test_a_term_is_counted_by_rule(self, number: str, cast: Cast) -> None:
        Inspection.objects.update(feedback_date="2026-01-20")
        said = {"purpose": "close", "anchor": "督察反馈", "amount": 3, "unit": "month", "reason": "要求。"}
        step = act("set_deadline", number, cast.clerk, **said)
        assert rows(number, "close") == [(DAY(2026, 4, 20), "order")]
        assert step.facts["rule"]["inputs"]["anchor_date"] == "2026-01-20"

    @pytest.mark.parametrize(
        "said",
        [
            {"purpose": "complete", "date": DAY(2099, 1, 1)},
            {"purpose": "accept"},
            {"purpose": "accept", "date": DAY(2099, 1, 1), "amount": 3, "unit": "day", "anchor": "约谈"},
            {"purpose": "accept", "amount": 3, "unit": "day"},
            {"purpose": "accept", "date": DAY(1899, 1, 1)},
        ],
    )
    def test_what_cannot_be_so_changes_nothing(self, number: str, cast: Cast, said: dict[str, Any]) -> None:
        with pytest.raises(Refused, match="没有任何改动"):
            act("set_deadline", number, cast.clerk, reason="要求。", **said)
        assert get(number).deadlines.count() == 1

    def test_only_the_office(self, number: str, cast: Cast) -> None:
        for verb, said in (
            ("set_deadline", {"purpose": "accept", "date": DAY(2099, 1, 1), "reason": "要求。"}),
            ("record_event", {"name": "约谈", "happened_on": DAY(2026, 1, 1)}),
        ):
            with pytest.raises(NotAllowed):
                act(verb, number, cast.luming, **said)
            with pytest.raises(Unseen):
                act(verb, number, cast.tangxi, **said)
        assert get(number).step_count == 0

    def test_the_class_has_one_too_and_it_holds_from_filing_on(self, number: str, cast: Cast) -> None:
        verb = PLAN_VERBS["set_class_deadline"]
        for purpose, day in (("close", DAY(2099, 7, 31)), ("accept", DAY(2099, 6, 30))):
            said = verb.inputs(kind="fixed", purpose=purpose, date=day, words="确保按期。")
            take_on_plan("set_class_deadline", get(number).inspection_id, said, cast.clerk)
        due = get(number).due_on
        Road(number, cast).filed()
        assert (rows(number, "close"), rows(number, "accept")) == (
            [(DAY(2099, 7, 31), "plan")],
            [(DAY(2099, 6, 30), "plan")],
        )
        assert get(number).due_on == due
        assert "于2099-07-31前完成销号" in told(number)[-1]


class TestEvents:
    def test_a_term_becomes_a_day_and_a_wrong_day_is_corrected(self, relative: str, cast: Cast) -> None:
        Road(relative, cast).working()
        assert get(relative).due_on is None
        said = {"name": "约谈", "basis": "约谈〔2026〕2号"}
        step = act("record_event", relative, cast.clerk, happened_on=DAY(2026, 1, 15), **said)
        assert get(relative).due_on == DAY(2026, 4, 15)
        (counted,) = step.facts["dates"]
        assert counted["rule"]["inputs"]["anchor_date"] == "2026-01-15"
        with pytest.raises(Refused, match="请写明更正的理由"):
            act("record_event", relative, cast.clerk, happened_on=DAY(2026, 1, 20), **said)
        act("record_event", relative, cast.clerk, happened_on=DAY(2026, 1, 20), reason="登记有误。", **said)
        assert [date for date, _source in rows(relative, "complete")] == [
            None, DAY(2026, 4, 15), DAY(2026, 4, 20),
        ]  # fmt: skip
        assert "更正起算事项“约谈”的日期，由2026-01-15改为2026-01-20" in told(relative)[-1]
        assert AnchorEvent.everything.count() == 2
        act("withdraw_step", relative, cast.clerk, reason="再核。")
        assert (get(relative).due_on, AnchorEvent.objects.get().happened_on) == (
            DAY(2026, 4, 15),
            DAY(2026, 1, 15),
        )
        act("withdraw_step", relative, cast.clerk, reason="并未约谈。")
        assert (get(relative).due_on, AnchorEvent.objects.count()) == (None, 0)
        assert get(relative).deadlines.last().rule_anchor == "约谈之日"  # type: ignore[union-attr]
        assert not list(disagreements())

    def test_it_is_kept_for_the_filing_and_never_taken_for_another(self, relative: str, cast: Cast) -> None:
        act("record_event", relative, cast.clerk, name="约谈通知", happened_on=DAY(2026, 1, 15))
        assert get(relative).due_on is None
        assert "没有据此推算的时限" in told(relative)[-1]
        Road(relative, cast).filed()
        assert get(relative).due_on is None

    @pytest.mark.parametrize("name", ["督察反馈", "方案印发之日", "交办", ""])
    def test_what_the_ledger_knows_itself_is_not_entered_twice(
        self, relative: str, cast: Cast, name: str
    ) -> None:
        with pytest.raises(Refused, match="没有任何改动"):
            act("record_event", relative, cast.clerk, name=name, happened_on=DAY(2026, 1, 15))

    def test_an_approval_of_something_else_is_not_that_of_the_plan(
        self, item: ItemMaker, file_plan: Filer, cast: Cast
    ) -> None:
        term = DeadlineInput("环评批复后3个月内", "conditional", rule=RuleInput("环评批复", 3, "month"))
        number = file_plan(item(charges=CHARGES, deadline=term)).findings[0].number
        Road(number, cast).filed()
        assert get(number).due_on is None
        act("record_event", number, cast.clerk, name="环评批复", happened_on=DAY(2026, 1, 15))
        assert get(number).due_on == DAY(2026, 4, 15)

    def test_an_extension_that_was_granted_is_not_undone_by_a_correction(
        self, relative: str, cast: Cast
    ) -> None:
        Road(relative, cast).working()
        act("record_event", relative, cast.clerk, name="约谈", happened_on=DAY.today())
        asked = {"deadline": DAY(2099, 9, 30), "assessment": "论证。", "reason": "需要。"}
        act("ask_change", relative, cast.luming, **asked)
        act("approve_change", relative, cast.head, letter_no="整改〔2026〕9号")
        act("record_event", relative, cast.clerk, name="约谈", happened_on=DAY(2026, 1, 20), reason="有误。")
        assert get(relative).due_on == DAY(2099, 9, 30)

    def test_what_a_deadline_counts_from_is_known_again_when_an_extension_is_taken_back(
        self, relative: str, cast: Cast
    ) -> None:
        Road(relative, cast).working()
        act("record_event", relative, cast.clerk, name="约谈", happened_on=DAY.today())
        due = get(relative).due_on
        asked = {"deadline": DAY(2099, 9, 30), "assessment": "论证。", "reason": "需要。"}
        act("ask_change", relative, cast.luming, **asked)
        act("approve_change", relative, cast.head, letter_no="整改〔2026〕9号")
        act("withdraw_step", relative, cast.head, reason="误批。")
        assert get(relative).due_on == due
        act("take_back", relative, cast.luming)
        act("record_event", relative, cast.clerk, name="约谈", happened_on=DAY(2026, 1, 20), reason="有误。")
        assert (get(relative).due_on, get(relative).deadline_kind) == (DAY(2026, 4, 20), "conditional")
        assert not list(disagreements())

    def test_one_of_the_plan_reaches_every_finding_that_counts_from_it(
        self, item: ItemMaker, file_plan: Filer, cast: Cast, client: Client
    ) -> None:
        done = file_plan(item(charges=CHARGES, deadline=TERM), item(charges=CHARGES))
        first, other = (each.number for each in done.findings)
        verb, said = PLAN_VERBS["record_plan_event"], {"name": "约谈", "happened_on": DAY(2026, 1, 15)}
        event = take_on_plan("record_plan_event", done.plan, verb.inputs(**said), cast.clerk)
        assert (get(first).due_on, get(other).due_on) == (DAY(2026, 4, 15), DAY(2026, 6, 30))
        assert (get(first).step_count, get(other).step_count) == (1, 0)
        with pytest.raises(Refused, match="登记在方案《澜州市整改方案》上"):
            act("withdraw_step", first, cast.clerk, reason="误登。")
        said |= {"happened_on": DAY(2026, 1, 20), "reason": "有误。"}
        event = take_on_plan("record_plan_event", done.plan, verb.inputs(**said), cast.clerk)
        assert get(first).due_on == DAY(2026, 4, 20)
        client.force_login(cast.clerk)
        page = client.get(reverse("ledger:plans", args=[get(first).inspection_id])).content.decode()
        assert "约谈</dt><dd>2026-01-20" in page
        address = reverse("ledger:take_verb", args=["take_back_event", event.pk])
        assert client.post(address, {"reason": "并未约谈。"}).status_code == 302
        assert get(first).due_on is None
        told_of_plan = [tell(entry) for entry in journal.stream("plan", done.plan)]
        assert told_of_plan[-2:] == [
            f"更正起算事项“约谈”的日期，由2026-01-15改为2026-01-20，据此推算{first}的时限；理由：有误。",
            "撤回起算事项“约谈”（2026-01-20）；理由：并未约谈。",
        ]
        assert not list(disagreements())


def test_the_page_of_a_finding_shows_them_beside(relative: str, cast: Cast, client: Client) -> None:
    Road(relative, cast).working()
    client.force_login(cast.clerk)
    address = reverse("ledger:finding", args=[relative])
    page = client.get(address).content.decode()
    assert "起算日期还没有登记" in page
    assert "方案备案后，责任单位只随修订方案调整" in page
    step = reverse("ledger:step", args=[relative, "record_event"])
    assert 'value="约谈"' in client.get(step).content.decode()
    client.post(step, {"name": "约谈", "happened_on": "2026-01-15", "seen": get(relative).step_count})
    said = {"purpose": "accept", "date": "2026-05-31", "source": "order", "basis": "整改〔2026〕8号"}
    address_of_step = reverse("ledger:step", args=[relative, "set_deadline"])
    client.post(address_of_step, {**said, "reason": "要求。", "seen": get(relative).step_count})
    page = client.get(address).content.decode()
    for words in ("（该日为 2026-01-15）", "2026-04-15", "完成验收", "2026-05-31", "整改〔2026〕8号"):
        assert words in page
    client.force_login(cast.luming)
    assert client.get(address_of_step).status_code == 404
    assert "2026-05-31" in client.get(address).content.decode()


def test_lists_and_a_table_read_again_go_by_the_deadline_of_the_work(number: str, cast: Cast) -> None:
    before = [rows(number, "complete"), due_in_lists(number)]
    said: dict[str, Any] = {"purpose": "accept", "date": DAY(2099, 1, 31), "reason": "要求。"}
    act("set_deadline", number, cast.clerk, **said)
    assert [rows(number, "complete"), due_in_lists(number)] == before


def due_in_lists(number: str) -> list[Any]:
    (printed,) = gathering.gathered([get(number).pk])
    shown = queries.with_everything(Finding.objects.filter(number=number))[0]
    return [[each.raw for each in printed.deadlines], [row.raw for row in shown.deadlines.all()]]


def test_a_term_from_the_filing_counts_from_the_day_of_the_filing(number: str, cast: Cast) -> None:
    """Not from the day on which somebody says so, and from none while there is no filing."""
    said = {"purpose": "close", "anchor": "方案备案", "amount": 9, "unit": "day", "reason": "要求。"}
    with time_machine.travel(datetime.datetime(2099, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        act("set_deadline", number, cast.clerk, **said)
        assert rows(number, "close") == [(None, "order")]
    with time_machine.travel(datetime.datetime(2099, 3, 4, 2, tzinfo=datetime.UTC), tick=False):
        Road(number, cast).filed()
        assert rows(number, "close")[-1] == (DAY(2099, 3, 13), "order")
    with time_machine.travel(datetime.datetime(2099, 4, 1, 2, tzinfo=datetime.UTC), tick=False):
        act("set_deadline", number, cast.clerk, **{**said, "purpose": "accept", "amount": 5})
        assert rows(number, "accept") == [(DAY(2099, 3, 9), "order")]


def test_a_finding_with_a_day_of_its_own_goes_by_that_and_says_why(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    done = file_plan(item(charges=CHARGES, deadline=TERM), item(charges=CHARGES, deadline=TERM))
    first, other = (each.number for each in done.findings)
    said = PLAN_VERBS["record_plan_event"].inputs(name="约谈", happened_on=DAY(2026, 1, 15))
    take_on_plan("record_plan_event", done.plan, said, cast.clerk)
    own = {"name": "约谈", "happened_on": DAY(2026, 1, 20)}
    with pytest.raises(Refused, match=r"方案已登记“约谈”的日期2026-01-15，本问题据此推算；.*请写明理由"):
        act("record_event", first, cast.clerk, **own)
    with pytest.raises(Refused, match="依据不超过300字"):
        act("record_event", first, cast.clerk, **own, basis="文" * 301, reason="本县另行约谈。")
    act("record_event", first, cast.clerk, **own, reason="本县另行约谈。")
    assert (get(first).due_on, get(other).due_on) == (DAY(2026, 4, 20), DAY(2026, 4, 15))
    act("withdraw_step", first, cast.clerk, reason="并未另行约谈。")
    assert get(first).due_on == DAY(2026, 4, 15)
    assert not list(disagreements())
