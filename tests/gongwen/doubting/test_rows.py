"""Rows of tables that lost their lines: shorter than the head, cut inside a line, with a line of another cell."""

from __future__ import annotations

from typing import Any

from gongwen.results import Item, Span

from .readings import doubted, item

HEAD = "序号\n问题\n整改措施\n整改时限\n责任单位\n"
FIRST = "1\n河道管护不到位,岸线垃圾堆放。\n清运岸线垃圾,设置警示牌。\n2023年6月底前\n市水利局\n"
PROBLEMS = ("河道管护不到位,岸线垃圾堆放。", "雨污分流不彻底,污水直排入河。")
MEASURES = ("清运岸线垃圾,设置警示牌。", "新建污水管网,封堵直排口。")


def second(limit: str = "2023年9月底前\n", unit: str = "市住建局", measure: str = MEASURES[1]) -> str:
    return f"2\n{PROBLEMS[1]}\n{measure}\n{limit}{unit}\n"


def rows(text: str, unit: str = "市住建局", measure: str = MEASURES[1]) -> list[set[tuple[str, str | None]]]:
    """The doubts of two items, each read from its row."""
    starts = [text.index("1\n河道"), text.index("2\n雨污")]
    parts = [text[starts[0] : starts[1]].strip(), text[starts[1] :].split("\n\n")[0].strip()]
    units: list[dict[str, Any]] = [{"responsible": ["市水利局"]}, {"responsible": [unit]}]
    items = [
        item(text, part, problem, measures=[one], units=names)
        for part, problem, one, names in zip(parts, PROBLEMS, (MEASURES[0], measure), units, strict=True)
    ]
    return doubted(text, *items, layout="tables")[1]


def test_rows_with_all_their_cells() -> None:
    assert all(("item-unclear", None) not in doubts for doubts in rows(HEAD + FIRST + second()))


def test_a_row_shorter_than_the_head() -> None:
    first, last = rows(HEAD + FIRST + second(limit=""))
    assert ("item-unclear", None) not in first
    assert ("item-unclear", None) in last


def test_a_row_between_bars_may_have_empty_cells() -> None:
    head = "序号|问题|整改措施|整改时限|责任单位\n"
    text = f"{head}1|{PROBLEMS[0]}|{MEASURES[0]}||市水利局\n2|{PROBLEMS[1]}|{MEASURES[1]}||市住建局\n"
    spans: list[Span] = [(text.index("1|"), text.index("\n2|")), (text.index("2|"), len(text) - 1)]
    read: list[Item] = [
        item(text, text[slice(*span)], problem, measures=[one], units={"responsible": [name]})
        for span, problem, one, name in zip(spans, PROBLEMS, MEASURES, ("市水利局", "市住建局"), strict=True)
    ]
    assert all(("item-unclear", None) not in doubts for doubts in doubted(text, *read, layout="tables")[1])


def test_the_last_cell_before_a_date_may_be_a_signature() -> None:
    text = HEAD + FIRST + second(unit="市整改办公室") + "\n2023年1月5日\n"
    first, last = rows(text, unit="市整改办公室")
    assert ("item-unclear", None) not in first
    assert ("item-unclear", None) in last
