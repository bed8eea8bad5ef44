"""Names of fields that a page spaced out to justify its lines: 整 改 目 标:"""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.names import fields_by_name


@cache
def _spaced() -> re.Pattern[str]:
    """Characters of which some are parted by blanks, before a colon or alone in their line."""
    return re.compile(
        r"(?<![^\W\x00-\xff①-⑳])(?P<line>(?m:^)[ \t]*)?"
        r"(?P<name>[^\W\x00-\xff①-⑳]{1,8}(?: {1,3}[^\W\x00-\xff①-⑳]{1,8}){1,12})(?=[ \t]{0,3}(?P<end>:|(?m:$)))"
    )


def closed_up(folded: str) -> str:
    """The text with such names written as one word; as long as it was, so that no place moves."""
    if not _spaced().search(folded):
        return folded
    return _spaced().sub(_closed_up, folded)


def _closed_up(match: re.Match[str]) -> str:
    printed = match["name"]
    for at in [0, *(place + 1 for place, character in enumerate(printed[:-1]) if character == " ")]:
        name = printed[at:].replace(" ", "")
        if (
            name in fields_by_name()
            and " " in printed[at:]
            and (match["end"] or (at == 0 and match["line"] is not None))
        ):
            filler = (" " if at == 0 and match["line"] is not None else "\u200b") * (
                len(printed) - at - len(name)
            )
            return (match["line"] or "") + printed[:at] + filler + name
    return match[0]
