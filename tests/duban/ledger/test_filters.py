"""What the ledger can be asked: exact counts, and lateness on a day that is passed in."""

from __future__ import annotations

import datetime

import pytest

from duban.ledger import queries
from duban.ledger.filters import Filters
from duban.ledger.inputs import ChargeInput, DeadlineInput, PlanItemInput
from duban.ledger.models import Category, Finding, Inspection, Standing
from duban.ledger.paging import first_rows
from duban.ledger.progress import NEAR_DAYS, progress
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker

TODAY = datetime.date(2026, 6, 15)


def _due(day: datetime.date) -> DeadlineInput:
    return DeadlineInput(f"{day.year}年{day.month}月{day.day}日前", "fixed", day)


@pytest.fixture
def filed(item: ItemMaker, file_plan: Filer) -> None:
    wind = ("二、大气环境方面",)
    items: list[PlanItemInput] = [
        item(problem="逾期一日的水问题。", deadline=_due(TODAY - datetime.timedelta(days=1))),
        item(problem="逾期百日的扬尘。", deadline=_due(TODAY - datetime.timedelta(days=100)), category=wind),
        item(problem="今天到期。", deadline=_due(TODAY), priority="key"),
        item(problem="三十日后到期。", deadline=_due(TODAY + datetime.timedelta(days=30))),
        item(problem="明年到期。", deadline=_due(datetime.date(2027, 3, 31)), goal="PM2.5降至35"),
        item(problem="长期坚持。", deadline=DeadlineInput("长期坚持", "ongoing"), source="petition"),
        item(problem="早已完成，时限已过。", deadline=_due(datetime.date(2025, 1, 1)), status="completed"),
        item(
            problem="两家负责。",
            deadline=_due(datetime.date(2027, 1, 1)),
            charges=(
                ChargeInput("lead", "市水务局"),
                ChargeInput("leader", "顾临川"),
                ChargeInput("main", "棠溪县"),
            ),
        ),
    ]
    file_plan(*items)


def _ask(cast: Cast, **asked: str) -> list[str]:
    rows = queries.listed(cast.clerk, Filters(**asked), TODAY)
    return [problem.rstrip("。") for problem in rows.values_list("problem", flat=True)]


def test_the_most_urgent_come_first_and_the_finished_last(filed: None, cast: Cast) -> None:
    assert _ask(cast) == [
        "逾期百日的扬尘",
        "逾期一日的水问题",
        "今天到期",
        "三十日后到期",
        "两家负责",
        "明年到期",
        "长期坚持",
        "早已完成，时限已过",
    ]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"window": "late"}, ["逾期百日的扬尘", "逾期一日的水问题"]),
        ({"window": "near"}, ["今天到期", "三十日后到期"]),
        ({"window": "undated"}, ["长期坚持"]),
        ({"window": "finished"}, ["早已完成，时限已过"]),
        ({"window": "nonsense", "q": "两家"}, ["两家负责"]),
        ({"q": "PM2.5"}, ["明年到期"]),
        ({"q": "市水务局"}, ["两家负责"]),
        ({"q": "扬尘 逾期"}, ["逾期百日的扬尘"]),
        ({"q": "扬尘 今天"}, []),
        ({"leader": "顾临川"}, ["两家负责"]),
        ({"role": "lead"}, ["两家负责"]),
        ({"priority": "key"}, ["今天到期"]),
        ({"source": "petition"}, ["长期坚持"]),
        ({"deadline": "ongoing"}, ["长期坚持"]),
        ({"before_plan": "yes"}, ["早已完成，时限已过"]),
        ({"stage": "finished_before"}, ["早已完成，时限已过"]),
        ({"progress": "late"}, ["逾期百日的扬尘", "逾期一日的水问题"]),
        ({"progress": "good", "deadline": "fixed"}, ["两家负责", "明年到期"]),
        ({"progress": "done"}, ["早已完成，时限已过"]),
        ({"lateness": "30"}, ["逾期一日的水问题"]),
        ({"lateness": "over"}, ["逾期百日的扬尘"]),
        ({"lateness": "90"}, []),
        ({"window": "week"}, ["今天到期"]),
        ({"window": "month"}, ["逾期一日的水问题", "今天到期"]),
        ({"window": "next_year"}, ["两家负责", "明年到期"]),
        ({"due_from": "2026-06-15", "due_to": "2026-07-15"}, ["今天到期", "三十日后到期"]),
        ({"due_from": "nonsense", "priority": "key"}, ["今天到期"]),
        ({"station": "4"}, ["早已完成，时限已过"]),
        ({"body": "棠溪县"}, ["两家负责"]),
        ({"category": "二、大气环境方面"}, ["逾期百日的扬尘"]),
        ({"inspection": "没有这次督察"}, []),
        ({"region": "没有这个地方"}, []),
        ({"body": "99999999999999999999"}, []),
    ],
)
def test_each_question(asked: dict[str, str], expected: list[str], filed: None, cast: Cast) -> None:
    assert _ask(cast, **asked) == expected
    for size in (1, 3, 50):
        assert _in_pages(cast, size, **asked) == expected


