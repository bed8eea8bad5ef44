"""Which column of a table holds which field: by the words of its head, also where they were broken."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from gongwen.rectification.names import NUMBER_HEADS, any_name, fields_by_head, fields_by_name, guess_field


class Column(NamedTuple):
    """A column: the field that it holds and its head as printed, without white space."""

    field: str
    name: str


def column_of(head: str) -> Column | None:
    """The column that a head names; None for words that head no column."""
    bare = compact(head)
    bare = re.sub(r"\([^()]*\)$", "", bare) or bare
    if bare in NUMBER_HEADS or (bare.endswith("序号") and len(bare) <= 8):
        return Column("no", bare)
    if bare in fields_by_head():
        return Column(fields_by_head()[bare], bare)
    if bare in fields_by_name():
        return Column(fields_by_name()[bare][0], bare)
    return _qualified(bare) if len(bare) <= 16 else None


def _qualified(bare: str) -> Column | None:
    """A head with more words than the name: 市级牵头单位, 目前进展情况及存在问题 (the first name counts)."""
    for part in (re.split(r"[及和与、/]", bare)[0], bare):
        name = part if part in fields_by_name() else _name_at_end(part)
        if name is not None:
            return Column(fields_by_name()[name][0], bare)
    return None


def _name_at_end(words: str) -> str | None:
    """The longest name with which the words end."""
    for tail in ("", "情况", "名称", "及要求"):
        stem = words.removesuffix(tail) if tail else words
        names = (stem[at:] for at in range(len(stem) - 1))
        found = next((name for name in names if fields_by_name().get(name, ("", False))[1]), None)
        if found is not None:
            return found
    return None


def guessed(head: str) -> Column:
    """The column of a head that nobody listed, by a word inside it; it stands among heads that are known."""
    bare = compact(head)
    return Column(guess_field(re.sub(r"\([^()]*\)", "", bare) or bare), bare)


def head_at(bare: str, at: int = 0) -> int | None:
    """Where the column's head that begins here ends, in text without white space."""
    found = any_name().match(bare, at)
    if found is None:
        return None
    aside = _aside().match(bare, found.end)
    return aside.end() if aside else found.end


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(r"\([^()]{1,8}\)")


def compact(text: str) -> str:
    """Without any white space and bars."""
    return re.sub(r"[\s|\u200b]+", "", text)


@cache
def category() -> re.Pattern[str]:
    """A row that is a heading over the rows below it: 一、水环境方面"""
    return re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。;|\t\n]{2,60}")
