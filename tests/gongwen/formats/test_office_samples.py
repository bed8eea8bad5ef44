"""Files as an office suite writes them: old Word and Excel files, and its PDF."""

import random
from pathlib import Path

import pytest

from gongwen.errors import BrokenDocument, ProtectedDocument, ReadError, UnknownFormat
from gongwen.formats import read_source
from gongwen.source import Paragraph, Table
from tests.gongwen.formats.plans import PLAN
from tests.gongwen.formats.render import cells, paragraphs

SAMPLES = Path(__file__).parent / "samples"
HEAD = bytes.fromhex("eca50101")  # how the main stream of a doc file begins


def sample(name):
    return (SAMPLES / name).read_bytes()


def read(name):
    return read_source(sample(name), name)


def shape(source):
    """Texts and kinds of all blocks, and the grids of the tables."""
    return [
        (source.quote((b.start, b.end)), b.heading)
        if isinstance(b, Paragraph)
        else [(c.row, c.column, c.row_span, c.column_span, source.quote((c.start, c.end))) for c in b.cells]
        for b in source.blocks
    ]


@pytest.mark.parametrize("name", ["plan.doc", "plan.xls", "plan.pdf"])
def test_the_plan_is_the_same(name):
    source = read(name)
    found = shape(source)
    assert [block[0] for block in found if isinstance(block, tuple)] == paragraphs(PLAN)
    assert [block for block in found if isinstance(block, list)] == cells(PLAN)


def test_a_doc_with_everything_reads_like_its_docx():
    assert shape(read("edited.doc")) == shape(read("edited.docx"))
    assert read("edited.doc").text.split("\n")[:10] == [
        "机密★1年",
        "标题",
        "一、指导思想",
        "（一）子项",
        "（二）子项二",
        "1.第三层",
        "①圈号",
        "二、任务",
        "一、另起",
        "指标完成",
    ]


def test_header_rows_and_characters_outside_the_basic_plane():
    source = read("edited.doc")
    assert [block.header_rows for block in source.blocks if isinstance(block, Table)] == [1, 0]
    assert "软回车后𠮷字" in source.text


def patched(name, offset, value):
    data = bytearray(sample(name))
    data[data.index(HEAD) + offset] = value
    return bytes(data)


def test_a_doc_with_a_password_is_protected():
    with pytest.raises(ProtectedDocument):
        read_source(patched("plan.doc", 0x0B, 0x13), "a.doc")


def test_a_doc_of_word_95_is_refused_with_advice():
    with pytest.raises(UnknownFormat, match="Word 95"):
        read_source(patched("plan.doc", 3, 0x00), "a.doc")


@pytest.mark.parametrize("name", ["plan.doc", "plan.xls"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_old_files_are_broken(name, share):
    data = sample(name)
    with pytest.raises(BrokenDocument):
        read_source(data[: int(len(data) * share)], name)


@pytest.mark.parametrize("name", ["plan.doc", "edited.doc", "plan.xls"])
def test_damaged_old_files_never_raise_anything_else(name):
    data = sample(name)
    chance = random.Random(f"damage {name}")
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            source = read_source(bytes(damaged), name)
        except ReadError:
            continue
        assert source.text
