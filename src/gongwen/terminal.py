"""A reading for a person in a terminal: one block an item, wide characters counted as two columns."""

from __future__ import annotations

import shutil
import unicodedata
from collections.abc import Iterator

from gongwen.results import Deadline, Item, Party, Reading

_KINDS = {
    "fixed": "",
    "immediate": "立行立改",
    "ongoing": "长期坚持",
    "immediate_ongoing": "立行立改并长期坚持",
    "conditional": "视条件而定",
}
_STATUS = {"completed": "已完成", "in_progress": "整改中"}
_ROLES = (
    ("responsible", "责任单位"),
    ("lead", "牵头单位"),
    ("support", "配合单位"),
    ("regulator", "监管单位"),
    ("leader", "领导"),
)
_INDENT = 10


def as_table(reading: Reading) -> str:
    """What was found, with every doubt at its item."""
    width = max(min(shutil.get_terminal_size((100, 24)).columns, 120), 40)
    lines = [*_head(reading), ""]
    for index, item in enumerate(reading.items, 1):
        lines += [*_item(index, item, width), ""]
    lines += [f"! {doubt.message}" for doubt in reading.doubts]
    return "\n".join(lines).rstrip()


def _head(reading: Reading) -> Iterator[str]:
    if reading.title:
        yield reading.title.text
    doubtful = sum(bool(item.doubts) for item in reading.items)
    yield f"{reading.source.name}：读出{len(reading.items)}项，其中{doubtful}项有疑点"
    if reading.totals:
        yield "文件自述:" + ",".join(total.raw.text for total in reading.totals)


def _item(index: int, item: Item, width: int) -> Iterator[str]:
    rows = [
        (f"[{index}]", f"{item.no or ''} {item.problem.text if item.problem else '(未读出问题表述)'}".strip())
    ]
    rows += [("目标", item.goal.text)] if item.goal else []
    rows += [
        ("措施" if at == 0 else "", f"{at + 1}) {measure.text}") for at, measure in enumerate(item.measures)
    ]
    rows += [("时限", _deadline(item.deadline))] if item.deadline.raw else []
    for role, name in _ROLES:
        parties: tuple[Party, ...] = getattr(item.units, role)
        rows += [(name, "、".join(party.text for party in parties))] if parties else []
    rows += [("状态", _STATUS[item.status])] if item.status else []
    rows += [("疑点", doubt.message) for doubt in item.doubts]
    for label, text in rows:
        yield from _wrapped(label, text, width)


def _deadline(deadline: Deadline) -> str:
    said = deadline.raw.text if deadline.raw else ""
    meant = deadline.date.isoformat() if deadline.date else _KINDS.get(deadline.kind or "", "")
    return f"{said}({meant})" if meant and meant != said else said


def _wrapped(label: str, text: str, width: int) -> Iterator[str]:
    line, used = label + " " * (_INDENT - columns(label)), _INDENT
    for character in text.replace("\n", " "):
        room = columns(character)
        if used + room > width:
            yield line
            line, used = " " * _INDENT, _INDENT
        line, used = line + character, used + room
    yield line


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
