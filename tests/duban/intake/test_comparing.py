"""A revised plan beside the current one."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client

from duban.intake.actions import accepting
from duban.intake.actions.accepting import Asked
from duban.intake.comparing import NOTHING, New, Old, compare, differences, word_by_word
from duban.intake.models import DraftItem, IntakeSet
from duban.intake.presenting import SetView
from duban.ledger.content import frozen
from duban.ledger.inputs import DeadlineInput, InspectionInput, PlanInput, PlanItemInput
from duban.ledger.models import Finding, Plan, Standing
from tests.duban.conftest import Cast
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker

REVISED = (
    plans.PLAN.replace("20266月底前", "2026年12月底前")
    .replace(
        "（三）棠溪县扬尘管控不力，已完成整改。\n整改措施：安装喷淋。\n", "（三）霁川县秸秆焚烧屡禁不止。\n"
    )
    .replace("澜州市整改方案", "澜州市整改方案（修订）")
)


def revised_items() -> list[dict[str, Any]]:
    first, second, _gone = plans.items()
    first = {**first, "doubts": [], "deadline": plans.fixed("2026年12月底前", "2026-12-31", REVISED)}
    return [first, second, plans.item("（三）", "霁川县秸秆焚烧屡禁不止。", REVISED)]


def old(plan_item: int, problem: str, no: str = "", **more: Any) -> Old:
    return Old(plan_item, f"LZ-{plan_item}", frozen(PlanItemInput(problem=problem, printed_no=no, **more)))


def new(draft: int, problem: str, no: str = "", **more: Any) -> New:
    item = PlanItemInput(problem=problem, printed_no=no, **more)
    return New(draft, item, frozen(item))


def lines(pairs: list[Any]) -> list[tuple[str, int | None, int | None]]:
    return [(p.kind, p.old.plan_item if p.old else None, p.new.draft if p.new else None) for p in pairs]


def test_each_kind() -> None:
    ours = [old(1, "鹿鸣县沿河排口直排。"), old(2, "望汀区黑臭水体未消除。"), old(3, "棠溪县扬尘管控不力。")]
    theirs = [
        new(11, "鹿鸣县沿河排口直排。"),
        new(12, "望汀区黑臭水体仍未消除。"),
        new(13, "霁川县秸秆焚烧屡禁不止，巡查流于形式。"),
    ]
    assert lines(compare(ours, theirs)) == [
        ("same", 1, 11),
        ("changed", 2, 12),
        ("new", None, 13),
        ("gone", 3, None),
    ]


def test_the_order_and_the_numbers_may_change() -> None:
    ours = [old(1, "鹿鸣县沿河排口直排。", "1."), old(2, "望汀区黑臭水体未消除。", "2.")]
    theirs = [new(11, "望汀区黑臭水体未消除。", "1."), new(12, "鹿鸣县沿河排口直排。", "2.")]
    assert lines(compare(ours, theirs)) == [("changed", 2, 11), ("changed", 1, 12)]


def test_a_number_helps_where_words_changed_much() -> None:
    ours = [old(1, "鹿鸣县沿河排口污水直排，群众反映强烈。", "（七）")]
    theirs = "鹿鸣县城区段排口溢流问题突出，群众多次举报。"
    assert compare(ours, [new(11, theirs, "（七）")])[0].kind == "changed"
    assert compare(ours, [new(11, theirs, "（八）")])[0].kind == "new"


def test_a_match_by_hand_stands_over_the_likeness() -> None:
    ours = [old(1, "鹿鸣县沿河排口直排。"), old(2, "完全不同的另一个问题表述。")]
    theirs = [new(11, "鹿鸣县沿河排口直排。")]
    assert lines(compare(ours, theirs, {11: 2}))[0] == ("changed", 2, 11)
    assert lines(compare(ours, theirs, {11: NOTHING}))[0] == ("new", None, 11)


def test_one_old_item_answers_one_new_item() -> None:
    ours = [old(1, "鹿鸣县沿河排口直排。")]
    theirs = [new(11, "鹿鸣县沿河排口直排。"), new(12, "鹿鸣县沿河排口直排。")]
    assert [kind for kind, _o, _n in lines(compare(ours, theirs))] == ["same", "new"]


def test_changes_are_told_by_field() -> None:
    ours = [old(1, "鹿鸣县沿河排口直排。", deadline=DeadlineInput("2026年6月底前", "fixed"))]
    theirs = [new(11, "鹿鸣县沿河排口直排。", deadline=DeadlineInput("2026年12月底前", "fixed"))]
    (change,) = compare(ours, theirs)[0].changes
    assert change.name == "deadline"
    assert [(piece.how, piece.text) for piece in change.pieces] == [
        ("same", "2026年"),
        ("out", "6月"),
        ("in", "12月"),
        ("same", "底前"),
    ]


def test_words_that_differ_add_up_to_both_texts() -> None:
    before, after = "2026年6月底前建成管网12.5公里", "2027年底前建成管网15公里，并移交"
    pieces = word_by_word(before, after)
    assert "".join(p.text for p in pieces if p.how != "in") == before
    assert "".join(p.text for p in pieces if p.how != "out") == after


@pytest.fixture
def filed(cast: Cast, reviewed: IntakeSet) -> Plan:
    items = accepting.candidates(SetView(reviewed), True)
    asked = Asked(uuid.uuid4(), True, accepting.fingerprint(items))
    inspection = InspectionInput(name="2025年省级例行督察")
    accepting.accept(cast.clerk, reviewed, asked, inspection, PlanInput(title="澜州市整改方案"))
    return Plan.objects.get()


@pytest.fixture
def revision(filed: Plan, read_set: SetMaker) -> IntakeSet:
    outcome = plans.answer(REVISED, revised_items(), totals=[])
    return read_set(("澜州市整改方案（修订）.txt", outcome), inspection=filed.inspection)


class TestThePage:
    def send(self, client: Client, revision: IntakeSet, *accept: str, **more: str) -> Any:
        page = client.get(f"/documents/sets/{revision.uuid}/compare/").context
        form = {
            "plan": page["plan"].pk,
            "token": str(page["token"]),
            "seen": page["seen"],
            "base": page["base"],
            "title": page["title"],
        }
        address = f"/documents/sets/{revision.uuid}/compare/"
        return client.post(address, {**form, "action": "revise", "accept": list(accept), **more})

    def keys(self, client: Client, revision: IntakeSet) -> dict[str, str]:
        pairs = client.get(f"/documents/sets/{revision.uuid}/compare/").context["pairs"]
        return {pair.kind: pair.key for pair in pairs}

    def test_it_shows_what_changed(self, client: Client, cast: Cast, revision: IntakeSet) -> None:
        client.force_login(cast.clerk)
        page = client.get(f"/documents/sets/{revision.uuid}/compare/").content.decode()
        assert "修改 1" in page
        assert "新增 1" in page
        assert "不再列入 1" in page
        assert "相同 1" in page
        assert "<ins>" in page

    def test_acceptance_leads_here(self, client: Client, cast: Cast, revision: IntakeSet) -> None:
        client.force_login(cast.clerk)
        page = client.get(f"/documents/sets/{revision.uuid}/accept/")
        assert "逐项比对" in page.content.decode()
        outcomes = {f"seen_{o['scope']}": o["seen"] for o in page.context["outcomes"]}
        form = {
            "inspection": revision.inspection_id,
            "title": "修订",
            "token": str(page.context["token"]),
            "scope": "all",
        }
        answer = client.post(f"/documents/sets/{revision.uuid}/accept/", {**form, **outcomes})
        assert answer.status_code == 302
        assert "/compare/" in answer["Location"]

    def test_accepted_changes_become_the_next_version(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        keys = self.keys(client, revision)
        answer = self.send(client, revision, keys["changed"], keys["new"], keys["gone"])
        assert answer.status_code == 302
        assert filed.versions.count() == 2
        changed = Finding.objects.get(problem="鹿鸣县沿河排口直排。")
        assert [str(d.date) for d in changed.deadlines.all()] == ["2026-06-30", "2026-12-31"]
        assert Finding.objects.filter(problem__startswith="霁川县").exists()
        assert Finding.objects.get(problem="棠溪县扬尘管控不力").standing == Standing.WITHDRAWN
        linked = DraftItem.objects.filter(intake_set=revision).exclude(finding=None)
        assert linked.count() == 3

    def test_what_is_not_accepted_stays_as_it_was(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        keys = self.keys(client, revision)
        self.send(client, revision, keys["new"])
        kept = Finding.objects.get(problem="鹿鸣县沿河排口直排。")
        assert [str(d.date) for d in kept.deadlines.all()] == ["2026-06-30"]
        assert Finding.objects.get(problem="棠溪县扬尘管控不力").standing == Standing.ACTIVE

    def test_what_was_not_accepted_can_be_accepted_later(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        self.send(client, revision, self.keys(client, revision)["new"])
        pairs = client.get(f"/documents/sets/{revision.uuid}/accept/", follow=True).context["pairs"]
        assert sorted(pair.kind for pair in pairs) == ["changed", "gone", "same", "same"]
        self.send(client, revision, self.keys(client, revision)["changed"])
        changed = Finding.objects.get(problem="鹿鸣县沿河排口直排。")
        assert [str(d.date) for d in changed.deadlines.all()] == ["2026-06-30", "2026-12-31"]
        assert Finding.objects.count() == 4

    def test_nothing_accepted_changes_nothing(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        assert self.send(client, revision).status_code == 422
        assert filed.versions.count() == 1

    def test_a_double_click_revises_once(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        page = client.get(f"/documents/sets/{revision.uuid}/compare/").context
        key = next(pair.key for pair in page["pairs"] if pair.kind == "changed")
        form = {
            "plan": page["plan"].pk, "token": str(page["token"]), "seen": page["seen"], "base": page["base"],
            "title": "修订", "action": "revise", "accept": [key],
        }  # fmt: skip
        address = f"/documents/sets/{revision.uuid}/compare/"
        for _click in range(2):
            assert client.post(address, form).status_code == 302
        assert filed.versions.count() == 2


def test_the_identical_file_says_so_and_does_nothing(
    client: Client, cast: Cast, filed: Plan, reviewed: IntakeSet
) -> None:
    client.force_login(cast.clerk)
    name = "澜州市整改方案.txt"
    from django.core.files.uploadedfile import SimpleUploadedFile

    same = SimpleUploadedFile(name, f"{name}0".encode())
    answer = client.post(
        "/documents/new/",
        {"files": [same], "inspection": filed.inspection_id},
        HTTP_ACCEPT="application/json",
    )
    assert answer.json()["known"][0]["url"] == reviewed.get_absolute_url()
    assert IntakeSet.objects.count() == 1


def test_a_person_or_a_date_is_replaced_as_a_whole() -> None:
    def said(old: object, new: object, name: str) -> list[tuple[str, str]]:
        (change,) = differences({name: old}, {name: new})
        return [(piece.how, piece.text) for piece in change.pieces]

    before, after = ([{"role": "leader", "name": name}] for name in ("林远舟", "沈知远"))
    assert said(before, after, "charges")[-2:] == [("out", "林远舟"), ("in", "沈知远")]
    first = {"raw": "2026年6月底前", "date": "2026-06-30"}
    later = {"raw": "2027年1月底前", "date": "2027-01-31"}
    assert said(first, later, "deadline") == [
        ("out", "2026年6月"),
        ("in", "2027年1月"),
        ("same", "底前("),
        ("out", "2026-06-30"),
        ("in", "2027-01-31"),
        ("same", ")"),
    ]

    def test_a_comparison_with_an_older_version_is_sent_back(
        self, client: Client, cast: Cast, filed: Plan, revision: IntakeSet
    ) -> None:
        client.force_login(cast.clerk)
        address = f"/documents/sets/{revision.uuid}/compare/"
        page = client.get(address).context
        key = next(pair.key for pair in page["pairs"] if pair.kind == "changed")
        form = {
            "plan": page["plan"].pk, "token": str(page["token"]), "seen": page["seen"],
            "base": page["base"] - 1, "title": "修订", "action": "revise", "accept": [key],
        }  # fmt: skip
        answer = client.post(address, form)
        assert answer.status_code == 422
        assert "已经过时" in answer.text
        assert filed.versions.count() == 1
