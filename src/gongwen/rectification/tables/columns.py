"""Which column of a table holds which field: by the words of its head, also where they were broken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from gongwen.rectification.labels import any_of, fields_by_name, names_pattern

#: Heads of columns that are no labels elsewhere.
_NUMBER_WORDS = ("序号", "编号", "序 号", "项号", "号")
_ONLY_COLUMNS = {
    "市州": "extra", "市(州)": "extra", "县区": "extra", "区县": "extra", "县市区": "extra", "地市": "extra", "所属辖区": "extra", "辖区": "extra", "乡镇": "extra",
    "行政区": "extra", "信访件编号": "extra", "交办批次": "extra", "件数": "extra", "是否完成": "status", "进度": "progress", "完成进度": "status", "整改结果": "status", "办理状态": "status", "整改进展及成效": "progress", "进展及成效": "progress",
    "领导": "leader", "责任人及职务": "extra", "环境类型": "extra", "污染因素": "extra", "问题表现": "problem", "整改落实": "progress", "污染问题": "problem", "来源": "extra", "调查核实": "extra",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field that it holds and its head as printed, without white space."""

    field: str
    name: str


def column_of(head: str) -> Column | None:
    """The column that a head names; None for words that head no column."""
    bare = compact(head)
    bare = re.sub(r"\([^()]*\)$", "", bare) or bare
    if bare in _NUMBER_WORDS:
        return Column("no", bare)
    if bare in _ONLY_COLUMNS:
        return Column(_ONLY_COLUMNS[bare], bare)
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


@cache
def _ends_with_name() -> re.Pattern[str]:
    return re.compile(rf"({names_pattern()})(?:情况|名称|及要求)?$")


@cache
def head_words() -> re.Pattern[str]:
    """One column's head in text without white space."""
    return re.compile(rf"(?:{any_of((*_NUMBER_WORDS[:2], *_ONLY_COLUMNS, *fields_by_name()))})(?:\([^()]{{1,8}}\))?")


def compact(text: str) -> str:
    """Without any white space and bars."""
    return re.sub(r"[\s|]+", "", text)
