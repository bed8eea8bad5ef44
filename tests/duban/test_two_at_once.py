"""Two people, or two workers, act on the same thing at the same moment: nothing is lost, nothing happens twice.

On PostgreSQL they act in threads. SQLite admits one writer at a time, so there the second act follows the first, with
what it saw before it."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from duban.intake.actions import Conflict, NotPossible, PlanStands, accepting, editing, shaping
from duban.intake.actions.accepting import Asked
from duban.intake.content import walk
from duban.intake.fields import Selection
from duban.intake.models import AcceptedPart, Change, DraftItem, IntakeSet, ItemState
from duban.intake.presenting import SetView
from duban.jobs import actions as jobs
from duban.jobs.models import Job
from duban.journal.verification import verify_all
from duban.ledger.actions import revise_plan
from duban.ledger.errors import Refused
from duban.ledger.inputs import InspectionInput, ItemChange, PlanInput
from duban.ledger.models import Finding, Plan, PlanVersion
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.intake import plans
from tests.duban.intake.conftest import SetMaker, items, read_set, reviewed  # noqa: F401 fixtures

pytestmark = pytest.mark.django_db(transaction=True)

INSPECTION = InspectionInput(name="2025年省级例行督察", type="routine", level="provincial")
PLAN = PlanInput(title="澜州市整改方案")

Act = Callable[[], Any]


def at_once(*acts: Act) -> list[Any]:
    """What each act gave, or the exception it ended with."""
    given: list[Any] = [None] * len(acts)
    begin = threading.Barrier(len(acts))

    def run(at: int, wait: bool) -> None:
        try:
            if wait:
                begin.wait()
            given[at] = acts[at]()
        except Exception as error:
            given[at] = error
        finally:
            if wait:
                connection.close()

    if connection.vendor == "sqlite":
        for at in range(len(acts)):
            run(at, wait=False)
        return given
    threads = [threading.Thread(target=run, args=(at, True)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    return given


def asked(intake_set: IntakeSet) -> Asked:
    found = accepting.candidates(SetView(intake_set), everything=True)
    return Asked(uuid.uuid4(), True, accepting.fingerprint(found))


def test_two_accept_the_same_set(cast: Cast, reviewed: IntakeSet) -> None:  # noqa: F811
    first, second = asked(reviewed), asked(reviewed)
    given = at_once(
        lambda: accepting.accept(cast.clerk, reviewed, first, INSPECTION, PLAN),
        lambda: accepting.accept(cast.head, reviewed, second, INSPECTION, PLAN),
    )
    assert sorted(type(each).__name__ for each in given) == ["AcceptedPart", "NotPossible"]
    assert (Finding.objects.count(), Plan.objects.count()) == (3, 1)
    assert verify_all().holds


def test_the_same_request_twice_is_one_acceptance(cast: Cast, reviewed: IntakeSet) -> None:  # noqa: F811
    once = asked(reviewed)
    act = lambda: accepting.accept(cast.clerk, reviewed, once, INSPECTION, PLAN)  # noqa: E731
    one, other = at_once(act, act)
    assert one == other
    assert (Finding.objects.count(), AcceptedPart.objects.count()) == (3, 1)


@pytest.fixture
def two_sets(read_set: SetMaker) -> tuple[IntakeSet, IntakeSet]:  # noqa: F811
    """Two sets that name the same headings and units, in opposite orders."""
    backwards = [{**item, "doubts": []} for item in reversed(plans.items())]
    one = read_set(("澜州市整改方案.txt", plans.answer()))
    return one, read_set(("澜州市补充方案.txt", plans.answer(found=backwards)))


def test_of_two_master_plans_the_second_is_told_of_the_first(
    cast: Cast, two_sets: tuple[IntakeSet, IntakeSet]
) -> None:
    one, other = two_sets
    first, second = asked(one), asked(other)
    given = at_once(
        lambda: accepting.accept(cast.clerk, one, first, INSPECTION, PLAN),
        lambda: accepting.accept(cast.head, other, second, INSPECTION, PLAN),
    )
    assert sorted(type(each).__name__ for each in given) == ["AcceptedPart", "PlanStands"], given
    told = next(each for each in given if isinstance(each, PlanStands))
    assert told.plan == Plan.objects.get().pk
    assert "已经有总体方案《澜州市整改方案》" in str(told)
    assert Finding.objects.count() == 3


def test_two_plans_of_other_kinds_enter_the_same_inspection(
    cast: Cast, two_sets: tuple[IntakeSet, IntakeSet]
) -> None:
    """They share the inspection, its headings and the new units, in whatever order they name them."""
    one, other = two_sets
    first, second = asked(one), asked(other)
    special = PlanInput(title="扬尘专项方案", kind="special")
    given = at_once(
        lambda: accepting.accept(cast.clerk, one, first, INSPECTION, special),
        lambda: accepting.accept(cast.head, other, second, INSPECTION, special),
    )
    assert [type(each) for each in given] == [AcceptedPart, AcceptedPart], given
    assert Finding.objects.values("number").distinct().count() == 6
    assert verify_all().holds


def _problem(item: DraftItem) -> str:
    return dict(walk(DraftItem.objects.get(pk=item.pk).content))["problem"]["text"]


def test_two_save_the_same_field(cast: Cast, items: list[DraftItem]) -> None:  # noqa: F811
    item = items[0]
    given = at_once(
        lambda: editing.set_text(cast.clerk, item, item.version, "problem", "经办人写的问题。"),
        lambda: editing.set_text(cast.head, item, item.version, "problem", "负责人写的问题。"),
    )
    lost = [each for each in given if isinstance(each, Conflict)]
    assert len(lost) == 1, given
    assert _problem(item) == ("负责人写的问题。" if given[0] is lost[0] else "经办人写的问题。")
    assert Change.objects.filter(item=item).count() == 1


def test_two_save_two_fields_of_an_item(cast: Cast, items: list[DraftItem]) -> None:  # noqa: F811
    item = items[0]
    given = at_once(
        lambda: editing.set_text(cast.clerk, item, item.version, "problem", "经办人写的问题。"),
        lambda: editing.set_text(cast.head, item, item.version, "goal", "负责人写的目标。"),
    )
    assert not [each for each in given if isinstance(each, Exception)], given
    assert _problem(item) == "经办人写的问题。"
    assert dict(walk(DraftItem.objects.get(pk=item.pk).content))["goal"]["text"] == "负责人写的目标。"


def test_two_split_the_same_item(cast: Cast, items: list[DraftItem]) -> None:  # noqa: F811
    item = items[1]
    start = plans.PLAN.index("石溪区青石沟")
    where = Selection(str(item.document.uuid), plans.PLAN, start, start + len("石溪区青石沟水质超标。"))
    given = at_once(
        lambda: shaping.split(cast.clerk, item, item.version, where),
        lambda: shaping.split(cast.head, item, item.version, where),
    )
    assert sum(isinstance(each, Conflict) for each in given) == 1, given
    standing = DraftItem.objects.filter(intake_set=item.intake_set, state=ItemState.ACTIVE)
    assert sorted(standing.values_list("position", flat=True)) == [1, 2, 3, 4]


def test_typing_and_splitting_never_wait_for_each_other(cast: Cast, items: list[DraftItem]) -> None:  # noqa: F811
    """A verb on the whole set holds the set and wants the item; typing holds the item and writes below the set."""
    for turn in range(8):
        item = DraftItem.objects.get(pk=items[0].pk)
        given = at_once(
            lambda item=item, turn=turn: editing.set_text(  # type: ignore[misc]
                cast.clerk, item, item.version, "goal", f"目标{turn}。"
            ),
            lambda item=item: shaping.confirm(cast.clerk, item, item.version),  # type: ignore[misc]
        )
        assert not [each for each in given if isinstance(each, Exception)], given


def test_what_is_typed_while_a_set_is_accepted_is_not_lost(
    cast: Cast,
    reviewed: IntakeSet,  # noqa: F811
    items: list[DraftItem],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Either the ledger has it, or the reviewer is told that the item is in the ledger already."""
    plain, looked_at, typed = accepting.Filer, threading.Event(), threading.Event()

    def slow(*facts: Any) -> Any:
        looked_at.set()
        if connection.vendor != "sqlite":
            typed.wait(0.4)
        return plain(*facts)

    monkeypatch.setattr(accepting, "Filer", slow)
    once = asked(reviewed)

    def type_meanwhile() -> Any:
        looked_at.wait(5)
        try:
            return editing.set_text(cast.head, items[0], 1, "problem", "负责人刚改的问题。")
        finally:
            typed.set()

    _part, answer = at_once(
        lambda: accepting.accept(cast.clerk, reviewed, once, INSPECTION, PLAN), type_meanwhile
    )
    finding = DraftItem.objects.get(pk=items[0].pk).finding
    assert finding is not None
    assert isinstance(answer, NotPossible) or finding.problem == "负责人刚改的问题。"
    assert finding.problem == _problem(items[0])


