"""What a document says of itself against what was found."""

from __future__ import annotations

import pytest

from duban.intake.content import empty
from duban.intake.models import DraftItem, ItemState
from duban.intake.reconcile import Line, Scope, reconcile


def draft(*path: str) -> DraftItem:
    content = {**empty(), "path": [{"id": str(at), "text": text} for at, text in enumerate(path)]}
    return DraftItem(content=content, state=ItemState.ACTIVE)


def lines(*totals: tuple[str, float], scopes: list[Scope]) -> list[Line]:
    return reconcile([{"what": what, "value": value} for what, value in totals], scopes)


FOUR = [draft("一、水"), draft("一、水"), draft("二、大气"), draft("三、土壤")]


@pytest.mark.parametrize(
    ("what", "found"),
    [
        ("具体问题", 4),
        ("整改任务", 4),
        ("群众信访举报件", 4),
        ("问题类别", 3),
        ("已完成整改的问题", 1),
        ("尚未完成整改的问题", 3),
        ("正在整改", 3),
        ("已办结", 1),
        ("整改任务（一、水）", 2),
    ],
)
def test_figures_about_items(what: str, found: int) -> None:
    (line,) = lines((what, 99), scopes=[Scope(FOUR, 1)])
    assert (line.found, line.agrees, line.missing) == (found, False, 99 - found)


@pytest.mark.parametrize(
    "what", ["整改完成率", "追缴资金（万元）", "制定完善制度", "涉及责任追究的问题清单", "措施大类", "单位"]
)
def test_figures_about_other_things(what: str) -> None:
    assert lines((what, 4), scopes=[Scope(FOUR, 1)]) == []


def test_fractions_count_nothing() -> None:
    assert lines(("具体问题", 3.5), scopes=[Scope(FOUR, 1)]) == []


def test_a_repeated_figure_is_shown_once() -> None:
    assert len(lines(("具体问题", 4), ("具体问题", 4), scopes=[Scope(FOUR, 1)])) == 1


def test_a_figure_may_be_about_the_main_text_or_the_whole_set() -> None:
    both = [Scope(FOUR[:2], 0), Scope(FOUR, 2)]
    found = {
        line.what: (line.found, line.agrees) for line in lines(("具体问题", 2), ("问题总数", 4), scopes=both)
    }
    assert found == {"具体问题": (2, True), "问题总数": (4, True)}
    (line,) = lines(("具体问题", 7), scopes=both)
    assert line.found == 2
