"""A document as HTML: every run knows its place in code points, marks nest and are cut where they cross."""

from __future__ import annotations

import re
from html import unescape

import pytest

from duban.files.blocks import blocks_touched, from_json, lines_of, to_json
from duban.files.render import Mark, render_document
from gongwen.source import Cell, Paragraph, Table

RUN = re.compile(r'<span data-start="(\d+)" data-end="(\d+)">(.*?)</span>', re.S)


def runs(html: str) -> list[tuple[int, int, str]]:
    return [(int(start), int(end), unescape(text)) for start, end, text in RUN.findall(html)]


def table_text() -> tuple[str, Table]:
    text = "序号\t问题\n1\t排口直排\n"
    cells = (
        Cell(0, 0, 0, 2),
        Cell(0, 1, 3, 5),
        Cell(1, 0, 6, 7),
        Cell(1, 1, 8, 12),
    )
    return text, Table(0, 12, cells, header_rows=1)


def test_every_run_is_the_text_at_its_place() -> None:
    text = "一、鹿鸣县<b>排口&直排\n二、𠮷田沟黑臭𝟛公里"
    html = render_document(text, lines_of(text), [Mark(2, 5, "unit"), Mark(16, 20, "problem")])
    assert runs(html)
    assert all(text[start:end] == shown for start, end, shown in runs(html))


def test_markup_in_the_text_is_shown_not_done() -> None:
    html = render_document(
        "<script>alert(1)</script>", [Paragraph(0, 25)], [Mark(0, 8, "problem", key='1:"x')]
    )
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert 'data-key="1:&quot;x"' in html


def test_astral_characters_count_as_one() -> None:
    text = "𠮷𠮷排口"
    html = render_document(text, [Paragraph(0, 4)], [Mark(2, 4, "problem")])
    assert runs(html) == [(0, 2, "𠮷𠮷"), (2, 4, "排口")]


def test_marks_nest() -> None:
    html = render_document(
        "2026年6月底前完成", [Paragraph(0, 12)], [Mark(0, 9, "deadline"), Mark(0, 12, "measure")]
    )
    assert re.search(r'<mark class="mark mark-measure"><mark class="mark mark-deadline">', html)


def test_crossing_marks_are_cut_and_nothing_is_lost() -> None:
    text = "甲乙丙丁戊己"
    html = render_document(text, [Paragraph(0, 6)], [Mark(0, 4, "measure"), Mark(2, 6, "unit")])
    assert "".join(shown for _s, _e, shown in runs(html)) == text
    assert html.count("mark-unit") == 2
    assert html.count("<mark") == html.count("</mark>")


@pytest.mark.parametrize("mark", [Mark(3, 3, "unit"), Mark(40, 60, "unit"), Mark(5, 2, "unit")])
def test_marks_of_nothing_leave_no_trace(mark: Mark) -> None:
    assert "<mark" not in render_document("鹿鸣县排口", [Paragraph(0, 5)], [mark])


def test_a_mark_over_two_paragraphs_stands_in_both() -> None:
    text = "第一段\n第二段"
    html = render_document(text, lines_of(text), [Mark(1, 6, "context")])
    assert html.count("<mark") == 2
    assert runs(html) == [(0, 1, "第"), (1, 3, "一段"), (4, 6, "第二"), (6, 7, "段")]


def test_tables_keep_their_cells_and_places() -> None:
    text, table = table_text()
    html = render_document(text, [table], [Mark(8, 12, "problem", key="7:problem")])
    assert html.count("<th>") == 2
    assert html.count("<td>") == 2
    assert (8, 12, "排口直排") in runs(html)
    assert 'data-key="7:problem"' in html


def test_merged_cells_say_how_far_they_reach() -> None:
    table = Table(0, 5, (Cell(0, 0, 0, 2, row_span=2), Cell(0, 1, 3, 5, column_span=3)))
    html = render_document("甲乙\t丙丁", [table])
    assert '<td rowspan="2">' in html
    assert '<td colspan="3">' in html


def test_pages_are_numbered_where_they_begin() -> None:
    text = "第一页文字\n还在第一页\n第二页文字"
    html = render_document(text, lines_of(text), page_starts=[0, 12])
    assert html.index("第1页") < html.index("还在")
    assert html.index("还在") < html.index("第2页")
    assert html.count('class="doc-page"') == 2


def test_only_the_first_strong_mark_is_the_target() -> None:
    text = "甲乙\n丙丁"
    html = render_document(text, lines_of(text), [Mark(0, 5, "place", strong=True)])
    assert html.count('id="at"') == 1


def test_blocks_survive_the_database() -> None:
    _text, table = table_text()
    blocks = [Paragraph(0, 3, heading=2), table]
    assert from_json(to_json(blocks)) == blocks


def test_blocks_touched() -> None:
    blocks = lines_of("甲乙丙\n丁戊\n己庚")
    assert blocks_touched(blocks, [(4, 5)]) == [1]
    assert blocks_touched(blocks, [(2, 8)]) == [0, 1, 2]
    assert blocks_touched(blocks, [(3, 4)]) == []


def test_a_thousand_items_may_cite_the_same_words() -> None:
    text = "各县（市、区）党委、政府负责。"
    marks = [Mark(0, 12, "unit", key=f"{n}:units.lead.1") for n in range(1500)]
    html = render_document(text, [Paragraph(0, len(text))], [*marks, Mark(8, 14, "problem", key="p")])
    assert html.count("<mark") == html.count("</mark>") == 1502
    assert runs(html) == [(0, 8, text[:8]), (8, 12, text[8:12]), (12, 14, text[12:14]), (14, 15, text[14:])]
    assert html.index('"0:units') < html.index('"1:units')