def test_two_revise_the_same_plan(cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    """Both compared with the same version; the second one is sent back to compare again."""
    filed = file_plan(item())
    plan, at = Plan.objects.get(), filed.findings[0].plan_item

    def revised(words: str) -> list[ItemChange]:
        return [ItemChange("changed", at, item(goal=words))]

    given = at_once(
        lambda: revise_plan(plan, PLAN, revised("经办人的目标。"), cast.clerk, base=1),
        lambda: revise_plan(plan, PLAN, revised("负责人的目标。"), cast.head, base=1),
    )
    assert sum(isinstance(each, Refused) for each in given) == 1, given
    assert list(PlanVersion.objects.values_list("number", flat=True)) == [1, 2]
    winner = "负责人的目标。" if isinstance(given[0], Refused) else "经办人的目标。"
    assert Finding.objects.get().goal == winner


def test_two_workers_claim_the_same_job(db: None) -> None:
    for turn in range(5):
        with transaction.atomic():
            jobs.enqueue("test.none", {}, key=f"claim-{turn}")
        now = timezone.now()
        given = at_once(lambda now=now: jobs.claim("一", now), lambda now=now: jobs.claim("二", now))  # type: ignore[misc]
        assert sorted(each is None for each in given) == [False, True], given
        assert Job.objects.get(key=f"claim-{turn}").attempts == 1
