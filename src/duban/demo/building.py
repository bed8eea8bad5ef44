"""The sample plan as the Word file an office would have received: fonts, sizes and spacing of an official document."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

DOCUMENTS = Path(__file__).parent / "documents"

_FIRST_LEVEL = re.compile(r"^[一二三四五六七八九十]+、")
_LABELS = re.compile(r"^(整改目标|整改措施|整改时限|主体责任单位|监管责任单位|督办市领导)：")
#: A fixed moment inside the file: the same text gives the same bytes, so that a second load finds it known.
_EPOCH = (2026, 1, 20, 9, 0, 0)


def plan_docx(text: str) -> bytes:
    """Lines to paragraphs: the first is the title, 一、 headings are level one, 附件 begins a page."""
    document = Document()
    _page(document)
    for at, line in enumerate(text.splitlines()):
        _paragraph(document, line, is_title=at == 0 or line.endswith("措施清单"))
    buffer = io.BytesIO()
    document.save(buffer)
    return _same_times(buffer.getvalue())


def revised(plan: str, changes: str) -> str:
    """The plan with the changes of ``revision.txt``; a ``#`` in the new words begins a new line."""
    lines = [line for line in changes.splitlines() if not line.startswith("# ")]
    items = re.split(r"(?m)^(?=（[一二三四五六七八九十]+）)", plan)
    for mark, old, new in zip(lines[::3], lines[1::3], lines[2::3], strict=True):
        at = next(index for index, item in enumerate(items) if item.startswith(mark))
        if old not in items[at]:
            raise ValueError(f"{mark}: {old}")
        items[at] = items[at].replace(old, new.replace("#", "\n"))
    return "".join(items)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.size = Pt(16)
    _font(style, "仿宋_GB2312")
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(28)
    style.paragraph_format.space_after = Pt(0)


def _font(styled: Any, name: str) -> None:
    styled.font.name = name
    styled.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _paragraph(document: Any, line: str, is_title: bool) -> None:
    paragraph = document.add_paragraph()
    if line == "附件":
        paragraph.paragraph_format.page_break_before = True
        _run(paragraph, line, "黑体")
    elif is_title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, line, "方正小标宋简体", 22)
    elif _FIRST_LEVEL.match(line):
        paragraph.paragraph_format.first_line_indent = Pt(32)
        _run(paragraph, line, "黑体")
    else:
        paragraph.paragraph_format.first_line_indent = Pt(32)
        label = _LABELS.match(line)
        if label:
            _run(paragraph, label[0], "楷体_GB2312")
        _run(paragraph, line[label.end() if label else 0 :], "仿宋_GB2312")


def _run(paragraph: Any, text: str, font: str, size: int = 16) -> None:
    if not text:
        return
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _same_times(content: bytes) -> bytes:
    """The zip again with one fixed time for all parts."""
    import zipfile

    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in source.infolist():
            out.writestr(
                zipfile.ZipInfo(part.filename, _EPOCH), source.read(part.filename), zipfile.ZIP_DEFLATED
            )
    return target.getvalue()
