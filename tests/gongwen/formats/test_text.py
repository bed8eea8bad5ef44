"""Plain text comes out exactly as it went in, whatever its encoding."""

import codecs
import hashlib
import random

import pytest

from gongwen.errors import BrokenDocument, EmptyDocument, UnknownFormat
from gongwen.formats import read_source
from gongwen.source import Paragraph

PLAN = "澜州市整改方案\n\n一、指导思想\n  (一)2020年底前,空气优良率≥81%。\n\n"


@pytest.mark.parametrize(
    "encoded",
    [
        PLAN.encode(),
        codecs.BOM_UTF8 + PLAN.encode(),
        PLAN.encode("gb18030"),
        codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
        PLAN.encode("utf-16-le"),
        PLAN.encode("utf-16-be"),
        PLAN.replace("\n", "\r\n").encode(),
        PLAN.replace("\n", "\r").encode("gb18030"),
    ],
    ids=[
        "utf-8",
        "utf-8-bom",
        "gb18030",
        "utf-16-le-bom",
        "utf-16-be-bom",
        "utf-16-le",
        "utf-16-be",
        "crlf",
        "cr",
    ],
)
def test_text_is_kept_exactly(encoded):
    source = read_source(encoded, "方案.txt")
    assert source.text == PLAN
    assert source.media_type == "text/plain"
    assert source.doubts == ()


@pytest.mark.parametrize("length", range(2, 11))
def test_short_gb18030_is_read(length):
    text = "鹿鸣县生态环境局关于销号的公示"[:length]
    assert read_source(text.encode("gb18030"), "a.txt").text == text


def test_blocks_are_the_lines_that_say_something():
    source = read_source(PLAN.encode(), "a.txt")
    assert [source.quote((b.start, b.end)) for b in source.blocks] == [
        "澜州市整改方案",
        "一、指导思想",
        "  (一)2020年底前,空气优良率≥81%。",
    ]
    assert all(isinstance(b, Paragraph) for b in source.blocks)


def test_name_loses_its_folders_and_hash_is_of_the_bytes():
    source = read_source("内容".encode(), "C:\\桌面\\方案.txt")
    assert source.name == "方案.txt"
    assert source.sha256 == hashlib.sha256("内容".encode()).hexdigest()


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t \r\n", "　　\n".encode(), b"\0" * 50, codecs.BOM_UTF8, codecs.BOM_UTF16_LE]
)
def test_nothing_is_said_to_be_empty(data):
    with pytest.raises(EmptyDocument):
        read_source(data, "a.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_text_cut_inside_a_character_is_truncated(encoding):
    with pytest.raises(BrokenDocument):
        read_source((PLAN * 5 + "县").encode(encoding)[:-1], "a.txt")


def test_few_damaged_bytes_are_replaced_with_a_doubt():
    data = bytearray((PLAN * 20).encode())
    data[3] = 0xFF
    source = read_source(bytes(data), "a.txt")
    (doubt,) = source.doubts
    assert doubt.code == "characters-lost"
    assert source.quote(doubt.span) == "\ufffd"


def test_noise_is_refused():
    noise = random.Random(7).randbytes(5000)
    with pytest.raises(UnknownFormat):
        read_source(noise, "a.txt")


def test_text_under_another_ending_is_refused():
    with pytest.raises(UnknownFormat, match=r"\.docx"):
        read_source(PLAN.encode(), "方案.docx")


def test_a_million_lines_are_read():
    source = read_source("一、污水直排。\n".encode() * 1_000_000, "a.txt")
    assert len(source.blocks) == 1_000_000
