"""A plan that was approved long ago goes from registration to work in a handful of acts, each over all its findings."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duban.journal.verification import verify_all
from duban.ledger.errors import Refused
from duban.ledger.inputs import ChargeInput, DeadlineInput
from duban.ledger.models import Filing, Finding, Inspection, PlanVersion, Stage
from duban.ledger.verbs import VERBS
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, TODAY, Road, act, known
from tests.duban.ledger.test_plans import do

pytestmark = pytest.mark.django_db

#: As plans of that time name them: who carries out, who watches, which leader; no lead unit, no person, no acceptance.
THREE = (
    ChargeInput("main", "鹿鸣县"),
    ChargeInput("supervising", "市生态环境局"),
    ChargeInput("leader", "程砚秋", post="副市长"),
)
KINDS = (
    {},
    {"deadline": DeadlineInput("立行立改，持续推进", "immediate_ongoing"), "indicators": ()},
    {"deadline": DeadlineInput("2018年9月底前", "fixed", datetime.date(2018, 9, 30))},
    {"deadline": DeadlineInput("按项目方案推进", "conditional")},
)
MANY = 40


@pytest.fixture
def numbers(item: ItemMaker, file_plan: Filer) -> list[str]:
    items = [
        item(problem=f"第{at + 1}个问题。", charges=THREE, **KINDS[at % len(KINDS)]) for at in range(MANY)
    ]
    return [each.number for each in file_plan(*items).findings]


def test_forty_findings_in_a_handful_of_acts(numbers: list[str], cast: Cast) -> None:
    known("市督察整改验收组", "省人民政府")
    version, day = PlanVersion.objects.get(), datetime.date(2019, 1, 14)

    def on_all(verb: str, **said: Any) -> int:
        assert VERBS[verb].in_bulk
        return sum(
            _attempt(lambda number=number: act(verb, number, cast.clerk, **said)) for number in numbers
        )

    assert on_all("waive", what="lead", reason="方案未另列牵头单位") == MANY
    assert on_all("waive", what="person", reason="方案未列责任人") == MANY
    assert on_all("charge", role="accepting", names=("市督察整改验收组",)) == MANY
    assert on_all("assign") == MANY
    assert on_all("submit_plan") == MANY - MANY // len(KINDS)
    assert on_all("waive", what="indicator", reason="方案未列量化指标") == MANY // len(KINDS)
    assert on_all("submit_plan") == MANY // len(KINDS)
    seat = Inspection.objects.get()
    do("set_class_deadline", seat, cast.clerk, kind="immediate_ongoing", date=day, words="确保销号")
    meeting = do("hold_meeting", None, cast.clerk, kind="executive", name="市政府常务会议", held_on=day)
    do("put_on_agenda", meeting, cast.clerk, title="审议方案", version=version.pk, decision="原则通过。")
    do("approve_plan", version, cast.clerk, body="省人民政府", approved_on=day)
    do("publish_plan", version, cast.clerk, channel="市政府网站", published_on=day)
    assert on_all("file_plan") == MANY
    assert on_all("start_work") == MANY

    assert set(Finding.objects.values_list("stage", flat=True)) == {Stage.IN_PROGRESS}
    assert Filing.objects.values("receipt_no").distinct().count() == MANY
    early = Finding.objects.filter(deadlines__before_approval=True)
    assert early.count() == MANY // len(KINDS)
    assert Finding.objects.filter(due_on=day).count() == MANY // len(KINDS)
    assert verify_all().holds


def _attempt(take: Callable[[], object]) -> bool:
    try:
        take()
    except Refused:
        return False
    return True


#: Statements of a verb, so that a plan of hundreds goes through in seconds.
COST = {"charge": 30, "assign": 16, "draft_plan": 36, "submit_plan": 24, "file_plan": 62, "start_work": 20}


@pytest.mark.parametrize("verb", sorted(COST))
def test_what_a_verb_costs(item: ItemMaker, file_plan: Filer, cast: Cast, verb: str) -> None:
    number = file_plan(item(charges=CHARGES)).findings[0].number
    road = Road(number, cast)
    said: dict[str, Any] = {
        "charge": {"role": "supporting", "names": ("市水务局",)},
        "draft_plan": {"goal": "全面消除直排。", "measures": ("封堵排口。", "建立巡查制度。")},
    }.get(verb, {})
    {
        "draft_plan": road.assigned,
        "submit_plan": road.assigned,
        "file_plan": road.ready,
        "start_work": road.filed,
    }.get(verb, lambda: None)()
    if verb == "assign":
        act("charge", number, cast.clerk, role="person", names=("陆明",))
    if verb == "start_work":
        do(
            "publish_plan",
            PlanVersion.objects.get(),
            cast.clerk,
            channel="网站",
            published_on=TODAY(),
        )
    with CaptureQueriesContext(connection) as asked:
        act(verb, number, cast.clerk, **said)
    assert len(asked) <= COST[verb]
