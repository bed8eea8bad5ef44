"""What stands in a cell. A cell that cannot be taken raises :class:`BadValue` with a full sentence."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.importing.days import APART, BadValue, day, serial
from duban.ledger.inputs import ChargeInput, DeadlineInput, MilestoneInput, RuleInput
from duban.ledger.lifecycle import Stage
from duban.ledger.models import Priority, Source
from gongwen.cells import deadline_cell, parties_cell, people_cell

#: A point between two figures is a decimal one, except before a year (1.2026年3月底前).
_POINT = r"[.．](?:(?!\d)|(?=\d{4}年))"
_NUMBERED = re.compile(rf"^(?:\d{{1,2}}\s*(?:[、)）]|{_POINT})|[（(]\d{{1,2}}[)）]|[①-⑳])\s*")
#: A circled number stands for nothing else, also where no full stop is before it.
_INSIDE = re.compile(rf"(?<=[。；;])\s*(?=(?:\d{{1,2}}(?:、|{_POINT})|[（(]\d{{1,2}}[)）]))|(?<!^)(?=[①-⑳])")
_BULLET = re.compile(r"^(?:[•●▪■◆➢]\s*|[-－]\s+)")
_PERSON = re.compile(r"^(?P<name>[^（）()]+)[（(](?P<post>[^（）()]+)[)）]$")
_APART = re.compile(r"[、，,；;/／\n]+(?![^（(]*[)）])")
#: A day, or a month by the end of which something is done.
_STEP = re.compile(
    rf"^(?P<year>\d{{4}})\s*[{APART}年]\s*(?P<month>\d{{1,2}})"
    rf"(?:\s*[{APART}月]\s*(?P<day>\d{{1,2}})\s*[日号]?|\s*月(?:份|底|末)?)"
    r"\s*(?:之前|以前|前(?![期置端往述沿后]))?\s*[，,：:、]?\s*(?P<what>.+)$"
)
#: The characters of a name, set apart so that short names are as wide as long ones.
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_CIRCLED = re.compile(r"[①-⑳]")
_RULE_UNITS = frozenset({"day", "working_day", "month", "year"})
#: Longer than this is no name of a unit but a sentence.
_LONGEST_UNIT = 60
#: Characters of a name; what is longer is a name with something else.
_LONGEST_NAME = 4


def measures(text: str) -> tuple[str, ...]:
    """One measure a line, or numbered inside the text; numbers are taken off."""
    lines = [part for line in text.splitlines() for part in _INSIDE.split(line)]
    return tuple(bare for line in lines if (bare := _NUMBERED.sub("", _BULLET.sub("", line.strip()))))


@lru_cache(maxsize=4096)
def deadline(text: str) -> DeadlineInput:
    if not text:
        return DeadlineInput()
    if plain := serial(text):
        return DeadlineInput(plain.isoformat(), "fixed", plain)
    read = deadline_cell(text)
    if read.kind is None or (read.kind == "fixed" and read.date is None):
        raise BadValue(
            _("读不出时限“%s”。请写成日期（2026-09-30、2026年9月底前）、立行立改或长期坚持。") % text[:40]
        )
    rule = read.rule
    relative = (
        rule and RuleInput(rule.anchor or "", rule.amount, rule.unit)
        if rule and rule.unit in _RULE_UNITS
        else None
    )
    return DeadlineInput(text, read.kind, read.date, relative or None)


def milestones(text: str) -> tuple[MilestoneInput, ...]:
    return tuple(_milestone(line.strip()) for line in text.splitlines() if line.strip())


def _milestone(line: str) -> MilestoneInput:
    found = _STEP.match(line)
    if found is None:
        raise BadValue(_("时间节点“%s”不是“日期 内容”的样子，例如：2026-06-30 完成管网建设。") % line[:40])
    year, month = int(found["year"]), int(found["month"])
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 1
    when = day(f"{year:04}-{month}-{found['day'] or last}")
    assert when is not None
    return MilestoneInput(when, found["what"])


@lru_cache(maxsize=4096)
def units(text: str, role: Any) -> tuple[ChargeInput, ...]:
    """Units with shared endings spread (县委、县政府), one charge each."""
    found = (
        tuple(
            ChargeInput(role, party.text, party.office or "")
            for party in parties_cell(_CIRCLED.sub("、", text).strip("、"))
        )
        if text
        else ()
    )
    if text and not found:
        raise BadValue(_("读不出单位“%s”。请写单位名称，几个单位用顿号分开。") % text[:40])
    for charge in found:
        if len(charge.name) > _LONGEST_UNIT:
            raise BadValue(_("“%s…”不像单位名称，请只写单位名称。") % charge.name[:20])
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def people(text: str, role: Any) -> tuple[ChargeInput, ...]:
    """Names with posts in brackets behind them (程砚秋（副市长）), or in words around them (副市长程砚秋)."""
    return tuple(_person(part.strip(), role) for part in _APART.split(text) if part.strip())


def _person(part: str, role: Any) -> ChargeInput:
    if re.search(r"\d{5}", part):
        raise BadValue(_("“%s…”里有号码，请只写姓名和职务，电话另放一列。") % part[:20])
    found = _PERSON.match(part)
    if found:
        return ChargeInput(role, _closed_up(found["name"]), post=found["post"].strip())
    read = people_cell(part)
    if len(read) == 1 and read[0].text != part:
        return ChargeInput(role, read[0].text, post=part.replace(read[0].text, "").strip(" ：:"))
    if len(part) > 20:
        raise BadValue(_("“%s…”不像姓名。请写成“姓名（职务）”，几个人用顿号分开。") % part[:20])
    return ChargeInput(role, _closed_up(part))


def _closed_up(name: str) -> str:
    """陆　明 is 陆明."""
    bare = _SPACED.sub("", name.strip())
    return bare if len(bare) <= _LONGEST_NAME else name.strip()


def category(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"\s*[/／>＞\n]\s*", text) if part.strip())


def _labelled(choices: Any, more: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({str(choice.label): str(choice.value) for choice in choices} | dict(more))


def _chosen(
    text: str, words: Mapping[str, str], values: Iterator[str] | Any, named: Iterable[str] = ()
) -> str:
    """``named``: those of the words that are worth telling whoever wrote another one."""
    said = re.sub(r"\s+", "", text)
    if said in words:
        return words[said]
    if said in values:
        return said
    raise BadValue(
        _("“%(said)s”不在可选的词里：%(words)s。")
        % {"said": text[:30], "words": _("、").join(named or words)}
    )


def priority(text: str) -> str:
    words = _labelled(
        Priority, {"重点": "key", "共性": "common", "一般": "", "普通": "", "否": "", "是": "key"}
    )
    return _chosen(text, words, Priority.values) if text else ""


def source(text: str) -> str:
    more = {
        "督察": "inspection",
        "环保督察": "inspection",
        "信访": "petition",
        "审计反馈": "audit",
        "巡视": "patrol",
    }
    return _chosen(text, _labelled(Source, more), Source.values) if text else ""


#: How offices name where a problem stands, beside the names of the stages themselves.
_STAGE_WORDS = {
    "尚未启动": Stage.REGISTERED,
    "未启动": Stage.REGISTERED,
    "未开始": Stage.REGISTERED,
    "已交办": Stage.PLAN_DRAFT,
    "正在整改": Stage.IN_PROGRESS,
    "进行中": Stage.IN_PROGRESS,
    "推进中": Stage.IN_PROGRESS,
    "未完成": Stage.IN_PROGRESS,
    "达到时序进度": Stage.IN_PROGRESS,
    "未达时序进度": Stage.IN_PROGRESS,
    "达到序时进度": Stage.IN_PROGRESS,
    "未达序时进度": Stage.IN_PROGRESS,
    "否": Stage.IN_PROGRESS,
    "已完成": Stage.SELF_ACCEPTED,
    "完成": Stage.SELF_ACCEPTED,
    "已完成整改": Stage.SELF_ACCEPTED,
    "完成整改": Stage.SELF_ACCEPTED,
    "验收中": Stage.ONSITE_CHECK,
    "公示中": Stage.PUBLIC_NOTICE,
    "未销号": Stage.IN_PROGRESS,
    "未整改": Stage.IN_PROGRESS,
    "正在推进": Stage.IN_PROGRESS,
    "持续推进": Stage.IN_PROGRESS,
    "已整改": Stage.SELF_ACCEPTED,
    "已完成并销号": Stage.CLOSED,
    "已完成整改并销号": Stage.CLOSED,
    "已验收销号": Stage.CLOSED,
    "已销号": Stage.CLOSED,
    "销号": Stage.CLOSED,
    "是": Stage.CLOSED,
    "√": Stage.CLOSED,
    "✓": Stage.CLOSED,
    "×": Stage.IN_PROGRESS,
    "已归档": Stage.ARCHIVED,
}


def stage(text: str) -> str:
    named = [str(label) for label in Stage.labels]
    return _chosen(text, _labelled(Stage, _STAGE_WORDS), Stage.values, named) if text else ""
