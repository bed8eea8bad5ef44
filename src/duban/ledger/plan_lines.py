"""Milestones and targets as a person writes them, one to a line, and back again.

2026-03-31 完成排口封堵（措施1）      2026年9月底前 完成主体工程
管网长度 ≥ 12 公里（2026-06-30）      COD 下降 30 %
"""

from __future__ import annotations

import calendar
import datetime
import re

from django.utils.translation import gettext as _

from duban.ledger.errors import Refused
from duban.ledger.inputs import IndicatorInput, MilestoneInput
from duban.ledger.models import Indicator, Measure, Milestone

#: 2026-03-31 · 2026年3月31日前 · 2026年3月底前 · 2026-03 · 2026年底前
_DAY = (
    r"(?P<year>\d{4})\s*(?:年\s*底|[-./年]\s*(?P<month>\d{1,2})"
    r"\s*(?:[-./月]\s*(?P<day>\d{1,2})\s*日?|月?\s*底?))\s*前?(?!\d)"
)
#: In these years plans are made and come due.
YEARS = range(1990, 2100)
_MILESTONE = re.compile(rf"^{_DAY}[\s:：,，]*(?P<what>.+?)\s*(?:[（(]措施\s*(?P<measure>\d+)[)）])?$")
_TARGET = re.compile(
    r"^(?P<name>.+?)\s*(?P<op>≤|≥|<=|>=|＜|＞|＝|<|>|=|不高于|不低于|下降|上升|达到)\s*"
    rf"(?P<value>-?\d+(?:\.\d+)?)\s*(?P<unit>[^（()\s]*)\s*(?:[（(]?\s*{_DAY}\s*[)）]?)?$"
)
_SIGNS = {
    "≤": "<=", "不高于": "<=", "≥": ">=", "不低于": ">=", "达到": ">=",
    "＜": "<", "＞": ">", "＝": "=", "下降": "down_by", "上升": "up_by",
}  # fmt: skip
#: Digits and their signs as a Chinese keyboard writes them.
_NARROW = str.maketrans("０１２３４５６７８９－．／％", "0123456789-./%")
_SHOWN = {"<=": "≤", ">=": "≥", "down_by": "下降", "up_by": "上升"}


def milestone(line: str, measures: int) -> MilestoneInput:
    found = _MILESTONE.match(line.strip().translate(_NARROW))
    date = _date(found) if found else None
    if found is None or date is None:
        raise Refused(
            _("节点“%s”看不出日期。请每行写一个节点，例如：2026-03-31 完成排口封堵（措施1）。") % line
        )
    at = int(found["measure"]) if found["measure"] else None
    if at is not None and not 1 <= at <= measures:
        raise Refused(_("节点“%s”所说的措施不存在，请核对措施的序号。") % line)
    return MilestoneInput(date, found["what"], at - 1 if at else None)


def indicator(line: str) -> IndicatorInput:
    found = _TARGET.match(line.strip().translate(_NARROW))
    if found is None:
        raise Refused(
            _("指标“%s”看不出数值。请每行写一个指标，例如：管网长度 ≥ 12 公里（2026-06-30）。") % line
        )
    op = _SIGNS.get(found["op"], found["op"])
    by = _date(found) if found["year"] else None
    if found["year"] and by is None:
        raise Refused(_("指标“%s”的日期不存在或不合常理，请核对年月日。") % line)
    return IndicatorInput(found["name"].strip(), op, float(found["value"]), found["unit"], by)


def _date(found: re.Match[str]) -> datetime.date | None:
    """The day that is written; of a month alone its last. A year out of all reason is a slip of the pen."""
    try:
        year, month = int(found["year"]), int(found["month"] or 12)
        if year not in YEARS:
            return None
        day = int(found["day"]) if found["day"] else calendar.monthrange(year, month)[1]
        return datetime.date(year, month, day)
    except (ValueError, calendar.IllegalMonthError):
        return None


def milestone_line(row: Milestone, measures: list[Measure]) -> str:
    places = {each.pk: at for at, each in enumerate(measures, start=1)}
    at = places.get(row.measure_id or 0)
    return f"{row.date} {row.what}" + (f"（措施{at}）" if at else "")


def indicator_line(row: Indicator) -> str:
    by = f"（{row.by}）" if row.by else ""
    return f"{row.name} {_SHOWN.get(row.op, row.op)} {row.value:g} {row.unit}".rstrip() + by
