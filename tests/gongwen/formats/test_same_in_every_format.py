"""The same plan in any format gives the same paragraphs and the same cells."""

import pytest

from gongwen.formats import read_source
from gongwen.source import Paragraph, Table
from tests.gongwen.formats.plans import PLAN
from tests.gongwen.formats.render import cells, paragraphs, render


def read(kind):
    return read_source(render(PLAN, kind), f"方案.{kind}")


def texts(source):
    return [source.quote((b.start, b.end)) for b in source.blocks if isinstance(b, Paragraph)]


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf", "ofd"])
def test_paragraphs_are_the_same(kind):
    assert texts(read(kind)) == paragraphs(PLAN)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf", "ofd"])
def test_cells_are_the_same(kind):
    source = read(kind)
    tables = [block for block in source.blocks if isinstance(block, Table)]
    found = [
        [(c.row, c.column, c.row_span, c.column_span, source.quote((c.start, c.end))) for c in t.cells]
        for t in tables
    ]
    assert found == cells(PLAN)


def test_plain_text_is_the_same_line_by_line():
    assert texts(read("txt"))[:16] == paragraphs(PLAN)[:16]


@pytest.mark.parametrize("kind", ["txt", "html", "docx", "xlsx", "pdf", "ofd"])
def test_blocks_lie_in_order_and_do_not_overlap(kind):
    source = read(kind)
    ends = 0
    for block in source.blocks:
        assert ends <= block.start < block.end <= len(source.text)
        ends = block.end
        for cell in block.cells if isinstance(block, Table) else ():
            assert block.start <= cell.start <= cell.end <= block.end
