"""Writing the plan of one finding: what is new, what is struck out, where values come from, and who may."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.ledger import queries
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.inputs import IndicatorInput, MilestoneInput, Origin
from duban.ledger.models import Finding, Indicator, Measure, Milestone, Step
from duban.ledger.plan_lines import indicator, indicator_line, milestone, milestone_line
from duban.ledger.verbs import VERBS
from tests.duban.conftest import Cast, Filer, ItemMaker
from tests.duban.ledger.planning import CHARGES, Road, act, get, told

FIRST, SECOND = "封堵排口。", "建成污水管网12公里。"


@pytest.fixture
def number(item: ItemMaker, file_plan: Filer, cast: Cast, document: Any) -> str:
    """A problem that was handed out; the place of its second measure in the document is known."""
    place = Origin("measures.1", document.uuid, 3, 13, SECOND, "read")
    number = file_plan(item(charges=CHARGES, origins=(place,))).findings[0].number
    Road(number, cast).assigned()
    return number


def measures(number: str) -> list[str]:
    return [row.text for row in get(number).measures.filter(superseded_by=None)]


@pytest.mark.django_db
class TestDraft:
    def test_the_form_opens_with_what_holds_and_saying_it_again_changes_nothing(
        self, number: str, cast: Cast
    ) -> None:
        opening = VERBS["draft_plan"].opening(get(number))
        assert opening["measures"] == (FIRST, SECOND)
        assert opening["milestones"] == ("2026-03-31 完成排口封堵（措施1）",)
        assert opening["indicators"] == ("管网 ≥ 12 公里",)
        assert opening["person"] == "陆明 局长"
        steps = Step.objects.count()
        with pytest.raises(Refused, match="没有需要保存的改动"):
            act("draft_plan", number, cast.luming, **opening)
        assert Step.objects.count() == steps

    def test_measures_are_added_moved_and_struck_out(self, number: str, cast: Cast) -> None:
        kept = get(number).measures.get(text=SECOND)
        step = act("draft_plan", number, cast.luming, measures=(SECOND, "", "建立巡查制度。"))
        assert measures(number) == [SECOND, "建立巡查制度。"]
        assert get(number).measures.get(text=SECOND, superseded_by=None).pk == kept.pk
        assert get(number).measures.get(text=FIRST).superseded_by is not None
        assert step.facts["changes"] == [
            {"field": "measures", "before": [FIRST, SECOND], "after": [SECOND, "建立巡查制度。"]}
        ]
        assert "整改措施由2项改为2项（内容有调整）" in told(number)[-1]

    def test_nobody_types_a_whole_report_into_a_plan(self, number: str, cast: Cast) -> None:
        steps, long = Step.objects.count(), "长" * 1001
        for said in (
            {"goal": long},
            {"measures": (FIRST, long)},
            {"indicators": (f"{long} ≥ 12 公里",)},
            {"deadline_raw": long},
            {"deadline_anchor": long},
        ):
            with pytest.raises(Refused, match="没有任何改动：请写明要点"):
                act("draft_plan", number, cast.luming, **said)
        Measure.objects.filter(text=SECOND).update(text=long)
        act("draft_plan", number, cast.luming, measures=(long,))  # what was read is as long as it is
        assert Step.objects.count() == steps + 1

    def test_a_value_keeps_its_place_in_the_document_and_a_typed_one_says_so(
        self, number: str, cast: Cast
    ) -> None:
        act("draft_plan", number, cast.clerk, measures=(SECOND, "建立巡查制度。"), goal="全面消除直排。")
        sources = queries.sources(get(number), cast.clerk)
        moved, typed, goal = (sources.of(name) for name in ("measures.0", "measures.1", "goal"))
        assert moved is not None
        assert typed is not None
        assert goal is not None
        assert (moved.how, moved.quote) == ("read", SECOND)
        assert (typed.how, typed.start, typed.end) == ("typed", 0, 0)
        assert (goal.how, goal.confirmed_by) == ("typed", cast.clerk)

    def test_the_original_deadline_stays_the_first_row(self, number: str, cast: Cast) -> None:
        later = datetime.date(2026, 9, 30)
        act("draft_plan", number, cast.luming, deadline_date=later, deadline_raw="2026年9月底前")
        rows = list(get(number).deadlines.all())
        assert [row.date for row in rows] == [datetime.date(2026, 6, 30), later]
        assert (get(number).due_on, get(number).deadline_kind) == (later, "fixed")
        assert "整改时限由“2026年6月底前 2026-06-30”改为“2026年9月底前 2026-09-30”" in told(number)[-1]

    def test_a_relative_deadline_says_from_what(self, number: str, cast: Cast) -> None:
        with pytest.raises(Refused, match="自何事起算"):
            act("draft_plan", number, cast.luming, deadline_kind="conditional", deadline_amount=3)
        term = {"deadline_anchor": "方案批复", "deadline_amount": 3, "deadline_unit": "month"}
        act("draft_plan", number, cast.luming, deadline_kind="conditional", deadline_raw="", **term)
        row = get(number).deadlines.last()
        assert row is not None
        assert (row.kind, row.date, row.rule_anchor, row.rule_amount) == ("conditional", None, "方案批复", 3)
        assert get(number).due_on is None

    def test_milestones_targets_and_the_responsible_person(self, number: str, cast: Cast) -> None:
        act(
            "draft_plan",
            number,
            cast.luming,
            milestones=("2026-03-31 完成排口封堵（措施1）", "2026年5月底前 管网完成80%（措施2）"),
            indicators=("管网 ≥ 12 公里", "COD 下降 30 %（2026-06-30）"),
            person="韩雪 副局长",
        )
        finding = get(number)
        steps = list(finding.milestones.filter(superseded_by=None))
        assert [(row.date, row.measure and row.measure.text) for row in steps] == [
            (datetime.date(2026, 3, 31), FIRST),
            (datetime.date(2026, 5, 31), SECOND),
        ]
        target = finding.indicators.get(name="COD")
        assert (target.op, target.value, target.unit) == ("down_by", 30, "%")
        assert target.by == datetime.date(2026, 6, 30)
        person = finding.charges.get(role="person", until=None)
        assert (person.printed, person.post) == ("韩雪", "副局长")
        assert [row.number for row in Finding.objects.mentioning("韩雪")] == [number]

    def test_a_finding_without_a_plan_is_written_too(self, number: str, cast: Cast) -> None:
        """Its rows stand in no version, so what is gone is kept by the step alone."""
        Finding.objects.filter(number=number).update(plan_item=None)
        step = act("draft_plan", number, cast.luming, measures=(SECOND,))
        assert measures(number) == [SECOND]
        assert Measure.objects.filter(finding__number=number).count() == 1
        assert step.facts["changes"][0]["before"] == [FIRST, SECOND]

    def test_a_line_that_cannot_be_read_is_named(self, number: str, cast: Cast) -> None:
        for wrong, words in (
            ({"milestones": ("明年完成",)}, "“明年完成”看不出日期"),
            ({"milestones": ("2026-13-40 完成",)}, "看不出日期"),
            ({"milestones": ("2026-03-31 完成（措施9）",)}, "措施不存在"),
            ({"indicators": ("管网建成",)}, "看不出数值"),
            ({"deadline_kind": "soon"}, "没有“soon”这种时限类别"),
            ({"deadline_date": datetime.date(1026, 3, 1)}, "核对年份"),
        ):
            with pytest.raises(Refused, match=words):
                act("draft_plan", number, cast.luming, **wrong)
        assert measures(number) == [FIRST, SECOND]

    def test_who_may(self, number: str, cast: Cast) -> None:
        for stranger in (cast.tangxi, cast.outsider, cast.admin):
            with pytest.raises(Unseen):
                act("draft_plan", number, stranger, goal="别的目标")
        for wrong in (cast.leader, cast.reader):
            with pytest.raises(NotAllowed, match="牵头单位的联络员"):
                act("draft_plan", number, wrong, goal="别的目标")
        assert get(number).goal != "别的目标"

    def test_handed_in_returned_and_handed_in_again(self, number: str, cast: Cast) -> None:
        act("submit_plan", number, cast.luming)
        with pytest.raises(OutOfStep, match=r"鲁晓已于.*办理“报送方案”"):
            act("draft_plan", number, cast.luming, goal="别的目标")
        with pytest.raises(NotAllowed):
            act("return_plan", number, cast.luming, reason="自己退回")
        with pytest.raises(Refused, match="请写明退回方案的理由"):
            act("return_plan", number, cast.clerk)
        act("return_plan", number, cast.clerk, reason="目标不够具体")
        assert told(number)[-1] == "退回方案，由“方案审核”转为“方案编制”。理由：目标不够具体"
        act("draft_plan", number, cast.luming, goal="全面消除直排。")
        act("submit_plan", number, cast.luming)
        assert get(number).stage == "plan_review"

    def test_all_that_is_missing_comes_at_once(self, item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
        bare = item(charges=CHARGES[:-2] + CHARGES[-1:], goal="", measures=(), milestones=(), indicators=())
        number = file_plan(bare).findings[0].number
        Road(number, cast).assigned()
        act("draft_plan", number, cast.clerk, deadline_kind="ongoing")
        with pytest.raises(GateShut) as shut:
            act("submit_plan", number, cast.luming)
        assert [gap.what for gap in shut.value.gaps] == [
            "goal",
            "indicator",
            "measures",
            "deadline.phase",
            "charge.accepting",
        ]
        assert all(gap.who for gap in shut.value.gaps)
        assert get(number).stage == "plan_draft"

    def test_ongoing_work_passes_with_a_goal_for_the_phase(self, number: str, cast: Cast) -> None:
        act("draft_plan", number, cast.luming, deadline_kind="ongoing", milestones=())
        with pytest.raises(GateShut, match="没有阶段性目标"):
            act("submit_plan", number, cast.luming)
        act("draft_plan", number, cast.luming, milestones=("2026年底前 取得明显成效",))
        act("submit_plan", number, cast.luming)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("2026-03-31 完成封堵", MilestoneInput(datetime.date(2026, 3, 31), "完成封堵")),
        ("2026年9月底前，完成主体（措施2）", MilestoneInput(datetime.date(2026, 9, 30), "完成主体", 1)),
        ("2026年9月30日前完成", MilestoneInput(datetime.date(2026, 9, 30), "完成")),
        ("２０２８-０２ 完成", MilestoneInput(datetime.date(2028, 2, 29), "完成")),
        ("2028-02 完成", MilestoneInput(datetime.date(2028, 2, 29), "完成")),
        ("2026年底前 取得明显成效", MilestoneInput(datetime.date(2026, 12, 31), "取得明显成效")),
    ],
)
def test_a_milestone_is_read_from_its_line(line: str, what: MilestoneInput) -> None:
    assert milestone(line, 2) == what


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("管网长度 ≥ 12 公里", IndicatorInput("管网长度", ">=", 12, "公里")),
        ("综合利用率 ≥ ８５．５％", IndicatorInput("综合利用率", ">=", 85.5, "%")),
        ("PM2.5平均浓度≤42微克/立方米", IndicatorInput("PM2.5平均浓度", "<=", 42, "微克/立方米")),
        ("黑臭水体工程量不低于30%（2026年9月底）", IndicatorInput("黑臭水体工程量", ">=", 30, "%", datetime.date(2026, 9, 30))),
    ],
)  # fmt: skip
def test_a_target_is_read_from_its_line(line: str, what: IndicatorInput) -> None:
    assert indicator(line) == what


_NAMES = st.text("管网长度排口整治率", min_size=1, max_size=6)


@given(
    _NAMES,
    st.sampled_from(["<=", ">=", "<", ">", "=", "down_by", "up_by"]),
    st.integers(0, 99999),
    st.sampled_from(["", "公里", "%", "微克/立方米"]),
    st.none() | st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)),
)
def test_targets_survive_the_way_to_the_form_and_back(
    name: str, op: str, value: int, unit: str, by: datetime.date | None
) -> None:
    said = IndicatorInput(name, op, value, unit, by)
    row = Indicator(name=name, op=op, value=value, unit=unit, by=by)
    assert indicator(indicator_line(row)) == said


@given(st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)), _NAMES)
def test_milestones_survive_the_way_to_the_form_and_back(day: datetime.date, what: str) -> None:
    assert milestone(milestone_line(Milestone(date=day, what=what), []), 0) == MilestoneInput(day, what)
