"""A close-out notice or a report meets the findings that the ledger has already."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from duban.intake import likeness
from duban.intake.actions import NotPossible, accepting, attaching, editing, receiving
from duban.intake.actions.accepting import Asked
from duban.intake.meeting import Meeting, kind_of
from duban.intake.models import DraftItem, IntakeSet
from duban.intake.presenting import SetView
from duban.intake.reading import Outcome
from duban.journal import queries as journal
from duban.ledger.inputs import InspectionInput, PlanInput
from duban.ledger.models import Finding, Mention, Plan
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker

INSPECTION = InspectionInput(name="2025年省级例行督察", type="routine", level="provincial")
NOTICE = """关于省级督察反馈问题（第一项）整改完成情况的公示
第一项：鹿鸣县沿河排口直排。
该问题已完成整改，达到销号条件。
"""
REPORT = """澜州市整改进展情况报告
1.关于鹿鸣县沿河排口直排问题。已完成整改。
2.石溪区餐饮油烟扰民。正在整改。
"""


def notice(text: str = NOTICE, problem: str = "鹿鸣县沿河排口直排。") -> Outcome:
    found = plans.item(
        "第一项", problem, text, status="completed", status_text=plans.quote("已完成整改", text)
    )
    title = plans.quote("关于省级督察反馈问题（第一项）整改完成情况的公示", text)
    return plans.answer(text, [found], kind="notice", title=title, totals=[])


def report() -> Outcome:
    found = [
        plans.item("1.", "关于鹿鸣县沿河排口直排问题。", REPORT, status="completed"),
        plans.item("2.", "石溪区餐饮油烟扰民。", REPORT, status="in_progress"),
    ]
    title = plans.quote("澜州市整改进展情况报告", REPORT)
    return plans.answer(REPORT, found, kind="report", title=title)


@pytest.fixture
def filed(cast: Cast, reviewed: IntakeSet) -> list[Finding]:
    """The plan with its three findings in the ledger."""
    seen = accepting.fingerprint(accepting.candidates(SetView(reviewed), everything=True))
    asked = Asked(uuid.uuid4(), True, seen)
    accepting.accept(cast.clerk, reviewed, asked, INSPECTION, PlanInput(title="澜州市整改方案"))
    return list(Finding.objects.order_by("ordinal"))


@pytest.fixture
def noticed(read_set: SetMaker) -> IntakeSet:
    return read_set(("第一项公示.html", notice()))


def attach(cast: Cast, intake_set: IntakeSet, finding: Finding) -> Any:
    item = intake_set.items.get()
    return attaching.attach(cast.clerk, intake_set, uuid.uuid4(), {item.pk: finding.pk})


class TestLikeness:
    @pytest.mark.parametrize(
        ("printed", "number"),
        [("第十二项", 12), ("（四）", 4), ("序号23", 23), ("３.", 3), ("问题", None), ("", None)],
    )
    def test_numbers_in_any_form_are_one_number(self, printed: str, number: int | None) -> None:
        assert likeness.number_in(printed) == number

    def test_what_is_said_around_a_statement_does_not_count(self) -> None:
        found = likeness.likeness(
            likeness.said("关于“鹿鸣县沿河排口直排”的问题"), likeness.said("鹿鸣县沿河排口直排。")
        )
        assert (found.words, found.sure) == (100.0, True)

    def test_a_notice_may_quote_the_beginning_only(self) -> None:
        whole = "柴油货车污染治理不严，遥感监测设备3台长期停用，尾气检测弄虚作假问题时有发生。"
        assert likeness.likeness(likeness.said(whole[:26]), likeness.said(whole)).sure

    def test_a_number_alone_is_shown_but_not_sure(self) -> None:
        found = likeness.likeness(
            likeness.said("柴油货车污染治理不严。", "第三项"), likeness.said("棠溪县扬尘管控不力", "（三）")
        )
        assert found.worth_showing
        assert not found.sure

    def test_short_statements_are_no_evidence(self) -> None:
        assert not likeness.likeness(likeness.said("扬尘"), likeness.said("扬尘")).worth_showing


@pytest.mark.parametrize(
    ("kind", "title", "expected"),
    [
        ("notice", "第一项整改任务整改结果公示", "close_out"),
        ("notice", "督办通知〔2026〕8号", None),
        ("report", "关于整改进展情况的报告", "progress"),
        ("report", "整改销号情况", "close_out"),
        ("plan", "整改方案的公示", None),
        ("petitions", "边督边改公开情况", None),
        ("unknown", "材料", None),
    ],
)
def test_what_comes_after_the_plan(read_set: SetMaker, kind: str, title: str, expected: str | None) -> None:
    made = read_set(("文件.txt", plans.answer(kind=kind, title={"text": title, "span": [0, 4]})))
    assert kind_of(SetView(made)) == expected


def test_the_finding_is_found_by_number_and_statement(
    cast: Cast, filed: list[Finding], noticed: IntakeSet
) -> None:
    meeting = Meeting(SetView(noticed), cast.clerk)
    assert [row.chosen for row in meeting.rows] == [filed[0].pk]
    assert meeting.met == filed[0].inspection


def test_two_rows_never_claim_one_finding(cast: Cast, filed: list[Finding], read_set: SetMaker) -> None:
    text = NOTICE + "再述：鹿鸣县沿河排口直排，雨天加重。\n"
    found = [
        plans.item("第一项", "鹿鸣县沿河排口直排，雨天加重。", text),
        plans.item("第一项", "鹿鸣县沿河排口直排。", text),
    ]
    made = read_set(("公示.txt", plans.answer(text, found, kind="notice")))
    assert [row.chosen for row in Meeting(SetView(made), cast.clerk).rows] == [None, filed[0].pk]


class TestAttaching:
    def test_the_finding_has_the_document_and_stays_where_it_is(
        self, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        stage = filed[0].stage
        part = attach(cast, noticed, filed[0])
        mention = Mention.objects.get()
        assert part.result["attached"] == [filed[0].number]
        assert (mention.finding, mention.kind, mention.status) == (filed[0], "close_out", "completed")
        assert mention.document.text[mention.start : mention.end] == mention.quote == "鹿鸣县沿河排口直排。"
        assert mention.title == "关于省级督察反馈问题（第一项）整改完成情况的公示"
        assert Finding.objects.get(pk=filed[0].pk).stage == stage
        assert (Finding.objects.count(), Plan.objects.count()) == (3, 1)
        assert journal.stream("finding", filed[0].pk).filter(verb="finding.mentioned").count() == 1
        noticed.refresh_from_db()
        assert noticed.inspection == filed[0].inspection

    def test_asked_twice_it_happens_once(self, cast: Cast, filed: list[Finding], noticed: IntakeSet) -> None:
        token, item = uuid.uuid4(), noticed.items.get()
        first = attaching.attach(cast.clerk, noticed, token, {item.pk: filed[0].pk})
        assert attaching.attach(cast.clerk, noticed, token, {item.pk: filed[0].pk}) == first
        with pytest.raises(NotPossible, match="没有附上任何文件"):
            attaching.attach(cast.head, noticed, uuid.uuid4(), {item.pk: filed[1].pk})
        assert Mention.objects.count() == 1

    def test_the_draft_stands_still_until_it_is_taken_back(
        self, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        attach(cast, noticed, filed[0])
        item = noticed.items.get()
        with pytest.raises(NotPossible, match="已经附到台账问题"):
            editing.set_text(cast.clerk, item, item.version, "goal", "太晚")
        with pytest.raises(NotPossible, match="不能撤下"):
            receiving.withdraw(cast.clerk, noticed, "传错了")
        with pytest.raises(NotPossible, match="写明取消的理由"):
            attaching.take_back(cast.clerk, noticed, item, "")
        attaching.take_back(cast.head, noticed, item, "附错了")
        assert Mention.objects.filter(taken_back_at__isnull=True).count() == 0
        attach(cast, noticed, filed[1])
        assert Mention.objects.get(taken_back_at__isnull=True).finding == filed[1]

    def test_what_was_not_attached_is_not_taken_back(self, cast: Cast, noticed: IntakeSet) -> None:
        with pytest.raises(NotPossible, match="没有附到台账问题"):
            attaching.take_back(cast.clerk, noticed, noticed.items.get(), "附错了")

    @pytest.mark.parametrize("name", ["luming", "reader", "leader", "admin", "outsider"])
    def test_others_attach_nothing(
        self, cast: Cast, filed: list[Finding], noticed: IntakeSet, name: str
    ) -> None:
        item = noticed.items.get()
        with pytest.raises(NotPossible, match="只有整改办人员"):
            attaching.attach(getattr(cast, name), noticed, uuid.uuid4(), {item.pk: filed[0].pk})
        with pytest.raises(NotPossible, match="只有整改办人员"):
            attaching.take_back(getattr(cast, name), noticed, item, "不是我的")
        assert not Mention.objects.exists()


class TestThePage:
    def address(self, intake_set: IntakeSet, name: str = "meet") -> str:
        return f"/documents/sets/{intake_set.uuid}/{name}/"

    def send(self, client: Client, intake_set: IntakeSet, **chosen: Any) -> Any:
        data = {name.replace("_", "-"): value for name, value in chosen.items()}
        return client.post(self.address(intake_set), {"token": uuid.uuid4(), **data}, follow=True)

    def test_a_notice_leads_to_its_finding_and_not_to_a_new_plan(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        answer = client.get(self.address(noticed, "accept"), follow=True)
        page = answer.content.decode()
        assert answer.redirect_chain[0][0] == self.address(noticed)
        assert "这是一份整改结果公示，不是新的方案。" in page
        assert "该文件涉及“2025年省级例行督察”的问题" in page
        assert f'value="{filed[0].pk}" checked' in page

    def test_one_click_attaches_it(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        item = noticed.items.get()
        answer = self.send(client, noticed, **{f"finding_{item.pk}": filed[0].pk})
        page = answer.content.decode()
        assert answer.redirect_chain[0][0] == f"/ledger/{filed[0].number}/"
        assert f"已附到问题 {filed[0].number}，办理阶段没有变。" in page
        assert "文中称已完成整改" in page
        assert "1项已附到台账问题" in client.get("/documents/").content.decode()
        again = client.get(self.address(noticed, "accept"), follow=True)
        assert again.status_code == 200

    def test_a_number_typed_by_hand_stands_over_the_proposal(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        pk = noticed.items.get().pk
        chosen = {f"finding_{pk}": filed[0].pk, f"number_{pk}": f" {filed[2].number} "}
        self.send(client, noticed, **chosen)
        assert Mention.objects.get().finding == filed[2]

    def test_a_number_that_is_none_is_said_at_its_field(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        answer = self.send(client, noticed, **{f"number_{noticed.items.get().pk}": "2026-9999"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "台账里没有这个编号" in page
        assert 'value="2026-9999"' in page
        assert not Mention.objects.exists()

    def test_nothing_chosen_is_said(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        answer = self.send(client, noticed)
        assert answer.status_code == 422
        assert "没有选定任何问题" in answer.content.decode()

    def test_where_nothing_matches_it_offers_what_makes_sense(
        self, client: Client, cast: Cast, noticed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        page = client.get(self.address(noticed)).content.decode()
        assert "没有找到明显对应的问题" in page
        assert f"{self.address(noticed, 'accept')}?as=plan" in page
        answer = client.get(f"{self.address(noticed, 'accept')}?as=plan")
        assert answer.status_code == 200
        assert "会在台账中新增问题" in answer.content.decode()

    def test_a_first_report_is_registered_and_says_what_else_could_be_done(
        self, client: Client, cast: Cast, read_set: SetMaker
    ) -> None:
        client.force_login(cast.clerk)
        made = read_set(("报告.txt", report()))
        answer = client.get(self.address(made, "accept"))
        assert answer.status_code == 200
        assert "这是一份整改进展报告" in answer.content.decode()

    def test_a_report_on_known_problems_attaches_those_and_leaves_the_rest(
        self, client: Client, cast: Cast, filed: list[Finding], read_set: SetMaker
    ) -> None:
        client.force_login(cast.clerk)
        made = read_set(("报告.txt", report()), inspection=filed[0].inspection)
        page = client.get(self.address(made, "accept"), follow=True)
        assert page.redirect_chain[0][0] == self.address(made)
        first, second = made.items.all()
        self.send(client, made, **{f"finding_{first.pk}": filed[0].pk, f"finding_{second.pk}": ""})
        assert Mention.objects.get().kind == "progress"
        assert DraftItem.objects.get(pk=second.pk).finding is None
        assert Finding.objects.get(pk=filed[0].pk).goal == "消除直排。"
        shown = client.get(self.address(made)).context["rows"]
        assert [row["row"].item.pk for row in shown] == [second.pk]

    def test_it_is_taken_back_on_the_page_of_the_set(
        self, client: Client, cast: Cast, filed: list[Finding], noticed: IntakeSet
    ) -> None:
        attach(cast, noticed, filed[0])
        client.force_login(cast.clerk)
        item = noticed.items.get()
        assert filed[0].number in client.get(f"/documents/sets/{noticed.uuid}/").content.decode()
        address = f"/documents/sets/{noticed.uuid}/items/{item.pk}/take-back/"
        client.post(address, {"reason": "附错了"})
        assert Mention.objects.get().taken_back_reason == "附错了"
        assert DraftItem.objects.get(pk=item.pk).finding is None

    def test_it_asks_a_bounded_number_of_times(
        self,
        client: Client,
        cast: Cast,
        filed: list[Finding],
        read_set: SetMaker,
        django_assert_max_num_queries: Any,
    ) -> None:
        made = read_set(("报告.txt", report()))
        client.force_login(cast.clerk)
        with django_assert_max_num_queries(12):
            assert client.get(self.address(made)).status_code == 200
