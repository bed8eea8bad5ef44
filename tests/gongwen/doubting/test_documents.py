"""Doubts that only the whole document shows: numbering, neighbours, readings that disagree."""

from __future__ import annotations

from gongwen.results import Doubt, Quote

from .readings import doubted, item, quote

PROBLEMS = ("河道管护不到位。", "台账记录缺失。", "雨污分流不彻底。", "养殖尾水直排。")


def listed(numbers: tuple[int, ...], lead: tuple[bool, ...] = (True,) * 4):
    """A text of numbered problems, each with a unit, and the items that were read of it."""
    lines = [f"{n}.{words}牵头单位:市水利局" for n, words in zip(numbers, PROBLEMS, strict=False)]
    text = "\n".join(lines)
    items = []
    for n, line, words, has in zip(numbers, lines, PROBLEMS, lead, strict=False):
        units = {"lead": ["市水利局"]} if has else {}
        items.append(item(text, line, words, no=f"{n}.", units=units))
    return text, items


def codes(reading) -> list[str]:
    return [doubt.code for doubt in reading.doubts]


def test_numbers_that_count_up_are_no_doubt() -> None:
    text, items = listed((1, 2, 3, 4))
    reading, doubts = doubted(text, *items)
    assert codes(reading) == []
    assert doubts == [set()] * 4


def test_a_gap_and_a_late_beginning_in_the_numbering() -> None:
    text, items = listed((1, 2, 4))
    assert codes(doubted(text, *items)[0]) == ["numbering-gap"]
    text, items = listed((3, 4, 5))
    assert codes(doubted(text, *items)[0]) == ["numbering-gap"]


def test_a_list_that_goes_on_behind_the_last_item() -> None:
    text, items = listed((1, 2, 3))
    assert codes(doubted(text, *items[:2])[0]) == ["numbering-gap"]


def test_what_the_others_have() -> None:
    text, items = listed((1, 2, 3, 4), (True, True, False, True))
    _, doubts = doubted(text, *items)
    assert doubts[2] == {("field-absent", "units.lead")}
    _, doubts = doubted(text, *items, layout="tables")
    assert doubts[2] == {("field-absent", None), ("field-absent", "units.lead")}


def test_an_item_without_a_problem_makes_its_neighbours_doubtful() -> None:
    text, items = listed((1, 2, 3))
    reading, doubts = doubted(text, items[0], items[1]._replace(problem=None), items[2])
    assert "items-unclear" in codes(reading)
    assert ("no-problem", None) in doubts[1]
    assert ("item-unclear", None) in doubts[0]
    assert ("item-unclear", None) in doubts[2]


def test_a_sentence_between_two_items() -> None:
    text, items = listed((1, 2))
    text = text.replace("\n", "\n同时,部分河段仍有垃圾堆放,清运不及时。整治力度不够。\n")
    second = item(text, "2.台账记录缺失。牵头单位:市水利局", "台账记录缺失。", no="2.")
    _, doubts = doubted(text, items[0], second)
    assert ("text-unread", "measures[0]") in doubts[0]


def test_a_reading_with_more_items_that_is_nearly_as_good() -> None:
    text, items = listed((1, 2))
    reading, doubts = doubted(text, *items, scores=((2.6, 2), (2.4, 5)))
    assert "layout-unclear" in codes(reading)
    assert ("layout-unclear", None) in doubts[0]
    reading, doubts = doubted(text, *items, scores=((4.6, 2), (4.4, 5)))
    assert codes(reading) == []


def test_a_count_that_leaves_no_room_is_about_the_totals() -> None:
    text, items = listed((1, 2))
    mismatch = Doubt("count-mismatch", "文中称有40个,实际读出2个。", (0, 2))
    reading, _ = doubted(text, *items, doubts=(mismatch,))
    assert [doubt.field for doubt in reading.doubts] == ["totals"]
    longer = text + "\n" + "还有许多没有读出的问题。" * 40
    reading, _ = doubted(longer, *items, doubts=(mismatch,))
    assert [doubt.field for doubt in reading.doubts if doubt.code == "count-mismatch"] == [None]


def test_a_problem_taken_from_the_title() -> None:
    text = "鹿鸣县整改情况公示\n1.河道管护不到位。"
    title: Quote = quote(text, "鹿鸣县整改情况公示")
    reading, (doubts,) = doubted(text, item(text, text, "鹿鸣县整改情况公示"), title=title)
    assert ("no-problem", None) in doubts
    assert "items-unclear" in codes(reading)


def test_every_doubt_is_a_chinese_sentence_with_a_place() -> None:
    text, items = listed((1, 3))
    reading, _ = doubted(text, *items, scores=((2.0, 2),))
    messages = [
        doubt.message for doubt in [*reading.doubts, *(d for one in reading.items for d in one.doubts)]
    ]
    assert messages
    assert all(message.endswith("。") and "请" in message for message in messages)
