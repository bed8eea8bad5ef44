"""Random verbs by random people: exactly the moves of the table succeed, and database and record agree with it.

Who may do what is written here a second time, from the roles of the domain rules, not from the table."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from duban.journal.models import Entry
from duban.journal.verification import verify_all
from duban.ledger.errors import Refused, Unseen
from duban.ledger.inputs import ChargeInput
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import Finding, PlanApproval, Step
from duban.ledger.moves import move
from duban.ledger.verbs import VERBS
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, act, approve, decide, get, publish

pytestmark = pytest.mark.django_db

OFFICE = {"clerk", "head"}
#: luming is liaison officer of the main responsible unit; tangxi's county is not charged at all.
EXECUTING = OFFICE | {"luming"}
HEAD = {"head"}
MAY: Mapping[str, set[str]] = {
    **dict.fromkeys(
        (
            "charge",
            "waive",
            "assign",
            "return_plan",
            "file_plan",
            "join_group",
            "change_people",
            "correct",
            "set_deadline",
            "record_event",
        ),
        OFFICE,
    ),
    **dict.fromkeys(
        (
            "draft_plan",
            "submit_plan",
            "start_work",
            "ask_change",
            "ask_standing",
            "take_back",
            "withdraw_step",
            "coordinate",
            "set_sites",
        ),
        EXECUTING,
    ),
    **dict.fromkeys(("approve_change", "refuse_change", "approve_standing", "refuse_standing"), HEAD),
}
SEE = {"clerk", "head", "luming", "leader", "reader"}
EVERYBODY = (*sorted(SEE), "tangxi", "admin", "outsider")

REGISTERED, DRAFT, REVIEW, FILED, WORKING = (
    "registered",
    "plan_draft",
    "plan_review",
    "plan_filed",
    "in_progress",
)
#: The line of the domain rules: verb, from where, to where.
LINE = {
    "assign": (REGISTERED, DRAFT),
    "submit_plan": (DRAFT, REVIEW),
    "return_plan": (REVIEW, DRAFT),
    "file_plan": (REVIEW, FILED),
    "start_work": (FILED, WORKING),
}

SAID = {
    "charge": st.fixed_dictionaries(
        {
            "role": st.sampled_from(["person", "lead", "supporting", "accepting"]),
            "names": st.sampled_from([(), ("陆明 局长",), ("市水务局",), ("市住建局", "市水务局")]),
        }
    ),
    "change_people": st.fixed_dictionaries(
        {"role": st.just("person"), "names": st.sampled_from([("陆明 局长",), ("韩雪 局长",)])}
    ),
    "waive": st.fixed_dictionaries(
        {"what": st.sampled_from(["person", "indicator", "publication"]), "end": st.booleans()}
    ),
    "draft_plan": st.fixed_dictionaries(
        {
            "goal": st.sampled_from([None, None, "", "消除直排，断面水质达到Ⅲ类。"]),
            "measures": st.sampled_from([None, ("封堵排口。", "建成污水管网12公里。", "建立巡查制度。")]),
            "deadline_date": st.sampled_from([None, datetime.date(2026, 5, 31)]),
        }
    ),
    "set_sites": st.just({"sites": ("北门排口",)}),
    "set_deadline": st.just({"purpose": "accept", "date": datetime.date(2027, 6, 30)}),
    "record_event": st.just({"name": "约谈", "happened_on": datetime.date(2026, 1, 5)}),
    "coordinate": st.just({"text": "管网走向"}),
    "join_group": st.just({"member": "棠溪县"}),
    "ask_change": st.just({"deadline": datetime.date(2027, 6, 30), "assessment": "工程量增加。"}),
}
VERB_AND_SAID = st.sampled_from(sorted(VERBS)).flatmap(
    lambda verb: st.tuples(st.just(verb), SAID.get(verb, st.just({})))
)


class Machine(RuleBasedStateMachine):
    """One finding, everybody at it. Each run is one transaction that is thrown away."""

    cast: Cast
    number: str
    taken: set[str]

    @initialize(person=st.booleans(), ready=st.booleans())
    def begin(self, person: bool, ready: bool) -> None:
        self.savepoint = transaction.savepoint()
        if person:
            self.take("charge", "clerk", {"role": "person", "names": ("陆明 局长",)})
        if ready:
            self.prepare()

    @precondition(lambda self: not PlanApproval.objects.exists())
    @rule()
    def prepare(self) -> None:
        """Whatever the gates want of the plan as a whole comes about."""
        decide(self.cast)
        approve(self.cast)
        publish(self.cast)

    @rule(who=st.sampled_from(sorted(EXECUTING)), back=st.booleans())
    def goes_on(self, who: str, back: bool) -> None:
        """The line is walked, there and back, more often than chance would have it."""
        stage = get(self.number).stage
        fits = [verb for verb, (start, _end) in LINE.items() if start == stage]
        if fits:
            self.take(fits[0] if back else fits[-1], who, {})

    @rule(verb=st.sampled_from(sorted(LINE)), who=st.sampled_from(EVERYBODY))
    def jumps(self, verb: str, who: str) -> None:
        self.take(verb, who, {})

    @rule(asked=VERB_AND_SAID, who=st.sampled_from(EVERYBODY))
    def anything(self, asked: tuple[str, dict[str, Any]], who: str) -> None:
        self.take(asked[0], who, asked[1])

    def take(self, verb: str, who: str, said: dict[str, Any]) -> None:
        before, entries = get(self.number), Entry.objects.filter(stream__kind="finding").count()
        try:
            with transaction.atomic():
                step = act(verb, self.number, getattr(self.cast, who), reason="理由", **said)
        except Refused as refused:
            self.was_refused(before, entries, who, refused)
        else:
            self.was_taken(before, entries, verb, who, step)

    def was_taken(self, before: Finding, entries: int, verb: str, who: str, step: Step) -> None:
        after = get(self.number)
        self.taken.add(verb)
        assert who in MAY[verb], f"{who} took {verb}"
        assert before.stage in move(verb).start
        if verb in LINE:
            assert (step.start, step.end) == LINE[verb]
            assert before.standing == Standing.ACTIVE
        elif verb != "withdraw_step":
            assert step.start == step.end
        assert (step.start, step.end) == (before.stage, after.stage)
        assert (step.ordinal, after.step_count) == (before.step_count + 1, before.step_count + 1)
        assert Entry.objects.filter(stream__kind="finding").count() > entries

    def was_refused(self, before: Finding, entries: int, who: str, refused: Refused) -> None:
        after = get(self.number)
        assert (after.stage, after.step_count, after.goal, after.search_text) == (
            before.stage,
            before.step_count,
            before.goal,
            before.search_text,
        )
        assert Entry.objects.filter(stream__kind="finding").count() == entries
        assert isinstance(refused, Unseen) is (who not in SEE)
        assert refused.reasons

    @invariant()
    def the_steps_lead_to_the_stage(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        finding = get(self.number)
        stage = str(Stage.REGISTERED)
        for place, step in enumerate(finding.steps.order_by("ordinal"), start=1):
            assert (step.ordinal, step.start) == (place, stage)
            stage = step.end
        assert (finding.stage, finding.steps.count()) == (stage, finding.step_count)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            assert verify_all().holds
            transaction.savepoint_rollback(self.savepoint)


def test_exactly_the_moves_of_the_table(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    charges = (*CHARGES, ChargeInput("supporting", "市财政局"))
    found = file_plan(item(charges=charges)).findings[0].number
    taken: set[str] = set()
    made = type("Machine", (Machine,), {"cast": cast, "number": found, "taken": taken})
    quick = settings(
        max_examples=20, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
    )
    for _time in range(4):  # Chance may send everybody home early.
        run_state_machine_as_test(made, settings=quick)  # type: ignore[no-untyped-call]
        if set(LINE) <= taken:
            break
    assert set(LINE) <= taken, "the machine never came to the end of the line"


def test_the_line_is_the_tables() -> None:
    """What was written a second time is the same."""
    for verb, (start, end) in LINE.items():
        assert (set(move(verb).start), move(verb).end) == ({start}, end)
    assert set(MAY) == set(VERBS)
