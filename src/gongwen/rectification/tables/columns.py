"""Which column of a table holds which field: by the words of its head, also where they were broken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from gongwen.rectification.labels import any_of, fields_by_name, guess_field, names_pattern
from gongwen.vocabulary import load

_NUMBER_WORDS = ("序号", "编号", "项号", "号")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field that it holds and its head as printed, without white space."""

    field: str
    name: str


@cache
def _exact() -> Mapping[str, str]:
    return {name: field for field, names in load("columns")["exact"].items() for name in names}


def column_of(head: str) -> Column | None:
    """The column that a head names; None for words that head no column."""
    bare = compact(head)
    bare = re.sub(r"\([^()]*\)$", "", bare) or bare
    if bare in _NUMBER_WORDS:
        return Column("no", bare)
    if bare in _exact():
        return Column(_exact()[bare], bare)
    if bare in fields_by_name():
        return Column(fields_by_name()[bare][0], bare)
    return _qualified(bare) if len(bare) <= 16 else None


def _qualified(bare: str) -> Column | None:
    """A head with more words than the name: 市级牵头单位, 目前进展情况及存在问题 (the first name counts)."""
    for part in (re.split(r"[及和与、/]", bare)[0], bare):
        found = _ends_with_name().search(part)
        if found:
            return Column(fields_by_name()[found[1]][0], bare)
    return None


def guessed(head: str) -> Column:
    """The column of a head that nobody listed, by a word inside it; it stands among heads that are known."""
    bare = compact(head)
    return Column(guess_field(bare), bare)


@cache
def _ends_with_name() -> re.Pattern[str]:
    return re.compile(rf"({names_pattern()})(?:情况|名称|及要求)?$")


@cache
def head_words() -> re.Pattern[str]:
    """One column's head in text without white space."""
    return re.compile(rf"(?:{any_of((*_NUMBER_WORDS[:2], *_exact(), *fields_by_name()))})(?:\([^()]{{1,8}}\))?")


def compact(text: str) -> str:
    """Without any white space and bars."""
    return re.sub(r"[\s|\u200b]+", "", text)


@cache
def category() -> re.Pattern[str]:
    """A row that is a heading over the rows below it: 一、水环境方面"""
    return re.compile(r"(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^。;|\t\n]{2,60}")
