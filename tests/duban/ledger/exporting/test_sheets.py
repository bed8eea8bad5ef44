"""What is written into a cell is what is read out of it, whatever it is, and nothing in it comes alive."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace

import pytest

from duban.ledger.excel import Heading, write
from duban.ledger.exporting.gathering import Due, Printed, Target
from duban.ledger.exporting.holding import packed, unpacked
from duban.ledger.lists import LISTS, WHOLE
from tests.duban.ledger.exporting.conftest import sheets

DAY = datetime.date(2026, 3, 2)
PLAIN = Printed(
    pk=1,
    number="2026-0001",
    problem="沿河排口直排。",
    goal="消除直排。",
    printed_no="（一）",
    source="inspection",
    priority="",
    standing="active",
    stage="in_progress",
    completed_before_plan=False,
    status_text="",
    deadline_kind="fixed",
    due_on=DAY,
    inspection="2025年省级例行督察",
    headings=("一、水环境方面", "（一）河流"),
    targets=[Target("氨氮", "<=", 1.0, "mg/L", DAY)],
    deadlines=[Due("", "ongoing", None)],
)


def _book(*findings: Printed) -> bytes:
    target = io.BytesIO()
    heading = Heading("=2025年督察", "包含：“+1”", DAY)
    assert write(target, [*LISTS.values(), WHOLE], findings, len(findings), heading) == len(findings)
    return target.getvalue()


def _xml(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert book.testzip() is None
        yield from (book.read(name).decode() for name in book.namelist() if "/sheet" in name)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","点这里")',
        "+1+cmd|' /C calc'!A0",
        "-2",
        "@SUM(A1)",
        "http://example.org/",
        "00123",
        "<b>&amp;</b> “引” 'x'",
        "  前后有空格  ",
        "第一行\n第二行",
        "𠮷田村🏞️",
        "_x0041_ 与 _xZZ_",
    ],
)
def test_a_text_stays_what_it_is(text: str) -> None:
    data = _book(replace(PLAIN, problem=text, goal=text, printed_no=text))
    assert sheets(data)["问题清单"][3][3:5] == [text, text]
    assert sheets(data)["总台账"][3][4:6] == [text, text]
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in _xml(data))


def test_what_xml_cannot_hold_does_not_break_the_file() -> None:
    data = _book(replace(PLAIN, problem="前\x0b\x1f\ufffe\uffff后\r", goal="长" * 40_000))
    assert all("\x0b" not in sheet and "\ufffe" not in sheet for sheet in _xml(data))
    row = sheets(data)["整改清单"][3]
    assert str(row[2]).startswith("前")
    assert "后" in str(row[2])
    assert len(str(row[3])) == 32_000


def test_heads_and_looks_are_those_of_the_form() -> None:
    data = _book(PLAIN, replace(PLAIN, pk=2, number="2026-0002", problem="长" * 400))
    for xml, kind in zip(_xml(data), [*LISTS.values(), WHOLE], strict=True):
        last = f"{chr(ord('A') + len(kind.columns) - 1)}5"
        assert f'<dimension ref="A1:{last}"/>' in xml
        assert f'<autoFilter ref="A3:{last}"/>' in xml
        assert [int(line) for line in re.findall(r'<row r="(\d+)"', xml)] == [1, 2, 3, 4, 5]
        usual, tall = (float(ht) for ht in re.findall(r'<row r="[45]" ht="([\d.]+)"', xml))
        assert 24 <= usual < tall <= 400
    rows = sheets(data)
    assert [name for name, _rows in rows.items()] == [str(kind.name) for kind in (*LISTS.values(), WHOLE)]
    assert rows["问题清单"][0][0] == "=2025年督察问题清单"
    assert rows["效果清单"][3][4:6] == ["氨氮 ≤1mg/L（2026-03-02）", "长期坚持"]
    assert rows["总台账"][3][2] == "一、水环境方面 / （一）河流"


def test_an_empty_list_has_its_heads() -> None:
    assert len(sheets(_book())["问题清单"]) == 3


def test_what_a_file_holds_is_remembered_in_little_room() -> None:
    for pks in ([], [7], [9, 2, 5], list(range(1, 50_001))):
        assert unpacked(packed(pks)) == set(pks)
    assert len(packed(range(1, 50_001))) < 2000
