"""Registering a plan: what becomes of its items, and who may do it."""

from __future__ import annotations

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from duban.files.models import Document
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.actions import register_plan, supplement_plan
from duban.ledger.errors import MasterStands, NotAllowed, Refused
from duban.ledger.inputs import ChargeInput, InspectionInput, PlanInput
from duban.ledger.models import Category, Finding, Inspection, Plan, Stage
from duban.organizations.models import Body, FormerName
from tests.duban.conftest import Cast, Filer, ItemMaker


def test_every_field_of_an_item_becomes_a_row(item: ItemMaker, file_plan: Filer) -> None:
    result = file_plan(item(extra={"污染类型": "水"}, context=("经查属实。",), ref="a1"))

    finding = Finding.objects.get(pk=result.findings[0].finding)
    assert result.findings[0].ref == "a1"
    assert finding.number == f"{timezone.localdate().year}-0001"
    assert finding.stage == Stage.REGISTERED
    assert finding.category is not None
    assert finding.category.name == "一、水环境方面"
    assert [m.text for m in finding.measures.all()] == ["封堵排口。", "建成污水管网12公里。"]
    assert finding.milestones.get().measure == finding.measures.first()
    assert finding.indicators.get().value == 12
    assert [(r.label, r.text) for r in finding.remarks.all()] == [("", "经查属实。"), ("污染类型", "水")]
    assert finding.due_on == finding.deadlines.get().date == datetime.date(2026, 6, 30)
    assert finding.deadlines.get().source == "plan"


def test_charges_find_bodies_by_former_name_and_make_unknown_ones(
    item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    bureau = Body.objects.create(name="市生态环境局")
    FormerName.objects.create(body=bureau, name="市环境保护局")
    result = file_plan(
        item(
            charges=(
                ChargeInput("main", "鹿鸣县", office="党委、政府"),
                ChargeInput("supervising", "市环境保护局"),
                ChargeInput("supporting", "市水务局"),
                ChargeInput("leader", "程砚秋", post="副市长"),
            )
        )
    )

    main, supervising, supporting, leader = Finding.objects.get().charges.all()
    assert main.body == Body.objects.get(name="鹿鸣县")
    assert (supervising.body, supervising.printed) == (bureau, "市环境保护局")
    assert supporting.body is not None
    assert supporting.body.unconfirmed
    assert result.new_bodies == ("市水务局",)
    assert (leader.body, leader.person_name, leader.post) == (None, "程砚秋", "副市长")


def test_finished_items_enter_as_finished_before_the_plan(item: ItemMaker, file_plan: Filer) -> None:
    result = file_plan(item(), item(status="completed", status_text="已完成整改"))

    open_one, finished = Finding.objects.order_by("ordinal")
    assert (open_one.stage, open_one.completed_before_plan) == (Stage.REGISTERED, False)
    assert (finished.stage, finished.completed_before_plan) == (Stage.FINISHED_BEFORE, True)
    assert result.completed_before_plan == 1


def test_every_value_keeps_its_place_in_the_document(
    item: ItemMaker, file_plan: Filer, document: Document, cast: Cast
) -> None:
    file_plan(item())

    problem, deadline = Finding.objects.get().provenance.all()
    assert document.text[problem.start : problem.end] == problem.quote == "鹿鸣县沿河排口直排。"
    assert (problem.document, problem.how, problem.confirmed_by) == (document, "read", cast.clerk)
    assert (deadline.field, deadline.how) == ("deadline", "selected")


def test_the_category_tree_is_built_once(item: ItemMaker, file_plan: Filer) -> None:
    path = ("第一部分", "一、水环境方面")
    file_plan(item(category=path), item(category=path), item(category=("第一部分",)))

    child = Category.objects.get(name="一、水环境方面")
    assert child.parent == Category.objects.get(name="第一部分")
    assert Category.objects.count() == 2
    assert child.findings.count() == 2


def test_numbers_run_on_over_plans(item: ItemMaker, file_plan: Filer) -> None:
    file_plan(item(), item())
    file_plan(item(), inspection="另一次督察")

    assert sorted(Finding.objects.values_list("number", flat=True)) == [
        f"{timezone.localdate().year}-000{n}" for n in (1, 2, 3)
    ]


def test_a_known_inspection_is_used_again(
    item: ItemMaker, file_plan: Filer, cast: Cast, document: Document
) -> None:
    first = file_plan(item())
    special = PlanInput(title="扬尘专项方案", kind="special", documents=(document.uuid,))
    second = register_plan(InspectionInput(name="2025年省级例行督察"), special, [item()], cast.clerk)

    assert first.inspection == second.inspection
    assert Inspection.objects.count() == 1


def test_an_inspection_has_one_master_plan(item: ItemMaker, file_plan: Filer) -> None:
    filed = file_plan(item())
    with pytest.raises(MasterStands, match="《澜州市整改方案》，这次没有登记任何内容") as refusal:
        file_plan(item())

    assert refusal.value.plan == filed.plan
    assert (Plan.objects.count(), Finding.objects.count()) == (1, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(inspection_id=filed.inspection, title="第二份总体方案")


def test_the_record_tells_it_and_holds(item: ItemMaker, file_plan: Filer) -> None:
    result = file_plan(item(status="completed", status_text="已完成整改"))

    finding = result.findings[0]
    assert [tell(entry) for entry in journal.stream("finding", finding.finding)] == [
        f"按《澜州市整改方案》登记入台账，编号 {finding.number}；文件载明方案前已完成整改。"
    ]
    assert "列入1个问题" in tell(journal.stream("plan", result.plan)[0])
    assert journal.verify("finding", finding.finding) is None


@pytest.mark.parametrize("who", ["luming", "reader", "leader", "admin", "outsider"])
def test_only_the_office_may_register(who: str, item: ItemMaker, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="整改办"):
        register_plan(InspectionInput(name="督察"), PlanInput("方案"), [item()], getattr(cast, who))

    assert not Inspection.objects.exists()


def test_everything_missing_is_said_in_one_answer(item: ItemMaker, cast: Cast) -> None:
    with pytest.raises(Refused) as refusal:
        register_plan(InspectionInput(), PlanInput(" "), [item(problem=" ")], cast.head)

    assert len(refusal.value.reasons) == 3
    assert "（一）" in refusal.value.reasons[2]
    assert not Plan.objects.exists()


def test_nothing_is_left_when_a_document_is_gone(item: ItemMaker, cast: Cast, document: Document) -> None:
    value = item()
    document.delete()
    with pytest.raises(Refused, match="重新上传"):
        register_plan(InspectionInput(name="督察"), PlanInput("方案"), [value], cast.clerk)

    assert (Inspection.objects.count(), Finding.objects.count(), Body.objects.count()) == (0, 0, 3)


def test_the_rest_of_a_document_can_follow(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    first = file_plan(item(printed_no="（一）"), item(printed_no="（二）"))
    plan = Plan.objects.get(pk=first.plan)
    second = supplement_plan(plan, PlanInput(plan.title), [item(printed_no="（三）")], cast.clerk)

    assert second.version == 2
    assert [row.printed_no for row in plan.versions.get(number=2).items.all()] == [
        "（一）",
        "（二）",
        "（三）",
    ]
    assert [row.printed_no for row in plan.versions.get(number=1).items.all()] == ["（一）", "（二）"]
    assert list(Finding.objects.order_by("ordinal").values_list("ordinal", flat=True)) == [0, 1, 2]
