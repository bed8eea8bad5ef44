"""After whatever anybody did in whatever order: what is repeated agrees with the rows, and the record can be told."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from duban.accounts.models import Person
from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.journal.verification import verify_all
from duban.ledger.actions import revise_plan
from duban.ledger.agreeing import disagreements
from duban.ledger.errors import Refused
from duban.ledger.importing import Mode, SheetRow, carry_out
from duban.ledger.importing.carrying import Table
from duban.ledger.inputs import ChargeInput, DeadlineInput, ItemChange, PlanInput, RuleInput
from duban.ledger.lifecycle import Standing
from duban.ledger.models import Finding, Plan, PlanItemVersion, RequestState
from duban.ledger.moves import leading_from
from duban.ledger.verbs import VERBS
from duban.organizations.models import Body, BodyKind, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, act
from tests.duban.ledger.walking import do, finding, let_pass, rule_says

pytestmark = pytest.mark.django_db

START = datetime.datetime(2026, 1, 30, 16, 30, tzinfo=datetime.UTC)
#: Half past midnight in the office, still the day before in UTC.
GROUP = ChargeInput("supporting", "各县市区")
DAYS = st.sampled_from([datetime.date(2026, 2, 28), datetime.date(2027, 6, 30), datetime.date(2028, 2, 29)])
TEXTS = st.sampled_from(
    ["建泵站。", "  封堵排口。  ", "😀‮目标", "一行\n两行", "长" * 3000, "<b>清运</b>、%(x)s"]
)
DEADLINES = st.sampled_from(
    [
        DeadlineInput("2026年6月底前", "fixed", datetime.date(2026, 6, 30)),
        DeadlineInput("2027年2月底前", "fixed", datetime.date(2027, 2, 28)),
        DeadlineInput("立行立改", "immediate"),
        DeadlineInput("长期坚持", "ongoing"),
        DeadlineInput("公开后30日内", "conditional", None, RuleInput("公开", 30, "day")),
        DeadlineInput(),
    ]
)
CHARGED = st.sampled_from([CHARGES, (*CHARGES, GROUP), (ChargeInput("main", "棠溪县"), *CHARGES[2:])])
SAID: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "charge": st.fixed_dictionaries(
        {
            "role": st.sampled_from(["person", "lead", "main", "supporting", "watcher"]),
            "names": st.sampled_from([(), ("陆明 局长",), ("市水务局",), ("各县市区",)]),
            "measure": st.sampled_from([None, None, 1]),
        }
    ),
    "change_people": st.fixed_dictionaries(
        {"role": st.sampled_from(["person", "leader"]), "names": st.sampled_from([("韩雪 局长",), ()])}
    ),
    "waive": st.fixed_dictionaries(
        {"what": st.sampled_from(["person", "indicator", "publication"]), "end": st.booleans()}
    ),
    "draft_plan": st.fixed_dictionaries(
        {
            "goal": st.none() | TEXTS,
            "measures": st.none() | st.lists(TEXTS, max_size=3, unique=True).map(tuple),
            "milestones": st.sampled_from([None, (), ("2026-03-31 完成排查（措施1）",)]),
            "indicators": st.sampled_from([None, (), ("管长 ≥ 12 公里",)]),
            "deadline_date": st.none() | DAYS,
            "person": st.sampled_from([None, "陆明 局长", ""]),
        }
    ),
    "coordinate": st.fixed_dictionaries({"text": TEXTS, "unit": st.sampled_from(["", "棠溪县"])}),
    "join_group": st.just({"member": "棠溪县"}),
    "ask_change": st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["deadline", "measures", "goal"]),
            "deadline": DAYS,
            "measures": st.lists(TEXTS, min_size=1, max_size=2, unique=True).map(tuple),
            "goal": TEXTS,
            "assessment": st.just("经论证。"),
        }
    ),
    "ask_standing": st.fixed_dictionaries(
        {
            "kind": st.sampled_from(["withdraw", "merge", "transfer", "suspend", "resume", "resume"]),
            "into": st.sampled_from(["2026-0001", "2026-0002", "2026-0003"]),
            "charges_known": st.just(True),
            "to_body": st.just("棠溪县"),
            "leaves": st.booleans(),
            "until": DAYS,
        }
    ),
    "approve_change": st.just({"letter_no": "省整改〔2026〕9号"}),
    "approve_standing": st.just({"letter_no": "省整改〔2026〕9号"}),
    "set_deadline": st.fixed_dictionaries({"purpose": st.sampled_from(["accept", "close"]), "date": DAYS}),
    "record_event": st.fixed_dictionaries({"name": st.just("约谈"), "happened_on": DAYS}),
    "set_sites": st.just({"sites": ("北门排口",)}),
    "correct": st.fixed_dictionaries({"what": st.sampled_from(["problem", "printed_no"]), "after": TEXTS}),
}
WHO = st.sampled_from(["clerk", "head", "head", "luming", "tangxi"])
#: Verbs that lead somewhere come often enough to arrive there.
NAMES = st.sampled_from([*sorted(VERBS), *("ask_change", "ask_standing", "withdraw_step") * 2])
OTHERS = st.one_of(
    st.tuples(st.just("take"), NAMES, WHO, st.just({})).flatmap(
        lambda op: st.tuples(*map(st.just, op[:3]), SAID.get(op[1], st.just({})))
    ),
    st.tuples(
        st.just("revise"), st.fixed_dictionaries({"goal": TEXTS, "charges": CHARGED, "deadline": DEADLINES})
    ),
    st.tuples(st.just("drop")),
    st.tuples(st.just("import"), st.fixed_dictionaries({"goal": TEXTS, "person": st.just("陆明（局长）")})),
    st.tuples(st.just("days"), st.integers(1, 40)),
)
ASKED = st.sampled_from(["ask_change", "ask_standing"]).flatmap(
    lambda verb: st.tuples(st.just("take"), st.just(verb), st.just("clerk"), SAID[verb])
)
OP = st.one_of(
    OTHERS, ASKED, st.tuples(st.just("on")), st.tuples(st.just("decide")), st.tuples(st.just("decide"))
)


class Walk:
    """Three problems of one plan, everybody at them."""

    def __init__(self, cast: Cast, item: ItemMaker, clock: Any) -> None:
        self.cast, self.item, self.clock = cast, item, clock
        self.taken: set[str] = set()

    def go(self, place: int, op: tuple[Any, ...]) -> None:
        row = finding(f"2026-000{place}")
        doing: dict[str, Callable[..., object]] = {
            "take": self.take,
            "on": self.on,
            "decide": self.decide,
            "revise": self.revise,
            "drop": self.drop,
            "import": self.bring,
            "days": lambda _row, days: self.clock.shift(datetime.timedelta(days=days)),
        }
        try:
            with transaction.atomic():
                doing[op[0]](row, *op[1:])
        except Refused:
            return
        self.taken.add(op[1] if op[0] == "take" else op[0])

    def take(self, row: Finding, verb: str, who: str, said: dict[str, Any]) -> None:
        person: Person = getattr(self.cast, who)
        act(verb, row.number, person, **{"reason": "理由😀\n第二行", **said})

    def on(self, row: Finding) -> None:
        step = next(each for each in leading_from(row.stage) if each.end and not each.is_return)
        if step.verb in VERBS:
            do(step.verb, row.number, self.cast.clerk)
            self.taken.add(step.verb)

    def decide(self, row: Finding) -> None:
        request = row.requests.filter(state=RequestState.OPEN).first()
        if request is not None:
            kind = "change" if request.kind in {"deadline", "measures", "goal"} else "standing"
            letter = "省整改〔2026〕9号"
            do(f"approve_{kind}", row.number, self.cast.head, request=request.pk, letter_no=letter)
            self.taken.add(f"approve_{request.kind}")

    def revise(self, row: Finding, facts: dict[str, Any]) -> None:
        self.change(ItemChange("changed", row.plan_item_id, self.item(**facts)))

    def drop(self, row: Finding) -> None:
        self.change(ItemChange("gone", row.plan_item_id))

    def change(self, change: ItemChange) -> None:
        plan = Plan.objects.get()
        newest = plan.versions.order_by("-number")[0]
        if not PlanItemVersion.objects.filter(version=newest, item=change.plan_item).exists():
            raise Refused("这一项已不在方案中。")
        revise_plan(plan, PlanInput("修订稿"), [change], self.cast.clerk)

    def bring(self, row: Finding, cells: dict[str, str]) -> None:
        said = SheetRow(2, {"number": row.number, "inspection": row.inspection.name, **cells}, {}, {})
        carry_out([said], self.cast.clerk, table=Table("台账.xlsx"), mode=Mode.UPDATE)


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(START, tick=False) as found:
        yield found


@pytest.fixture
def plan(cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    for name in ("鹿鸣县", "棠溪县"):
        GroupMember.objects.create(group=group, body=Body.objects.get(name=name), since="2020-01-01")
    person = ChargeInput("person", "陆明", post="局长")
    charges = ((*CHARGES, person), (*CHARGES, GROUP, person), CHARGES)
    rule_says("suspension_rests_deadline", True)
    rule_says("extension_apply_before_days", 0)
    file_plan(*(item(printed_no=f"（{at}）", charges=each) for at, each in enumerate(charges, start=1)))
    let_pass(cast)
    for place in (1, 2):
        for verb in ("assign", "submit_plan", "file_plan", "start_work")[: 5 - place]:
            do(verb, f"2026-000{place}", cast.clerk)


#: What no sentence says: signs that collide, and values that are no words.
ODD = ("None", "。。", "；。", "：。", "，。", "。；", "\x00")


@given(walk=st.lists(st.tuples(st.integers(1, 3), OP), min_size=20, max_size=40))
@settings(
    max_examples=int(os.environ.get("WALKS", "12")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize="WALKS" not in os.environ,
)
def test_everything_agrees_after_any_walk(
    plan: None, clock: Any, cast: Cast, item: ItemMaker, walk: list[tuple[int, tuple[Any, ...]]]
) -> None:
    whole = transaction.savepoint()
    clock.move_to(START)
    there = Walk(cast, item, clock)
    try:
        for place, op in walk:
            there.go(place, op)
        assert list(disagreements()) == []
        assert verify_all().holds
        in_both_languages()
    finally:
        transaction.savepoint_rollback(whole)


def test_the_walks_lead_somewhere(plan: None, clock: Any, cast: Cast, item: ItemMaker) -> None:
    """The ways of going on are ways that succeed, not refusals one after the other."""
    there = Walk(cast, item, clock)
    there.go(2, ("on",))
    there.go(
        1, ("take", "ask_change", "clerk", {"kind": "goal", "goal": "新目标。", "assessment": "经论证。"})
    )
    there.go(1, ("decide",))
    there.go(1, ("revise", {"goal": "又一目标。", "charges": CHARGES}))
    there.go(3, ("import", {"goal": "表中的目标。"}))
    there.go(3, ("drop",))
    assert {"start_work", "ask_change", "approve_goal", "revise", "import", "drop"} <= there.taken


def in_both_languages() -> None:
    for language in ("zh-hans", "en"):
        with translation.override(language):
            for entry in Entry.objects.all():
                told = tell(entry)
                assert told not in ("", entry.verb)
                assert [odd for odd in ODD if odd in told] == [], told


def test_a_disagreement_is_named_and_nothing_is_changed(plan: None) -> None:
    told = StringIO()
    call_command("check_ledger", stdout=told)
    assert "一致" in told.getvalue()
    Finding.objects.filter(number="2026-0002").update(due_on="2030-01-01", standing=Standing.MERGED)
    with pytest.raises(CommandError, match="不一致"):
        call_command("check_ledger", stdout=told)
    assert "2026-0002  时限与最后一条时限记录不一致。" in told.getvalue()
    assert "2026-0002  在册情况与最后一次变动不一致。" in told.getvalue()
    assert "2026-0001" not in told.getvalue()
