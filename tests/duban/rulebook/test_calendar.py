"""Counting with the calendar that the State Council's notices make."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duban.accounts.models import Membership, Person, Role
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.organizations.models import Body
from duban.rulebook.calendar import (
    Calendar,
    add_months,
    add_working_days,
    is_working_day,
    month_later,
    working_days_between,
)
from duban.rulebook.calendar_actions import NewDay, clear_day, publish_year, set_day
from duban.rulebook.errors import RuleRefused
from duban.rulebook.models import CalendarYear, Day, DayKind
from duban.rulebook.seeding import seed
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        (date(2019, 1, 24), 10, date(2019, 2, 12)),
        (date(2018, 9, 11), 30, date(2018, 10, 29)),
        (date(2026, 9, 28), 5, date(2026, 10, 10)),
        (date(2026, 9, 28), 0, date(2026, 9, 28)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
    ],
)
def test_working_days_are_counted_from_the_day_after(start: date, amount: int, expected: date) -> None:
    counted = add_working_days(start, amount)
    assert (counted.date, counted.unconfirmed) == (expected, False)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2025, 1, 21), date(2025, 2, 8), 10),
        (date(2019, 12, 13), date(2019, 12, 19), 5),
        (date(2026, 2, 15), date(2026, 2, 23), 0),
    ],
)
def test_working_days_of_a_span_are_counted_at_both_ends(first: date, last: date, expected: int) -> None:
    assert working_days_between(first, last).days == expected


def test_the_second_of_the_month_in_2026_is_four_times_a_day_off() -> None:
    off = [month for month in range(1, 13) if not is_working_day(date(2026, month, 2))]
    assert off == [1, 5, 8, 10]


def test_make_up_days_are_worked_and_holidays_are_not() -> None:
    assert is_working_day(date(2026, 10, 10))
    assert not is_working_day(date(2026, 10, 1))
    assert not is_working_day(date(2026, 11, 21))
    assert is_working_day(date(2026, 11, 20))


@pytest.mark.parametrize(
    ("start", "amount", "expected"),
    [
        (date(2026, 3, 3), 3, date(2026, 6, 3)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 7, 1), 3, date(2026, 10, 8)),
        (date(2026, 8, 21), 3, date(2026, 11, 23)),
    ],
)
def test_months_end_on_the_corresponding_day_or_after_the_holiday(
    start: date, amount: int, expected: date
) -> None:
    assert add_months(start, amount).date == expected


def test_a_day_off_is_shifted_as_the_rule_says() -> None:
    ends = {how: add_months(date(2026, 7, 1), 3, how).date for how in ("next", "previous", "none")}
    assert ends == {"next": date(2026, 10, 8), "previous": date(2026, 9, 30), "none": date(2026, 10, 1)}


def test_a_year_that_is_not_published_is_counted_and_said_to_be_unconfirmed() -> None:
    inside = add_working_days(date(2026, 12, 28), 3)
    across = add_working_days(date(2026, 12, 28), 4)
    assert (inside.date, inside.unconfirmed) == (date(2026, 12, 31), False)
    assert (across.date, across.unconfirmed) == (date(2027, 1, 1), True)
    assert working_days_between(date(2026, 12, 31), date(2027, 1, 4)).unconfirmed
    assert add_months(date(2026, 12, 1), 3).unconfirmed


def test_a_year_is_looked_up_once(django_assert_num_queries: object) -> None:
    calendar = Calendar()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert calendar.add_working_days(date(2026, 1, 5), 200).date.year == 2026


def test_seeding_twice_adds_nothing() -> None:
    before = (Day.objects.count(), CalendarYear.objects.count())
    seed()
    assert (Day.objects.count(), CalendarYear.objects.count()) == before
    assert list(CalendarYear.objects.values_list("year", flat=True)) == list(range(2018, 2027))


def test_only_weekends_are_made_up() -> None:
    assert all(day.date.weekday() >= 5 for day in Day.objects.filter(kind=DayKind.WORKDAY))


def test_counting_there_and_measuring_back_agree() -> None:
    calendar, chance = Calendar(), random.Random(2026)
    for _trial in range(150):
        start = date(2018, 1, 1) + timedelta(days=chance.randrange(3100))
        amount = chance.randrange(1, 60)
        end = calendar.add_working_days(start, amount).date
        assert calendar.is_working_day(end)
        assert calendar.working_days_between(start + timedelta(days=1), end).days == amount


@given(start=st.dates(date(1990, 1, 1), date(2090, 1, 1)), amount=st.integers(-60, 60))
def test_a_month_later_keeps_its_day_or_is_the_last(start: date, amount: int) -> None:
    later = month_later(start, amount)
    assert later.year * 12 + later.month == start.year * 12 + start.month + amount
    assert later.day == start.day or (later + timedelta(days=1)).day == 1


def test_the_office_head_enters_a_day_and_takes_it_off_again(cast: Cast) -> None:
    day = date(2026, 11, 23)
    set_day(NewDay(day, DayKind.HOLIDAY, "市庆"), "澜政办发〔2026〕9号", cast.head, "市政府通知放假")
    assert not is_working_day(day)
    clear_day(day, cast.head, "通知撤销")
    assert is_working_day(day)
    told = [tell(entry) for entry in journal.stream("calendar", 2026)][-2:]
    assert told == [
        "工作日历：2026-11-23定为放假（市庆），理由：市政府通知放假。",
        "工作日历：2026-11-23恢复按星期计算（原为放假 市庆），理由：通知撤销。",
    ]


def test_a_published_year_is_confirmed_and_replaces_what_was_entered(cast: Cast) -> None:
    set_day(NewDay(date(2027, 1, 4), DayKind.HOLIDAY, "元旦"), "", cast.head, "预估")
    days = [
        NewDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦"),
        NewDay(date(2027, 1, 3), DayKind.WORKDAY, "元旦"),
    ]
    publish_year(2027, "关于2027年部分节假日安排的通知", days, cast.head, "通知已印发")
    counted = add_working_days(date(2026, 12, 31), 2)
    assert (counted.date, counted.unconfirmed) == (date(2027, 1, 4), False)


@pytest.mark.parametrize(
    ("day", "kind", "name", "reason", "said"),
    [
        (date(2027, 1, 5), DayKind.WORKDAY, "元旦", "通知", "不是周末"),
        (date(2027, 1, 1), DayKind.HOLIDAY, " ", "通知", "什么节日"),
        (date(2027, 1, 1), DayKind.HOLIDAY, "元旦", " ", "理由"),
    ],
)
def test_a_day_that_makes_no_sense_is_refused(
    cast: Cast, day: date, kind: DayKind, name: str, reason: str, said: str
) -> None:
    with pytest.raises(RuleRefused, match=said):
        set_day(NewDay(day, kind, name), "", cast.head, reason)
    assert not Day.objects.filter(date=day).exists()


@pytest.mark.parametrize("who", ["clerk", "luming", "reader", "leader", "admin", "outsider"])
def test_nobody_else_changes_the_calendar(cast: Cast, who: str) -> None:
    new = NewDay(date(2026, 11, 23), DayKind.HOLIDAY, "市庆")
    with pytest.raises(RuleRefused, match="整改办负责人"):
        set_day(new, "", getattr(cast, who), "通知")
    with pytest.raises(RuleRefused, match="整改办负责人"):
        clear_day(date(2026, 10, 1), getattr(cast, who), "通知")
    with pytest.raises(RuleRefused, match="整改办负责人"):
        publish_year(2027, "通知", [new], getattr(cast, who), "通知")
    assert not is_working_day(date(2026, 10, 1))


def test_the_security_administrator_has_no_business_with_the_calendar(cast: Cast) -> None:
    person = Person.objects.create_user("security", display_name="安维")
    Membership.objects.create(person=person, body=Body.objects.first(), role=Role.SECURITY_ADMIN)
    with pytest.raises(RuleRefused):
        clear_day(date(2026, 10, 1), person, "通知")
