"""Secrecy marks (密级): 机密★1年 at the head of a document. Documents that bear one must not be kept here.

The words alone mean nothing: 国家秘密, 商业秘密 and 机密文件 stand in running prose. A mark stands by itself.
"""

from __future__ import annotations

import re

from gongwen.results import Quote
from gongwen.source import Paragraph, SourceText, Table

_LEVEL = r"(?:秘\s*密|机\s*密|绝\s*密)"
_TERM = r"(?:长\s*期|(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*(?:年|个\s*月|月|天|日))"
_STAR = r"[★☆✩✭⭐]\ufe0f?"
_STARRED = rf"{_LEVEL}\s*{_STAR}\s*{_TERM}?"
_LABEL = r"(?:密\s*级(?:和保密期限)?\s*[:\uff1a]?\s*)"
_URGENCY = r"(?:\s*(?:特急|加急|特提|平急|急件))?"
_COPY_NUMBER = r"(?:(?:份\s*号\s*[:\uff1a]?\s*)?\d{3,8}\s+)?"
#: A line that is a mark and nothing else (a copy number or an urgency may stand beside it).
_LINE = re.compile(rf"\s*{_COPY_NUMBER}{_LABEL}?({_STARRED}|{_LEVEL}(?:\s*[*\s]\s*{_TERM})?){_URGENCY}\s*$")
#: A starred mark among other things, as in a heading block set in one line.
_IN_HEAD = re.compile(rf"(?<![\w“《「])({_STARRED})(?![”》」])")
#: A title or an annex that is named with its mark: 附件：1.整改清单（机密）
_BRACKETED = re.compile(rf"[（(〔\[【]\s*({_LEVEL}(?:\s*{_STAR}\s*{_TERM}?)?)\s*[）)〕\]】]\s*[。；;]?$")
_APART = r"\s_\-—·.、()（）\[\]【】〔〕"
_IN_NAME = re.compile(rf"(?:^|[{_APART}])({_LEVEL}(?:\s*{_STAR}\s*{_TERM}?)?)(?=$|[{_APART}])")
_LONGEST_NAME = 60
_HEAD_BLOCKS = 12
_HEAD_LENGTH = 40


def mark_in_line(line: str) -> tuple[int, int] | None:
    """Where in a line a secrecy mark stands that is a line of its own."""
    if len(line) > _HEAD_LENGTH:
        return None
    found = _LINE.match(line)
    return found.span(1) if found else None


def mark_in_margin(line: str) -> str | None:
    """The mark in a running head or foot, where a page number or an office may stand beside it."""
    whole = mark_in_line(line.strip())
    if whole:
        return line.strip()[slice(*whole)]
    starred = _IN_HEAD.search(line)
    return starred[1] if starred else None


def mark_in_name(name: str) -> str | None:
    """The mark in a file's name, set apart from its other words: 机密-附件2.docx, 整改方案（秘密）.pdf."""
    found = _IN_NAME.search(name.rpartition(".")[0] or name)
    return found[1] if found else None


def secrecy_mark(source: SourceText) -> Quote | None:
    """The mark the document bears, in its text or its name, or None. Of a name there is no place in the text."""
    if named := mark_in_name(source.name):
        return Quote(named, (0, 0))
    for index, block in enumerate(source.blocks):
        spans = [(block.start, block.end)] if isinstance(block, Paragraph) else _lines_of(block, index)
        for start, end in spans:
            found = _mark(source.text[start:end], index < _HEAD_BLOCKS, isinstance(block, Table))
            if found:
                span = start + found[0], start + found[1]
                return Quote(source.quote(span), span)
    return None


def _lines_of(table: Table, index: int) -> list[tuple[int, int]]:
    """Cells count only in the heading block: a column 密级 of a ledger says nothing of the ledger itself."""
    return [(cell.start, cell.end) for cell in table.cells] if index < _HEAD_BLOCKS else []


def _mark(line: str, in_head: bool, in_table: bool) -> tuple[int, int] | None:
    named = _BRACKETED.search(line) if len(line) <= _LONGEST_NAME and not in_table else None
    if named:
        return named.span(1)
    if len(line) > _HEAD_LENGTH:
        return None
    whole = mark_in_line(line)
    if whole and not (in_table and not re.search(_STAR, line)):
        return whole
    starred = _IN_HEAD.search(line) if in_head else None
    return starred.span(1) if starred else None
