"""Marks on pages become lines, tables and paragraphs: the rules that PDF, OFD and OCR share."""

import itertools

import pytest

from gongwen.formats.draft import Draft
from gongwen.formats.layout import Char, Page, Stroke, lines_of, read_page, write
from gongwen.source import Paragraph, Table

WIDTH, HEIGHT, LEFT, SIZE, PITCH = 595.0, 842.0, 80.0, 16.0, 28.0
FULL = 27  # characters of a full line


def put(text, x, y, size=SIZE, gaps=None):
    """Characters side by side; Latin ones half as wide; ``gaps``: extra room before a character, by its index."""
    chars = []
    for index, char in enumerate(text):
        x += (gaps or {}).get(index, 0.0)
        width = size if char > "\u2000" else size / 2
        chars.append(Char(char, x, x + width, y, y + size))
        x += width
    return chars


def page_of(*lines, number=0):
    """A page of lines (indent in characters, text), set one under the other."""
    chars = []
    for row, (indent, text) in enumerate(lines):
        chars += put(text, LEFT + indent * SIZE, 120 + row * PITCH)
    return read_page(number, WIDTH, HEIGHT, chars, [])


def written(*pages):
    draft = Draft()
    write(list(pages), draft)
    return draft


def texts(draft):
    return [draft.text[b.start : b.end] for b in draft.blocks]


def body(count, first=""):
    """A paragraph's lines: indented first line, full lines, a short last one."""
    whole = (first + "生态环境保护督察整改" * 20)[:count]
    lines = [(2, whole[: FULL - 2])]
    lines += [(0, whole[at : at + FULL]) for at in range(FULL - 2, count, FULL)]
    return whole, lines


def test_typed_spaces_stay_and_gaps_of_the_layout_do_not():
    (line,) = lines_of(put("整改 方案", 80, 100))
    assert line.text == "整改 方案"
    (line,) = lines_of(put("共12处", 80, 100, gaps={1: 4.0, 3: 4.0}))
    assert line.text == "共12处"
    (line,) = lines_of(put("PM2.5and", 80, 100, gaps={5: 5.0}))
    assert line.text == "PM2.5 and"
    (line,) = lines_of(put("印发澜州市", 80, 100, gaps={2: 60.0}))
    assert line.text == "印发 澜州市"


@pytest.mark.parametrize(
    ("label", "expected"), [("一、", "一、甲"), ("（二）", "（二）甲"), ("3.", "3.甲"), ("④", "④甲")]
)
def test_the_tab_behind_a_number_is_no_text(label, expected):
    (line,) = lines_of(put(f"{label}甲", 80, 100, gaps={len(label): 20.0}))
    assert line.text == expected


def test_the_tab_between_two_numbers_stays():
    (line,) = lines_of(put("1.2020年", 80, 100, gaps={2: 20.0}))
    assert line.text == "1. 2020年"


def test_order_in_the_file_does_not_matter():
    chars = put("第一行", 80, 100) + put("第二行", 80, 130)
    assert [line.text for line in lines_of(reversed(chars))] == ["第一行", "第二行"]


def test_type_printed_twice_is_read_once():
    (line,) = lines_of(put("人人标题11", 80, 100) + put("人人标题11", 80.5, 100))
    assert line.text == "人人标题11"


def test_note_marks_go_and_exponents_stay():
    raised = [Char("1", 128, 132, 100, 109)]
    assert lines_of(put("指标值", 80, 100) + raised)[0].text == "指标值"
    unit = [Char("3", 104, 108, 100, 109)]
    assert lines_of(put("为", 80, 100) + put("m", 96, 100) + unit)[0].text == "为m3"


def test_wrapped_lines_are_rejoined_and_paragraphs_kept_apart():
    first, one = body(100)
    second, two = body(60)
    draft = written(page_of(*one, *two, (2, "责任单位：望汀区"), (2, "整改时限：年底")))
    assert texts(draft) == [first, second, "责任单位：望汀区", "整改时限：年底"]
    assert all(isinstance(b, Paragraph) and b.whole for b in draft.blocks)


def test_a_paragraph_runs_over_a_page_and_the_page_begins_inside_it():
    whole, lines = body(150)
    filler = body(200)[1]
    draft = written(page_of(*filler, *lines[:3]), page_of(*lines[3:], (2, "完。"), number=1))
    assert texts(draft)[1] == whole
    start = draft.blocks[1].start
    assert draft.page_starts == [0, start + 3 * FULL - 2]


def test_a_full_last_line_does_not_swallow_the_next_paragraph():
    whole, lines = body(2 * FULL - 2)
    assert texts(written(page_of(*lines, *lines, *body(100)[1])))[:2] == [whole, whole]


def test_without_indents_a_number_opens_a_paragraph():
    line = "落实" * 13 + "。"
    rows = [
        (0, line),
        (0, "1." + "甲" * 25),
        (0, "乙。"),
        (0, line),
        (0, "（二）" + "丙" * 9),
        (0, line),
        (0, "一是" + "丁" * 9),
    ]
    assert texts(written(page_of(*rows))) == [
        line,
        "1." + "甲" * 25 + "乙。",
        line,
        "（二）" + "丙" * 9,
        line,
        "一是" + "丁" * 9,
    ]


def test_a_title_over_two_lines_is_one():
    whole, lines = body(100)
    draft = written(page_of((0, "澜" * FULL), (8, "整改方案"), *lines))
    assert texts(draft) == ["澜" * FULL + "整改方案", whole]


