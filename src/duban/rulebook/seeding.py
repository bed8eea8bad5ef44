"""What the house brings along: the nation's rules and the published years. Only what is not there yet is added."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connections, transaction
from django.utils import timezone

from duban.journal.actions import Line, record_all
from duban.rulebook.calendar_actions import NewDay, publish_year
from duban.rulebook.catalogue import CATALOGUE
from duban.rulebook.models import CalendarYear, DayKind, Level, Profile, RuleValue

CALENDAR = Path(__file__).resolve().parent / "data" / "calendar.toml"
#: The nation's values hold from before the oldest document an office still works with.
BEGINNING = date(2015, 1, 1)
NATION = "国家"
_REASON = "系统初始值"


def seed(using: str = "default") -> None:
    """Runs after every migration; on a database without the tables (migrating back) it does nothing."""
    if RuleValue._meta.db_table not in connections[using].introspection.table_names():
        return
    with transaction.atomic():
        seed_rules()
        seed_calendar()


def seed_rules() -> int:
    """Rules that are new in the catalogue get their first value in the nation profile."""
    nation, _made = Profile.objects.get_or_create(level=Level.NATION, defaults={"name": NATION})
    there = set(RuleValue.objects.filter(profile=nation).values_list("key", flat=True))
    rows = [
        RuleValue(
            profile=nation,
            key=rule.key,
            value=rule.default,
            valid_from=BEGINNING,
            document=rule.source.document,
            article=rule.source.article,
            confidence=rule.source.confidence,
            note=str(rule.note),
            reason=_REASON,
            set_at=timezone.now(),
        )
        for rule in CATALOGUE.values()
        if rule.key not in there
    ]
    RuleValue.objects.bulk_create(rows)
    if rows:
        facts = {"name": nation.name, "count": len(rows), "values": {row.key: row.value for row in rows}}
        record_all([Line(("rule_profile", str(nation.pk)), "rule_profile.seeded", facts)], None)
    return len(rows)


def seed_calendar() -> None:
    there = set(CalendarYear.objects.values_list("year", flat=True))
    for text, said in tomllib.loads(CALENDAR.read_text("utf-8")).items():
        if int(text) not in there:
            publish_year(int(text), said["notice"], list(_days(int(text), said)), None, _REASON)


def _days(year: int, said: dict[str, Any]) -> Iterator[NewDay]:
    for kind, table in ((DayKind.HOLIDAY, said["holidays"]), (DayKind.WORKDAY, said["workdays"])):
        for name, spans in table.items():
            for span in spans:
                yield from (NewDay(day, kind, name) for day in _span(year, span))


def _span(year: int, text: str) -> Iterator[date]:
    """``01-28..02-04`` or ``09-20``."""
    first, _dots, last = text.partition("..")
    day, end = (date.fromisoformat(f"{year}-{part}") for part in (first, last or first))
    while day <= end:
        yield day
        day += timedelta(days=1)
