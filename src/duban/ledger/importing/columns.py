"""The columns an import knows, by which heads it knows them, and how an office's own heads are matched, once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from duban.ledger.lists import LISTS
from duban.ledger.models import ColumnMatch
from gongwen.cells import head_field

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Column:
    """A field of an import: its code (as in the API), its name, and further heads under which offices keep it.

    ``opening``: a fact of a ledger that was kept elsewhere, taken over on somebody's word."""

    code: str
    name: StrOrPromise
    heads: tuple[str, ...] = ()
    opening: bool = False
    long: bool = False


_COLUMNS = (
    Column("number", _("台账编号"), ("台账号",)),
    Column("inspection", _("督察"), ("督察名称", "督察批次", "反馈来源", "督察轮次")),
    Column("category", _("问题类别"), ("类别", "问题分类", "所属类别")),
    Column("printed_no", _("文中序号"), ("序号", "问题序号", "编号")),
    Column(
        "problem",
        _("具体问题"),
        ("问题", "问题描述", "存在问题", "反馈问题", "问题内容", "整改任务"),
        long=True,
    ),
    Column("goal", _("整改目标"), ("目标",), long=True),
    Column("measures", _("整改措施"), ("措施", "主要措施"), long=True),
    Column("milestones", _("时间节点"), ("节点", "阶段节点"), long=True),
    Column("deadline", _("整改时限"), ("时限", "完成时限", "整改期限", "完成期限", "原定时限")),
    Column("sites", _("点位"), ("问题点位", "具体点位", "点位名称", "整改点位", "涉及点位")),
    Column("main", _("主体责任单位"), ("责任单位", "整改责任单位", "整改单位", "属地")),
    Column("lead", _("牵头单位"), ("牵头部门", "市级牵头单位")),
    Column("supporting", _("配合单位"), ("配合部门", "参与单位")),
    Column("supervising", _("监管责任单位"), ("监管单位", "行业主管部门", "督导单位", "监管部门")),
    Column("accepting", _("验收责任单位"), ("验收单位", "验收部门")),
    Column(
        "leader", _("督办领导"), ("包案领导", "市级领导", "督办市领导", "责任领导", "包保领导", "挂帅领导")
    ),
    Column("person", _("责任人"), ("具体责任人", "整改责任人", "直接责任人")),
    Column("priority", _("重点/共性"), ("重点共性", "问题性质")),
    Column("source", _("来源"), ("问题来源",)),
    Column(
        "status_text",
        _("完成情况"),
        ("整改进展", "进展情况", "目前进展", "目前进度", "当前进度", "整改进度", "整改情况", "整改进展情况"),
        long=True,
    ),
    Column("old_number", _("原编号"), ("旧编号", "原台账编号", "原台账号", "销号编号"), opening=True),
    Column(
        "stage", _("所处阶段"), ("状态", "当前状态", "整改状态", "阶段", "是否销号", "完成进度"), opening=True
    ),
    Column("registered_on", _("登记日期"), ("交办日期", "交办时间", "登记时间"), opening=True),
    Column("finished_on", _("完成日期"), ("完成时间", "实际完成时间", "整改完成时间"), opening=True),
    Column("accepted_on", _("验收日期"), ("验收时间",), opening=True),
    Column("closed_on", _("销号日期"), ("销号时间", "备案时间"), opening=True),
    Column("closing_no", _("销号文号"), ("销号备案号", "销号批文"), opening=True),
)

FIELDS: Mapping[str, Column] = MappingProxyType({column.code: column for column in _COLUMNS})
#: Kept under its own head as a further field of the finding; left out altogether.
EXTRA, LEFT_OUT = "extra", "-"
_SERIAL = "序号"

#: What the reader of documents calls a column, as a column of an import.
_OF_READER = {
    "problem": "problem",
    "goal": "goal",
    "measures": "measures",
    "deadline": "deadline",
    "responsible": "main",
    "lead": "lead",
    "support": "supporting",
    "regulator": "supervising",
    "leader": "leader",
    "progress": "status_text",
    "category": "category",
}


def bare(head: str) -> str:
    """A head without white space and without what stands in brackets."""
    flat = re.sub(r"\s+", "", head)
    return re.sub(r"[（(][^（）()]*[)）]", "", flat) or flat


@cache
def _by_head() -> Mapping[str, str]:
    return {head: column.code for column in _COLUMNS for head in column.heads}


def _by_name() -> Mapping[str, str]:
    """By their own names: in Chinese, as offices write them, and in the language of the page."""
    return _by_chinese_name() | {str(column.name): column.code for column in _COLUMNS}


@cache
def _by_chinese_name() -> dict[str, str]:
    with override("zh-hans"):
        return {str(column.name): column.code for column in _COLUMNS}


def remembered(heads: Iterable[str]) -> dict[str, str]:
    """How these heads were matched before, by whoever did."""
    rows = ColumnMatch.objects.filter(head__in={bare(head)[:120] for head in heads} - {""})
    return dict(rows.values_list("head", "field"))


def match_heads(heads: Sequence[str], before: Mapping[str, str] | None = None) -> list[str]:
    """A field for each head: remembered from an earlier file, known by name, or known to the reader; otherwise empty.

    No field but ``extra`` is given twice: the head that is surest of it has it, of two alike the first."""
    before = remembered(heads) if before is None else before
    found = [_field(head, before) for head in heads]
    order = sorted(range(len(found)), key=lambda at: (found[at][1], at))
    taken, fields = set[str](), [""] * len(found)
    for at in order:
        field = found[at][0]
        fields[at] = "" if field in taken else field
        taken |= {field} - {EXTRA, LEFT_OUT, ""}
    return [_serial_apart(head, field, taken, before) for head, field in zip(heads, fields, strict=True)]


def _serial_apart(head: str, field: str, taken: Set[str], before: Mapping[str, str]) -> str:
    """Beside a number of the ledger 序号 only counts the rows of this table."""
    is_serial = bare(head) == _SERIAL and _SERIAL not in before
    return LEFT_OUT if is_serial and field in ("", "printed_no") and "number" in taken else field


def is_handed_out(heads: Sequence[str]) -> bool:
    """Exactly the heads of one of the four lists, which are printed for others: shortened, with figures and states."""
    said = [bare(head) for head in heads if head]
    return any(said == [bare(name) for name in names] for names in _four_lists())


def _four_lists() -> list[list[str]]:
    here = [[str(column.name) for column in kind.columns] for kind in LISTS.values()]
    with override("zh-hans"):
        return here + [[str(column.name) for column in kind.columns] for kind in LISTS.values()]


def _field(head: str, before: Mapping[str, str]) -> tuple[str, int]:
    """The field of a head, and how far from sure that is."""
    name = bare(head)
    if name[:120] in before:
        return before[name[:120]], 0
    if field := _by_name().get(name):
        return field, 1
    if name in _by_head():
        return _by_head()[name], 2
    return _OF_READER.get(head_field(name) or "", ""), 3
