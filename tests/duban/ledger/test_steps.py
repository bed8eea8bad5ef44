"""One verb taken on one finding: who may, from where, what is missing, and what the record says."""

from __future__ import annotations

import pytest

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Unseen
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Charge, Finding, Stage, Step
from duban.ledger.verbs import take
from duban.ledger.verbs.registry import Said
from tests.duban.conftest import Cast, Filer, ItemMaker

pytestmark = pytest.mark.django_db

SEEN_BY_ALL = (
    ChargeInput("lead", "市水务局"),
    ChargeInput("main", "鹿鸣县"),
    ChargeInput("supervising", "市生态环境局"),
    ChargeInput("leader", "程砚秋"),
)


@pytest.fixture
def registered(item: ItemMaker, file_plan: Filer) -> str:
    """A problem with everybody charged except the one responsible person."""
    return file_plan(item(charges=SEEN_BY_ALL)).findings[0].number


@pytest.fixture
def charged(registered: str) -> str:
    finding = Finding.objects.get(number=registered)
    Charge.objects.create(finding=finding, role="person", printed="陆明", since="2026-01-01")
    return registered


def test_a_problem_is_handed_out(charged: str, cast: Cast) -> None:
    step = take("assign", charged, Said(), cast.clerk)
    finding = Finding.objects.get(number=charged)
    assert (finding.stage, finding.step_count) == (Stage.PLAN_DRAFT, 1)
    assert (step.start, step.end, step.by) == (Stage.REGISTERED, Stage.PLAN_DRAFT, cast.clerk)
    assert step.facts["rules"][0]["rule"] == "plan_required_roles"
    assert "市水务局、鹿鸣县" in told(finding)[-1]


def test_all_that_is_missing_comes_in_one_answer(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    number = file_plan(item(charges=(ChargeInput("main", "鹿鸣县"),))).findings[0].number
    with pytest.raises(GateShut) as shut:
        take("assign", number, Said(), cast.clerk)
    assert [gap.what for gap in shut.value.gaps] == [
        "charge.lead",
        "charge.supervising",
        "charge.leader",
        "charge.person",
    ]
    untouched(number)


@pytest.mark.parametrize("who", ["luming", "leader", "reader"])
def test_whoever_sees_it_but_may_not_is_told_who_may(charged: str, cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed, match="整改办"):
        take("assign", charged, Said(), getattr(cast, who))
    untouched(charged)


@pytest.mark.parametrize("who", ["tangxi", "admin", "outsider"])
def test_to_the_others_it_does_not_exist(charged: str, cast: Cast, who: str) -> None:
    with pytest.raises(Unseen) as one:
        take("assign", charged, Said(), getattr(cast, who))
    with pytest.raises(Unseen) as other:
        take("assign", "无此编号", Said(), getattr(cast, who))
    assert str(one.value).replace(charged, "") == str(other.value).replace("无此编号", "")
    untouched(charged)


def test_the_second_of_two_is_told_what_happened(charged: str, cast: Cast) -> None:
    take("assign", charged, Said(seen=0), cast.clerk)
    for said in (Said(seen=0), Said()):
        with pytest.raises(OutOfStep, match=r"方静已于.*办理“交办”"):
            take("assign", charged, said, cast.head)
    assert Step.objects.count() == 1


def untouched(number: str) -> None:
    finding = Finding.objects.get(number=number)
    assert (finding.stage, finding.step_count) == (Stage.REGISTERED, 0)
    assert not Step.objects.exists()


def told(finding: Finding) -> list[str]:
    return [tell(entry) for entry in journal.stream("finding", finding.pk)]
