"""A reviewed set becomes findings: once, all or nothing, with every value's way back."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

import pytest
from django.test import Client

from duban.intake import forms
from duban.intake.actions import NotPossible, accepting, editing, receiving, shaping
from duban.intake.actions.accepting import Asked
from duban.intake.models import AcceptedPart, DraftItem, IntakeSet
from duban.intake.presenting import SetView
from duban.intake.reading import Outcome
from duban.intake.views import accepting as views
from duban.ledger.inputs import InspectionInput, PlanInput
from duban.ledger.models import Charge, Finding, Inspection, Plan, PlanVersion, Provenance
from duban.organizations.models import Body
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker

INSPECTION = InspectionInput(name="2025年省级例行督察", type="routine", level="provincial")


def asked(intake_set: IntakeSet, everything: bool = False) -> Asked:
    items = accepting.candidates(SetView(intake_set), everything)
    return Asked(uuid.uuid4(), everything, accepting.fingerprint(items))


def plan() -> PlanInput:
    return PlanInput(title="澜州市整改方案", published=datetime.date(2026, 1, 20))


def accept(cast: Cast, intake_set: IntakeSet, everything: bool = True) -> AcceptedPart:
    return accepting.accept(cast.clerk, intake_set, asked(intake_set, everything), INSPECTION, plan())


def test_every_item_becomes_a_finding(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    part = accept(cast, reviewed)
    assert Finding.objects.count() == 3
    assert part.result["completed_before_plan"] == 1
    first = Finding.objects.get(pk=DraftItem.objects.get(pk=items[0].pk).finding_id)
    assert first.problem == "鹿鸣县沿河排口直排。"
    assert first.due_on == datetime.date(2026, 6, 30)
    assert [m.text for m in first.measures.all()] == ["封堵排口12个。", "2026年3月底前建成管网。"]
    assert first.milestones.get().measure == first.measures.all()[1]
    assert Charge.objects.get(finding=first).office == "党委、政府"


def test_what_the_document_calls_finished_enters_so(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    accept(cast, reviewed)
    by_stage = dict(Finding.objects.values_list("printed_no", "stage"))
    assert by_stage["（三）"] != by_stage["（一）"]


def test_all_items_of_a_finished_list_enter_as_finished(cast: Cast, read_set: SetMaker) -> None:
    text = "已完成整改问题清单\n1.石溪区油烟扰民。\n2.望汀区渣土堆放。\n"
    found = [plans.item("1.", "石溪区油烟扰民。", text), plans.item("2.", "望汀区渣土堆放。", text)]
    made = read_set(("整改方案.txt", plans.answer()), ("附件1 已完成问题清单.txt", plans.answer(text, found)))
    assert accept(cast, made).result["completed_before_plan"] == 3


def test_each_value_leads_back_to_its_place(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    shaping.confirm(cast.head, items[0], 1)
    accept(cast, reviewed)
    finding = DraftItem.objects.get(pk=items[0].pk).finding
    rows = {row.field: row for row in Provenance.objects.filter(finding=finding)}
    assert {"problem", "goal", "deadline", "measures.0", "measures.1", "charges.0", "category"} <= set(rows)
    for row in rows.values():
        if row.end:
            assert row.document.text[row.start : row.end] == row.quote
    assert rows["problem"].confirmed_by == cast.head
    assert (rows["deadline"].quote, rows["deadline"].how) == ("20266月底前", "read")


def test_a_typed_value_says_so_and_keeps_its_place(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    editing.set_text(cast.clerk, items[0], 1, "goal", "全部消除直排。")
    accept(cast, reviewed)
    finding = DraftItem.objects.get(pk=items[0].pk).finding
    row = Provenance.objects.get(finding=finding, field="goal")
    assert (row.how, row.quote) == ("typed", "消除直排。")
    assert finding is not None
    assert finding.goal == "全部消除直排。"


def test_a_corrected_date_says_who_corrected_it(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    editing.set_facts(cast.clerk, items[0], 1, "deadline", {"kind": "fixed", "date": "2026-06-15"})
    accept(cast, reviewed)
    row = Provenance.objects.get(finding=DraftItem.objects.get(pk=items[0].pk).finding, field="deadline")
    assert (row.how, row.quote) == ("typed", "20266月底前")


def test_the_confirmed_part_first_and_the_rest_later(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    shaping.confirm(cast.clerk, items[1], 1)
    first = accept(cast, reviewed, everything=False)
    assert len(first.result["findings"]) == 1
    reviewed.refresh_from_db()
    second = accept(cast, reviewed)
    assert len(second.result["findings"]) == 2
    assert Plan.objects.count() == 1
    assert PlanVersion.objects.count() == 2
    assert second.result["inspection"] == first.result["inspection"]
    assert not DraftItem.objects.filter(finding=None).exists()


def test_asked_twice_it_happens_once(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    wanted = asked(reviewed, everything=True)
    first = accepting.accept(cast.clerk, reviewed, wanted, INSPECTION, plan())
    second = accepting.accept(cast.clerk, reviewed, wanted, INSPECTION, plan())
    assert first == second
    assert Finding.objects.count() == 3


@pytest.mark.parametrize(
    ("kind", "type_", "source"),
    [("plan", "routine", "inspection"), ("plan", "patrol", "patrol"), ("petitions", "routine", "petition")],
)
def test_where_the_problems_come_from(
    cast: Cast, read_set: SetMaker, kind: str, type_: str, source: str
) -> None:
    made = read_set(("文件.txt", plans.answer(kind=kind)))
    inspection = InspectionInput(name="一次督察", type=type_)
    accepting.accept(cast.clerk, made, asked(made, True), inspection, plan())
    assert set(Finding.objects.values_list("source", flat=True)) == {source}


def test_dropped_items_stay_out(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    shaping.drop(cast.clerk, items[2], 1, "重复")
    accept(cast, reviewed)
    assert Finding.objects.count() == 2


def test_a_change_after_the_page_was_drawn_stops_it(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    wanted = asked(reviewed, everything=True)
    editing.set_text(cast.head, items[0], 1, "goal", "别的目标")
    with pytest.raises(NotPossible, match="还没有登记任何内容"):
        accepting.accept(cast.clerk, reviewed, wanted, INSPECTION, plan())
    assert not Finding.objects.exists()


def test_when_something_fails_half_way_nothing_is_left(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(accepting, "_note", fail)
    bodies = Body.objects.count()
    with pytest.raises(RuntimeError):
        accept(cast, reviewed)
    assert not Finding.objects.exists()
    assert not Inspection.objects.exists()
    assert not AcceptedPart.objects.exists()
    assert Body.objects.count() == bodies
    assert not DraftItem.objects.exclude(finding=None).exists()


def test_an_item_without_a_problem_stops_it(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    editing.set_text(cast.clerk, items[0], 1, "problem", "")
    with pytest.raises(NotPossible, match="没有问题表述"):
        accept(cast, reviewed)
    assert not Finding.objects.exists()


def test_after_it_the_draft_stands_still(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    accept(cast, reviewed)
    with pytest.raises(NotPossible, match="已经登记入台账"):
        editing.set_text(cast.clerk, items[0], 1, "goal", "太晚")


def test_a_withdrawn_set_is_not_accepted_and_an_accepted_one_not_withdrawn(
    cast: Cast, reviewed: IntakeSet, read_set: SetMaker
) -> None:
    accept(cast, reviewed)
    with pytest.raises(NotPossible, match="已有内容登记入台账"):
        receiving.withdraw(cast.clerk, reviewed, "传错了")
    other = read_set(("另一份方案.txt", plans.answer()))
    receiving.withdraw(cast.clerk, other, "传错了")
    with pytest.raises(NotPossible, match="已经撤下"):
        accept(cast, other)


@pytest.mark.parametrize("name", ["luming", "reader", "leader", "admin", "outsider"])
def test_others_accept_nothing(cast: Cast, reviewed: IntakeSet, items: list[DraftItem], name: str) -> None:
    with pytest.raises(NotPossible, match="只有整改办人员"):
        accepting.accept(getattr(cast, name), reviewed, asked(reviewed, True), INSPECTION, plan())
    assert not Finding.objects.exists()


class TestThePage:
    def form(self, client: Client, intake_set: IntakeSet, **more: str) -> dict[str, str]:
        page = client.get(f"/documents/sets/{intake_set.uuid}/accept/")
        context = page.context
        seen = {f"seen_{o['scope']}": o["seen"] for o in context["outcomes"]}
        first = {name: str(value or "") for name, value in context["form"].initial.items()}
        return {**first, **seen, "token": str(context["token"]), "scope": "all", **more}

    def test_it_shows_what_will_happen(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        page = client.get(f"/documents/sets/{reviewed.uuid}/accept/").content.decode()
        assert "登记全部 3 项" in page
        assert "其中 1 个登记为方案前已完成" in page
        assert "1 处疑点还没有核对" in page
        assert "1 个单位与组织名册相符" in page
        assert "市水务局" in page

    def test_it_is_prefilled_from_the_reading(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        form = self.form(client, reviewed)
        assert form["name"] == "2025年省级例行督察"
        assert (form["type"], form["level"], form["published"]) == ("routine", "provincial", "2026-01-20")

    def test_an_inspection_that_is_probably_on_file_is_chosen_beforehand(
        self, client: Client, cast: Cast, reviewed: IntakeSet, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Else the plan of a known inspection is registered a second time under another name."""
        day = datetime.date(2025, 12, 3)
        known = Inspection.objects.create(name="甲督察", team="省第三督察组", feedback_date=day)
        Inspection.objects.create(
            name="乙督察", team="省第四督察组", feedback_date=day, letter_no="环督〔2025〕9号"
        )
        facts = {
            "letter_no": "",
            "feedback_date": "2025-12-03",
            "team": "省第三督察组",
            "type": "",
            "level": "",
        }
        assert forms.probably(facts) == known
        assert forms.probably({**facts, "team": ""}) is None
        assert forms.probably({**facts, "feedback_date": "2025-12"}) is None
        by_letter = forms.probably({**facts, "letter_no": "环督〔2025〕9号"})
        assert by_letter is not None
        assert by_letter.name == "乙督察"
        monkeypatch.setattr(views, "probably", lambda _facts: known)
        client.force_login(cast.clerk)
        page = client.get(f"/documents/sets/{reviewed.uuid}/accept/")
        assert page.context["form"].initial["inspection"] == known.pk
        assert "台账中的“甲督察”相同，已为您选定" in page.content.decode()

    def test_it_leads_to_the_ledger(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        answer = client.post(
            f"/documents/sets/{reviewed.uuid}/accept/", self.form(client, reviewed), follow=True
        )
        page = answer.content.decode()
        assert "已登记3个问题" in page
        assert "鹿鸣县沿河排口直排" in page

    def test_a_double_click_registers_once(self, client: Client, cast: Cast, reviewed: IntakeSet) -> None:
        client.force_login(cast.clerk)
        form = self.form(client, reviewed)
        for _click in range(2):
            assert client.post(f"/documents/sets/{reviewed.uuid}/accept/", form).status_code == 302
        assert Finding.objects.count() == 3

    def test_one_who_was_slower_goes_on_to_the_comparison(
        self,
        client: Client,
        cast: Cast,
        reviewed: IntakeSet,
        read_set: SetMaker,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """Her page knew of no plan, and when she sent it there was one."""
        other = read_set(("另一份方案.txt", plans.answer()))
        client.force_login(cast.clerk)
        form = self.form(client, other)
        accept(cast, reviewed)
        monkeypatch.setattr(views, "standing_plan", lambda *_asked: None)
        answer = client.post(f"/documents/sets/{other.uuid}/accept/", form, follow=True)
        assert answer.redirect_chain[0][0].endswith(f"/compare/?plan={Plan.objects.get().pk}")
        assert "已经有总体方案《澜州市整改方案》，这次没有登记任何内容" in answer.content.decode()

    def test_a_plan_of_another_kind_is_registered_beside_the_master_plan(
        self, client: Client, cast: Cast, reviewed: IntakeSet, read_set: SetMaker
    ) -> None:
        first = accept(cast, reviewed)
        other = read_set(("扬尘方案.txt", plans.answer()))
        client.force_login(cast.clerk)
        form = self.form(client, other, kind="special", inspection=str(first.result["inspection"]))
        client.post(f"/documents/sets/{other.uuid}/accept/", form)
        assert sorted(Plan.objects.values_list("kind", flat=True)) == ["master", "special"]

    def test_what_is_missing_is_said_at_its_field(
        self, client: Client, cast: Cast, reviewed: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        form = self.form(client, reviewed, name="", title="", onsite_end="2025-08-01")
        answer = client.post(f"/documents/sets/{reviewed.uuid}/accept/", form)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "请填写督察名称" in page
        assert "请填写方案标题" in page
        assert "进驻结束早于进驻开始" in page
        assert not Finding.objects.exists()

    def test_the_rest_goes_to_the_same_plan(
        self, client: Client, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        shaping.confirm(cast.clerk, items[0], 1)
        client.force_login(cast.clerk)
        client.post(
            f"/documents/sets/{reviewed.uuid}/accept/", self.form(client, reviewed, scope="confirmed")
        )
        client.post(f"/documents/sets/{reviewed.uuid}/accept/", self.form(client, reviewed))
        assert Finding.objects.count() == 3
        assert Inspection.objects.count() == 1


def test_a_set_without_items_has_nothing_to_accept(cast: Cast, read_set: SetMaker) -> None:
    empty: Outcome = plans.answer("澜州市整改方案\n没有问题。", [])
    made = read_set(("整改方案.txt", empty))
    with pytest.raises(NotPossible, match="没有可以登记的项"):
        accept(cast, made)


def test_when_all_is_in_the_ledger_the_page_leads_there(
    client: Client, cast: Cast, reviewed: IntakeSet
) -> None:
    accept(cast, reviewed)
    client.force_login(cast.clerk)
    answer = client.get(f"/documents/sets/{reviewed.uuid}/accept/", follow=True)
    assert answer.redirect_chain[0][0].startswith("/ledger/?inspection=")
    assert "这组文件的各项都已登记入台账。" in answer.content.decode()