def _in_pages(cast: Cast, size: int, **asked: str) -> list[str]:
    """The same list, page by page."""
    found: list[str] = []
    after = ""
    while True:
        page = first_rows(cast.clerk, Filters(**asked), TODAY, size, after)
        found += [row.problem.rstrip("。") for row in page.rows]
        after = page.next_key
        if not after:
            return found


def test_unit_and_role_belong_together(filed: None, cast: Cast) -> None:
    body = str(Body.objects.get(name="棠溪县").pk)
    assert _ask(cast, body=body) == ["两家负责"]
    assert _ask(cast, body=body, role="main") == ["两家负责"]
    assert _ask(cast, body=body, role="lead") == []


def test_a_category_is_asked_with_everything_below_it(item: ItemMaker, file_plan: Filer, cast: Cast) -> None:
    file_plan(item(category=("一部分", "水")), item(category=("一部分", "气")), item(category=("二部分",)))
    top = Category.objects.get(name="一部分")
    assert len(_ask(cast, category=str(top.pk))) == 2


def test_withdrawn_ones_are_neither_shown_nor_counted_unless_asked(filed: None, cast: Cast) -> None:
    Finding.objects.filter(problem="今天到期。").update(standing=Standing.WITHDRAWN)
    assert len(_ask(cast)) == 7
    assert _ask(cast, standing="withdrawn") == ["今天到期"]
    assert len(_ask(cast, standing="all")) == 8


def test_the_totals_agree_with_the_windows(filed: None, cast: Cast) -> None:
    totals = queries.listed(cast.clerk, Filters(), TODAY).tallied(TODAY, NEAR_DAYS)
    assert totals == {"total": 8, "late": 2, "near": 2, "undated": 1, "finished": 1, "suspended": 0}
    for name in ("late", "near", "undated", "finished"):
        assert len(_ask(cast, window=name)) == totals[name]


def test_an_inspection_is_asked_by_its_number(
    filed: None, item: ItemMaker, file_plan: Filer, cast: Cast
) -> None:
    file_plan(item(problem="另一次。"), inspection="另一次督察")
    other = Inspection.objects.get(name="另一次督察")
    assert _ask(cast, inspection=str(other.pk)) == ["另一次"]


@pytest.mark.parametrize(
    ("days", "state", "words"),
    [(-12, "late", "逾期12天"), (0, "near", "今天到期"), (5, "near", "还有5天"), (31, "good", "还有31天")],
)
def test_lateness_in_words(days: int, state: str, words: str) -> None:
    finding = Finding(stage="registered", due_on=TODAY + datetime.timedelta(days=days))
    told = progress(finding, TODAY)
    assert (told.state, told.words) == (state, words)


def test_a_finished_one_is_never_late() -> None:
    finding = Finding(stage="closed", due_on=datetime.date(2020, 1, 1))
    assert progress(finding, TODAY).state == "done"
