"""What is peculiar to PDF: pages laid over, watermarks, spaces that nobody typed."""

from io import BytesIO

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from gongwen.errors import DocumentTooLarge
from gongwen.formats import pdf, read_source
from gongwen.formats.pdf import glyphs
from gongwen.source import Table

WIDTH, HEIGHT = 595, 842


def drawn(draw, rotation=0):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = BytesIO()
    canvas = Canvas(buffer, pagesize=(WIDTH, HEIGHT))
    canvas.setFont("STSong-Light", 16)
    draw(canvas)
    if rotation:
        canvas.setPageRotation(rotation)
    canvas.save()
    return read_source(buffer.getvalue(), "a.pdf")


def three_lines(canvas):
    for index, text in enumerate(["整改目标：全部纳管。", "整改措施：铺设管网。", "责任单位：市水务局。"]):
        canvas.drawString(-150, -30 * index, text)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 270])
def test_pages_laid_over_are_turned_by_their_text(turn, rotation):
    def draw(canvas):
        canvas.translate(300, 420)
        canvas.rotate(turn)
        three_lines(canvas)

    assert drawn(draw, rotation).text.split("\n") == [
        "整改目标：全部纳管。",
        "整改措施：铺设管网。",
        "责任单位：市水务局。",
    ]


@pytest.mark.parametrize("turn", [0, 90])
def test_tables_turn_with_their_page(turn):
    def draw(canvas):
        canvas.translate(300, 420)
        canvas.rotate(turn)
        canvas.grid([-100, 0, 100], [-60, -30, 0])
        for x, y, text in [(-90, -20, "甲一"), (10, -20, "乙二"), (-90, -50, "丙三"), (10, -50, "丁四")]:
            canvas.drawString(x, y, text)

    source = drawn(draw)
    assert isinstance(source.blocks[0], Table)
    assert source.text == "甲一\t乙二\n丙三\t丁四"


def test_slanted_watermarks_are_left_out():
    def draw(canvas):
        canvas.translate(300, 420)
        three_lines(canvas)
        canvas.rotate(45)
        canvas.drawString(0, 0, "内部资料")

    assert "内部资料" not in drawn(draw).text


def test_a_page_with_absurdly_many_characters_is_refused(monkeypatch):
    monkeypatch.setattr(glyphs, "MAX_PAGE_CHARS", 5)
    with pytest.raises(DocumentTooLarge):
        drawn(lambda canvas: canvas.drawString(100, 100, "整改目标：全部纳管"))


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(DocumentTooLarge, match="页"):
        drawn(lambda canvas: [canvas.showPage() for _ in range(3)])
