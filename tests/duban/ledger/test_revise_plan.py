"""A revised plan: what changes is added beside what was, what is gone leaves the count and stays on record."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client

from duban.files.models import Document
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.actions import revise_plan
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.inputs import (
    Acceptance,
    ChargeInput,
    DeadlineInput,
    ItemChange,
    MilestoneInput,
    Origin,
    PlanInput,
)
from duban.ledger.models import Finding, Plan, Standing
from tests.duban.conftest import Cast, Filer, ItemMaker

LATER = DeadlineInput("2026年12月底前", "fixed", datetime.date(2026, 12, 31))


@pytest.fixture
def filed(item: ItemMaker, file_plan: Filer) -> Acceptance:
    return file_plan(item(printed_no="（一）"), item(printed_no="（二）", problem="石溪区扬尘。"))


def _revise(filed: Acceptance, cast: Cast, *changes: ItemChange) -> Acceptance:
    plan = Plan.objects.get(pk=filed.plan)
    return revise_plan(plan, PlanInput("澜州市整改方案（修订）"), changes, cast.clerk)


def test_a_new_deadline_stands_beside_the_original(filed: Acceptance, item: ItemMaker, cast: Cast) -> None:
    first = filed.findings[0]
    result = _revise(filed, cast, ItemChange("changed", first.plan_item, item(deadline=LATER)))

    finding = Finding.objects.get(pk=first.finding)
    assert [row.raw for row in finding.deadlines.all()] == ["2026年6月底前", "2026年12月底前"]
    assert finding.due_on == datetime.date(2026, 12, 31)
    assert (result.version, result.changed) == (2, 1)
    sentence = tell(journal.stream("finding", finding.pk)[1])
    assert "整改时限由“2026年6月底前”调整为“2026年12月底前”" in sentence


def test_the_first_version_stays_what_it_was(filed: Acceptance, item: ItemMaker, cast: Cast) -> None:
    first = filed.findings[0]
    _revise(filed, cast, ItemChange("changed", first.plan_item, item(goal="新的目标。")))

    plan = Plan.objects.get()
    old, new = (plan.versions.get(number=n).items.get(item_id=first.plan_item) for n in (1, 2))
    assert old.content["goal"] == "消除直排，断面水质达到Ⅲ类。"
    assert new.content["goal"] == "新的目标。"
    assert Finding.objects.get(pk=first.finding).goal == "新的目标。"


def test_measures_of_the_same_words_stay_the_same_rows(
    filed: Acceptance, item: ItemMaker, cast: Cast
) -> None:
    first = filed.findings[0]
    finding = Finding.objects.get(pk=first.finding)
    kept = finding.measures.get(text="封堵排口。")
    _revise(filed, cast, ItemChange("changed", first.plan_item, item(measures=("新建泵站。", "封堵排口。"))))

    standing = finding.measures.filter(superseded_by__isnull=True)
    assert [m.text for m in standing] == ["新建泵站。", "封堵排口。"]
    assert kept in standing
    assert finding.measures.get(text="建成污水管网12公里。").superseded_by is not None


def test_charges_end_and_begin(filed: Acceptance, item: ItemMaker, cast: Cast) -> None:
    first = filed.findings[0]
    charges = (ChargeInput("main", "棠溪县"), ChargeInput("supervising", "市生态环境局"))
    _revise(filed, cast, ItemChange("changed", first.plan_item, item(charges=charges)))

    rows = Finding.objects.get(pk=first.finding).charges.all()
    assert {row.printed for row in rows if row.until is None} == {"棠溪县", "市生态环境局"}
    assert {row.printed for row in rows if row.until} == {"鹿鸣县", "程砚秋"}
    assert Finding.objects.visible_to(cast.tangxi).filter(pk=first.finding).exists()
    assert not Finding.objects.visible_to(cast.luming).filter(pk=first.finding).exists()


def test_what_is_gone_is_withdrawn_and_not_deleted(filed: Acceptance, cast: Cast) -> None:
    second = filed.findings[1]
    result = _revise(filed, cast, ItemChange("gone", second.plan_item))

    finding = Finding.objects.get(pk=second.finding)
    assert finding.standing == Standing.WITHDRAWN
    assert "第2版" in finding.standing_reason
    assert result.gone == 1
    assert Plan.objects.get().versions.get(number=2).items.count() == 1
    assert "撤销" in tell(journal.stream("finding", finding.pk)[1])


def test_new_items_become_findings_and_untouched_ones_are_carried_over(
    filed: Acceptance, item: ItemMaker, cast: Cast
) -> None:
    result = _revise(filed, cast, ItemChange("new", None, item(printed_no="（三）", problem="霁川县采砂。")))

    assert Finding.objects.count() == 3
    assert result.findings[0].number.endswith("-0003")
    assert Plan.objects.get().versions.get(number=2).items.count() == 3


def test_an_item_that_did_not_change_gets_no_new_rows(filed: Acceptance, item: ItemMaker, cast: Cast) -> None:
    first = filed.findings[0]
    _revise(filed, cast, ItemChange("changed", first.plan_item, item(printed_no="（一）")))

    finding = Finding.objects.get(pk=first.finding)
    assert finding.deadlines.count() == 1
    assert finding.measures.count() == 2
    assert finding.milestones.count() == 1
    assert finding.charges.count() == 3


def test_an_outdated_comparison_is_refused(filed: Acceptance, cast: Cast) -> None:
    gone = ItemChange("gone", filed.findings[1].plan_item)
    _revise(filed, cast, gone)
    with pytest.raises(Refused, match="重新比对"):
        _revise(filed, cast, gone)

    assert Plan.objects.get().versions.count() == 2


def test_a_liaison_officer_may_not_revise(filed: Acceptance, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        revise_plan(Plan.objects.get(), PlanInput("方案"), [], cast.luming)


def test_the_page_keeps_what_earlier_versions_said(
    filed: Acceptance, item: ItemMaker, cast: Cast, client: Client
) -> None:
    first = filed.findings[0]
    changed = item(measures=("新建泵站。",), deadline=LATER, charges=(ChargeInput("main", "棠溪县"),))
    _revise(filed, cast, ItemChange("changed", first.plan_item, changed))
    client.force_login(cast.clerk)
    text = client.get(f"/ledger/{first.number}/").content.decode()
    assert "新建泵站。" in text
    assert "<del>封堵排口。</del>" in text
    assert "<del>鹿鸣县</del>" in text
    assert text.index("2026年6月底前") < text.index("2026年12月底前")


def test_only_what_differs_is_struck_and_added(filed: Acceptance, item: ItemMaker, cast: Cast) -> None:
    first = filed.findings[0]
    finding = Finding.objects.get(pk=first.finding)
    kept = finding.milestones.get()
    steps = (
        MilestoneInput(datetime.date(2026, 2, 28), "完成排查", 0),
        MilestoneInput(datetime.date(2026, 3, 31), "完成排口封堵", 0),
    )
    _revise(filed, cast, ItemChange("changed", first.plan_item, item(milestones=steps, indicators=())))

    standing = finding.milestones.filter(superseded_by__isnull=True)
    assert [step.what for step in standing] == ["完成排查", "完成排口封堵"]
    assert kept in standing
    assert not finding.milestones.filter(superseded_by__isnull=False).exists()
    assert finding.indicators.get().superseded_by is not None
    sentence = tell(journal.stream("finding", finding.pk)[1])
    assert "节点增加1项；" in sentence
    assert "指标不再列入1项" in sentence


def test_each_deadline_leads_to_the_document_that_set_it(
    filed: Acceptance, item: ItemMaker, cast: Cast, document: Document, client: Client
) -> None:
    first = filed.findings[0]
    newer = Document.objects.create(
        stored_file=document.stored_file,
        name="修订稿.txt",
        media_type="text/plain",
        text=document.text,
        blocks=document.blocks,
        reader="text/1",
        created_by=cast.clerk,
    )
    moved = item(deadline=LATER, origins=(Origin("deadline", newer.uuid, 20, 30, "2026年12月底前"),))
    _revise(filed, cast, ItemChange("changed", first.plan_item, moved))
    client.force_login(cast.clerk)
    text = client.get(f"/ledger/{first.number}/").content.decode()
    assert f"/documents/{document.uuid}/?at=27-36#at" in text
    assert f"/documents/{newer.uuid}/?at=20-30#at" in text
