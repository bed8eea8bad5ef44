"""A revised plan meets a problem whose plan is on file: what people settled since is kept, and the plan is frozen anew."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone

from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.actions import revise_plan
from duban.ledger.errors import GateShut, OutOfStep, Refused
from duban.ledger.inputs import Accepted, ChargeInput, DeadlineInput, ItemChange, PlanInput, PlanItemInput
from duban.ledger.models import Finding, Plan, Standing
from duban.ledger.searching.folding import fold
from duban.ledger.words import words_of
from duban.organizations.models import Body, BodyKind, GroupMember
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get

pytestmark = pytest.mark.django_db
GROUP = ChargeInput("supporting", "各县市区")
FIRST = datetime.date(2027, 3, 31)
EXTENDED = datetime.date(2027, 6, 30)
LATER = DeadlineInput("2027年12月底前", "fixed", datetime.date(2027, 12, 31))
WHY = {"reason": "征地滞后。", "assessment": "工期须顺延。"}


class Revised:
    """A problem in work, and what a further version of its plan says of it."""

    def __init__(self, item: ItemMaker, cast: Cast, accepted: Accepted) -> None:
        self.item, self.cast = item, cast
        self.number, self.plan_item = accepted.number, accepted.plan_item

    def says(self, **facts: object) -> None:
        told = {"charges": (*CHARGES, GROUP), "deadline": DeadlineInput("2027年3月底前", "fixed", FIRST)}
        said: PlanItemInput = self.item(**{**told, **facts})
        self.revise(ItemChange("changed", self.plan_item, said))

    def revise(self, change: ItemChange) -> None:
        revise_plan(Plan.objects.get(), PlanInput("澜州市整改方案（修订）"), [change], self.cast.clerk)

    @property
    def finding(self) -> Finding:
        return get(self.number)

    def holders(self, role: str) -> list[str]:
        return list(self.finding.charges.filter(role=role, until=None).values_list("printed", flat=True))

    def told(self) -> str:
        last = journal.stream("finding", self.finding.pk).last()
        assert last is not None
        return tell(last)

    def extend(self) -> None:
        act("ask_change", self.number, self.cast.luming, kind="deadline", deadline=EXTENDED, **WHY)
        act("approve_change", self.number, self.cast.head, letter_no="省整改〔2026〕9号")


@pytest.fixture(autouse=True)
def _day() -> Iterator[None]:
    with time_machine.travel(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def revised(item: ItemMaker, file_plan: Filer, cast: Cast) -> Revised:
    group = Body.objects.create(name="各县市区", kind=BodyKind.GROUP)
    for name in ("棠溪县", "石溪区"):
        member = Body.objects.get_or_create(name=name, defaults={"kind": BodyKind.PLACE})[0]
        GroupMember.objects.create(group=group, body=member, since="2020-01-01")
    deadline = DeadlineInput("2027年3月底前", "fixed", FIRST)
    found = file_plan(item(charges=(*CHARGES, GROUP), deadline=deadline)).findings[0]
    Road(found.number, cast).working()
    return Revised(item, cast, found)


def test_members_of_a_group_stay_charged(revised: Revised, cast: Cast) -> None:
    revised.says(goal="断面水质达到Ⅱ类。")
    assert {"棠溪县", "石溪区"} <= set(revised.holders("supporting"))
    assert Finding.objects.visible_to(cast.tangxi).filter(number=revised.number).exists()


def test_members_go_with_their_group(revised: Revised) -> None:
    revised.says(charges=CHARGES)
    assert revised.holders("supporting") == []


def test_a_group_that_comes_is_resolved_at_once(revised: Revised) -> None:
    revised.says(charges=CHARGES)
    revised.says()
    assert set(revised.holders("supporting")) == {"各县市区", "棠溪县", "石溪区"}


def test_who_was_charged_by_the_office_stays(revised: Revised) -> None:
    revised.says(goal="断面水质达到Ⅱ类。")
    assert revised.holders("person") == ["陆明"]


def test_who_took_over_a_post_is_not_pushed_out_by_the_plan_repeating_the_former_name(
    revised: Revised,
) -> None:
    act(
        "change_people",
        revised.number,
        revised.cast.clerk,
        role="leader",
        names=("韩雪 副市长",),
        reason="轮岗。",
    )
    revised.says(goal="断面水质达到Ⅱ类。")
    assert revised.holders("leader") == ["韩雪"]


def test_an_approved_extension_outlives_a_version_that_does_not_speak_of_it(revised: Revised) -> None:
    revised.extend()
    revised.says(goal="断面水质达到Ⅱ类。")
    assert revised.finding.due_on == EXTENDED
    assert revised.finding.deadlines.count() == 2


def test_a_version_that_sets_another_day_is_a_further_row(revised: Revised) -> None:
    revised.extend()
    revised.says(deadline=LATER)
    assert [row.date for row in revised.finding.deadlines.all()] == [FIRST, EXTENDED, LATER.date]
    assert revised.finding.due_on == LATER.date
    assert "2027年6月30日" in revised.told()


def test_measures_by_approved_request_are_not_undone(revised: Revised) -> None:
    act(
        "ask_change",
        revised.number,
        revised.cast.luming,
        kind="measures",
        measures=("封堵排口。", "建泵站。"),
        **WHY,
    )
    act("approve_change", revised.number, revised.cast.head, letter_no="省整改〔2026〕9号")
    revised.says(measures=("封堵排口。", "建成污水管网12公里。", "建立巡查制度。"))
    standing = revised.finding.measures.filter(superseded_by=None).order_by("ordinal")
    assert [row.text for row in standing] == ["封堵排口。", "建立巡查制度。", "建泵站。"]
    assert len({row.ordinal for row in standing}) == 3


def test_the_plan_is_frozen_anew_under_a_number_of_its_own(revised: Revised) -> None:
    revised.says(goal="断面水质达到Ⅱ类。")
    first, second = revised.finding.filings.all()
    assert (first.number, second.number) == (1, 2)
    assert (first.frozen["goal"], second.frozen["goal"]) == (
        "消除直排，断面水质达到Ⅲ类。",
        "断面水质达到Ⅱ类。",
    )
    assert second.receipt_no in revised.told()


def test_a_term_of_the_new_version_becomes_a_day(revised: Revised) -> None:
    revised.says(deadline=DeadlineInput("立行立改", "immediate"))
    assert revised.finding.due_on is not None
    assert revised.finding.deadlines.last().date == revised.finding.due_on  # type: ignore[union-attr]


def test_who_looked_at_the_page_before_is_told(revised: Revised) -> None:
    seen = revised.finding.step_count
    revised.says(goal="断面水质达到Ⅱ类。")
    with pytest.raises(OutOfStep, match="修订"):
        act(
            "ask_change",
            revised.number,
            revised.cast.luming,
            kind="goal",
            goal="另一目标。",
            seen=seen,
            **WHY,
        )


def test_a_step_before_the_revision_is_not_withdrawn_over_it(revised: Revised) -> None:
    revised.extend()
    revised.says(deadline=LATER)
    with pytest.raises(Refused):
        act("withdraw_step", revised.number, revised.cast.head, reason="误批。")
    assert revised.finding.due_on == LATER.date


def test_a_change_asked_for_before_is_not_approved_over_it(revised: Revised) -> None:
    act("ask_change", revised.number, revised.cast.luming, kind="measures", measures=("建泵站。",), **WHY)
    revised.says(measures=("封堵排口。", "建立巡查制度。"))
    with pytest.raises(GateShut, match="不能按原申请批准"):
        act("approve_change", revised.number, revised.cast.head, letter_no="省整改〔2026〕9号")
    act("refuse_change", revised.number, revised.cast.head, reason="方案已修订。")


def test_the_letter_of_who_let_the_plan_pass_is_still_wanted(revised: Revised) -> None:
    revised.says(goal="断面水质达到Ⅱ类。")
    act("ask_change", revised.number, revised.cast.luming, kind="deadline", deadline=EXTENDED, **WHY)
    with pytest.raises(GateShut, match="省整改办"):
        act("approve_change", revised.number, revised.cast.head)


def test_the_search_finds_it_by_what_stands_now(revised: Revised) -> None:
    revised.says(goal="断面水质达到Ⅱ类。")
    assert revised.finding.search_text == fold(words_of(revised.finding))


def test_what_rests_goes_on_resting(revised: Revised) -> None:
    until = timezone.localdate() + datetime.timedelta(days=90)
    act("ask_standing", revised.number, revised.cast.luming, kind="suspend", until=until, reason="诉讼。")
    act("approve_standing", revised.number, revised.cast.head)
    revised.says(goal="断面水质达到Ⅱ类。")
    assert revised.finding.standing == Standing.SUSPENDED


def test_what_the_plan_drops_leaves_the_count_by_a_row(revised: Revised) -> None:
    revised.revise(ItemChange("gone", revised.plan_item))
    row = revised.finding.standing_changes.get()
    assert (row.before, row.after, row.by) == (Standing.ACTIVE, Standing.WITHDRAWN, revised.cast.clerk)


def test_what_was_closed_stays_closed_when_the_plan_drops_it(revised: Revised) -> None:
    Finding.objects.filter(number=revised.number).update(stage="closed")
    revised.revise(ItemChange("gone", revised.plan_item))
    assert revised.finding.standing == Standing.ACTIVE
    assert "销号" in revised.told()
