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


def at(draft_item: DraftItem, start: int, *headings: int) -> DraftItem:
    """The draft, with its problem and its headings at these places."""
    draft_item.content["problem"] = {"text": "问题", "span": [start, start + 2]}
    for part, place in zip(draft_item.content["path"], headings, strict=True):
        part["span"] = [place, place + 3]
    return draft_item


def stated(what: str, value: int, raw: str, start: int = 0) -> dict[str, object]:
    return {"what": what, "value": value, "raw": {"text": raw, "span": [start, start + len(raw)]}}


def test_the_sentence_tells_the_state_where_the_name_does_not() -> None:
    totals = [stated("问题", 21, "21个问题已完成整改"), stated("问题", 9, "尚未完成整改的9个问题")]
    found = reconcile(totals, [Scope(FOUR, 1)])
    assert [(line.what, line.found) for line in found] == [
        ("21个问题已完成整改", 1),
        ("尚未完成整改的9个问题", 3),
    ]


def test_a_figure_under_a_heading_is_about_that_part() -> None:
    items = [
        at(draft("一、水"), 30, 10),
        at(draft("一、水"), 40, 10),
        at(draft("二、大气"), 70, 50),
    ]
    totals = [
        stated("整改任务", 3, "3项整改任务", 0),
        stated("整改任务", 2, "两个方面2项整改任务", 15),
        stated("整改任务", 1, "一个方面1项整改任务", 55),
    ]
    assert all(line.agrees for line in reconcile(totals, [Scope(items, 0)]))


@pytest.mark.parametrize("what", ["澜州市信访件", "望汀区已办结"])
def test_figures_of_one_place_are_not_held_against_all(what: str) -> None:
    assert lines((what, 6), scopes=[Scope(FOUR, 1)]) == []


def test_one_that_agrees_explains_the_others_of_its_name() -> None:
    totals = [stated("问题", 21, "21个问题"), stated("问题", 4, "4个问题")]
    assert [line.stated for line in reconcile(totals, [Scope(FOUR, 1)])] == [4]


def test_petitions_are_not_the_items_of_a_report_on_tasks() -> None:
    totals = [stated("整改任务", 4, "4项整改任务"), stated("群众信访举报件", 228, "228件群众信访举报件")]
    assert [line.stated for line in reconcile(totals, [Scope(FOUR, 1)])] == [4]


def test_a_sentence_about_measures_is_none_about_items() -> None:
    assert reconcile([stated("问题类别", 6, "6大类18个方面的措施")], [Scope(FOUR, 1)]) == []
