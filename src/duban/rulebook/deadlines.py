"""Relative deadlines (自约谈之日起3个月内, 10个工作日内) become dates when the day they count from is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _

from duban.rulebook import queries
from duban.rulebook.calendar import Calendar, Counted
from duban.rulebook.errors import RuleRefused
from duban.rulebook.kinds import Kind
from duban.rulebook.queries import Place, Ruling


class Relative(Protocol):
    """``amount`` ``unit`` (day, working_day, month, year) after ``anchor``, as a document says it."""

    @property
    def anchor(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def unit(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Span:
    """A relative deadline of our own making."""

    anchor: str
    amount: int
    unit: str


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """``ruling`` says what was done where the last day is not worked."""

    date: date
    unconfirmed: bool
    ruling: Ruling
    facts: dict[str, Any]


def resolve(
    rule: Relative, anchor_date: date, place: Place = None, *, calendar: Calendar | None = None
) -> ResolvedDate:
    """The last day of the term that begins the day after ``anchor_date``."""
    ruling = queries.rule("holiday_shift", place, on=anchor_date)
    counted = _count(calendar or Calendar(), rule, anchor_date, ruling.value)
    facts = ruling.as_facts(
        anchor=rule.anchor,
        anchor_date=anchor_date.isoformat(),
        amount=rule.amount,
        unit=rule.unit,
        unconfirmed=counted.unconfirmed,
    )
    return ResolvedDate(counted.date, counted.unconfirmed, ruling, facts)


_UNIT_OF = {Kind.WORKING_DAYS: "working_day", Kind.DAYS: "day", Kind.MONTHS: "month"}


def due(
    key: str, anchor: str, anchor_date: date, place: Place = None, *, calendar: Calendar | None = None
) -> ResolvedDate:
    """When a term that a rule sets ends (方案报备期限, 约谈整改期限). ``ruling`` is that rule; the facts keep both."""
    ruling = queries.rule(key, place, on=anchor_date)
    if ruling.rule.kind not in _UNIT_OF:
        raise RuleRefused(_("“%s”不是期限，不能推算日期。") % ruling.rule.name)
    span = Span(anchor, ruling.value, _UNIT_OF[ruling.rule.kind])
    found = resolve(span, anchor_date, place, calendar=calendar)
    return ResolvedDate(found.date, found.unconfirmed, ruling, ruling.as_facts(counted=found.facts))


def _count(calendar: Calendar, rule: Relative, start: date, shift: str) -> Counted:
    match rule.unit:
        case "working_day":
            return calendar.add_working_days(start, rule.amount)
        case "day":
            return calendar.add_days(start, rule.amount, shift)
        case "week":
            return calendar.add_days(start, rule.amount * 7, shift)
        case "month":
            return calendar.add_months(start, rule.amount, shift)
        case "year":
            return calendar.add_months(start, rule.amount * 12, shift)
    raise RuleRefused(_("不认识的期限单位“%s”，无法推算日期；请直接填写日期。") % rule.unit)
