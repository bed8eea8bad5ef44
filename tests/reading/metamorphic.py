"""The same document in another dress must read the same: widths, indents, line ends, encodings, names, labels.

Every change takes the text and the reference and gives both back; what a careful reader takes from the
changed document is the changed reference. Layout is left alone: lines and their order keep their meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from .generator.noise import NARROW, WIDE

Change = Callable[[str, dict[str, Any]], tuple[bytes, dict[str, Any]]]
#: Other names of the same fields. They are replaced everywhere, so that quotations stay quotations.
LABELS = {
    "整改目标": "整治目标", "整改措施": "整改举措", "整改时限": "完成期限", "牵头单位": "牵头部门", "配合单位": "配合部门",
    "责任单位": "责任部门",
}  # fmt: skip
NAMES = {
    "棠溪": "筠墟", "鹿鸣": "缃埠", "石溪": "皋坪", "望汀": "蘅渚", "霁川": "翎湄", "澜州": "岫畈", "临汀": "湉浦", "金雀": "笠渡",
    "衡阳": "澜阳", "焦作": "砚作", "衡水": "砚水",
}  # fmt: skip
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[,:](?=\d)")


def narrowed(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return text.translate(NARROW).encode(), truth


def widened(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    held = _BETWEEN_DIGITS.sub(lambda m: chr(0xE000 + ord(m.group())), text)
    wide = held.translate(WIDE)
    return re.sub("[\ue000-\ue0ff]", lambda m: chr(ord(m.group()) - 0xE000), wide).encode(), truth


def indented(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    lines = text.split("\n")
    return "\n".join("\u3000\u3000" + line if line.strip() else line for line in lines).encode(), truth


def with_returns(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return ("\ufeff" + text.replace("\n", "\r\n")).encode("utf-8"), truth


def in_gb18030(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return text.encode("gb18030"), truth


def trailing_spaces(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return "\n".join(line + " \u00a0" if line.strip() else line for line in text.split("\n")).encode(), truth


def renamed(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return _replace(text, truth, NAMES)


def relabelled(text: str, truth: dict[str, Any]) -> tuple[bytes, dict[str, Any]]:
    return _replace(text, truth, LABELS)


def _replace(text: str, truth: dict[str, Any], words: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
    dump = json.dumps(truth, ensure_ascii=False)
    for word, other in words.items():
        text, dump = text.replace(word, other), dump.replace(word, other)
    return text.encode(), {**json.loads(dump), "file": truth["file"]}


CHANGES: dict[str, Change] = {
    "narrow": narrowed,
    "wide": widened,
    "indented": indented,
    "returns": with_returns,
    "gb18030": in_gb18030,
    "trailing": trailing_spaces,
    "renamed": renamed,
    "relabelled": relabelled,
}