def test_short_lines_alone_are_not_taken_for_full_ones():
    assert texts(written(page_of((0, "澜州市水务局"), (0, "鹿鸣县"), (0, "石溪区政府")))) == [
        "澜州市水务局",
        "鹿鸣县",
        "石溪区政府",
    ]


def furnished(number, middle, head="澜州市人民政府文件"):
    page = page_of(*middle, number=number)
    chars = put(head, LEFT, 40, 10) + put(f"— {number + 1} —", 280, 790, 10)
    page.lines = lines_of(chars) + page.lines
    page.lines.sort(key=lambda line: line.top)
    return page


def test_running_heads_and_page_numbers_go():
    pages = [furnished(n, body(60)[1]) for n in range(4)]
    assert texts(written(*pages)) == [body(60)[0]] * 4


def test_a_secrecy_mark_in_a_running_head_stays_once():
    pages = [furnished(n, body(60)[1], "机密★1年") for n in range(3)]
    assert texts(written(*pages)) == ["机密★1年", *[body(60)[0]] * 3]


def test_footnotes_come_last():
    whole, lines = body(150)
    first = page_of(*body(200)[1], *lines[:3])
    first.lines += lines_of(put("①指标为年均值，按国家标准", 80, 700, 9)) + lines_of(
        put("计算。", 80, 712, 9)
    )
    draft = written(first, page_of(*lines[3:], (2, "完。"), number=1))
    assert texts(draft)[1:] == [whole, "完。", "指标为年均值，按国家标准计算。"]


def test_lines_of_a_table_of_contents_go():
    assert texts(
        written(page_of((0, "一、总体要求………………3"), (0, "二、整改任务........12"), (2, "正文。")))
    ) == ["正文。"]


def ruled(xs, ys, skip=()):
    """Strokes of a grid; ``skip`` names borders that are not drawn: (horizontal, index, from, to)."""
    strokes = []
    for index, y in enumerate(ys):
        for a, b in itertools.pairwise(xs):
            if (True, index, a, b) not in skip:
                strokes.append(Stroke(True, y, a, b))
    for index, x in enumerate(xs):
        for a, b in itertools.pairwise(ys):
            if (False, index, a, b) not in skip:
                strokes.append(Stroke(False, x, a, b))
    return strokes


def table_page(rows, number=0, top=200.0, skip=(), xs=(80.0, 120.0, 200.0, 400.0)):
    chars = []
    ys = [top + 30 * index for index in range(len(rows) + 1)]
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            chars += put(text, x + 5, y + 8, 10)
    return read_page(number, WIDTH, HEIGHT, chars, ruled(xs, ys, skip))


def only_table(draft):
    (table,) = [block for block in draft.blocks if isinstance(block, Table)]
    return [(c.row, c.column, c.row_span, c.column_span, draft.text[c.start : c.end]) for c in table.cells]


def test_borders_that_are_missing_make_merged_cells():
    skip = [(True, 1, 80.0, 120.0), (False, 2, 200.0, 230.0)]
    draft = written(table_page([("甲", "乙", ""), ("", "丙", "丁")], skip=skip))
    assert only_table(draft) == [
        (0, 0, 2, 1, "甲"),
        (0, 1, 1, 2, "乙"),
        (1, 1, 1, 1, "丙"),
        (1, 2, 1, 1, "丁"),
    ]


def test_a_table_over_two_pages_is_one_without_its_repeated_header():
    head = ("序号", "县区", "措施")
    draft = written(
        table_page([head, ("1", "望汀", "清运。")]),
        table_page([head, ("2", "石溪", "覆盖。")], number=1, top=100.0),
    )
    assert [cell[4] for cell in only_table(draft)] == [*head, "1", "望汀", "清运。", "2", "石溪", "覆盖。"]
    assert only_table(draft)[-1][:2] == (2, 2)
    assert draft.page_starts == [0, draft.text.index("2\t石溪")]


def test_a_row_broken_by_the_page_is_put_together():
    draft = written(
        table_page([("序号", "县区", "措施"), ("1", "望汀", "清运全部积存")]),
        table_page([("", "", "垃圾。"), ("2", "石溪", "覆盖。")], number=1),
    )
    assert [cell[4] for cell in only_table(draft)][3:] == [
        "1",
        "望汀",
        "清运全部积存垃圾。",
        "2",
        "石溪",
        "覆盖。",
    ]


def test_tables_of_other_columns_stay_apart():
    draft = written(
        table_page([("甲", "乙", "丙")] * 2),
        table_page([("丁", "戊", "己")] * 2, number=1, xs=(80, 300, 350, 400)),
    )
    assert len(draft.blocks) == 2


def test_a_frame_and_a_rule_are_no_tables():
    chars = put("红头文件", 100, 210)
    frame = ruled((80.0, 500.0), (200.0, 240.0))
    page = read_page(0, WIDTH, HEIGHT, chars, [*frame, Stroke(True, 300, 80, 500)])
    assert page.tables == []
    assert [line.text for line in page.lines] == ["红头文件"]


def test_text_around_a_table_keeps_its_place():
    page = table_page([("甲", "乙", "丙"), ("丁", "戊", "己")])
    page.lines = lines_of(put("表前", LEFT, 120) + put("表后", LEFT, 400))
    assert texts(written(page)) == ["表前", "甲\t乙\t丙\n丁\t戊\t己", "表后"]


def test_an_empty_page_counts_as_a_page():
    assert (
        len(written(page_of((0, "甲。")), Page(1, WIDTH, HEIGHT), page_of((0, "乙。"), number=2)).page_starts)
        == 3
    )
