"""What the first pages ask of the stations below them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import SEES_OWN_UNIT, bodies_of, is_office, may_review
from duban.intake.models import IntakeSet
from duban.ledger import queries
from duban.ledger.models import Finding, Request
from duban.ledger.ordering import order_of
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet, Way
from duban.ledger.sentences_of_requests import wanted
from duban.ledger.waiting import HEAPS, MINE, heaps_of
from duban.organizations.models import Body

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6
#: Sets in hand are few; more than these are not counted one by one.
SETS_COUNTED = 50
DEBTS_SHOWN = 100
#: Requests are few, and each waits for an answer.
ASKED_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Bar:
    """A unit with its count, and the share of the longest bar (0 to 100) for the drawing."""

    body: int
    name: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Waits:
    """So many findings that wait for one thing, and the question to the ledger that lists them."""

    code: str
    name: StrOrPromise
    count: int
    state: str


@dataclass(frozen=True, slots=True)
class Waiting:
    total: int
    heaps: tuple[Waits, ...]


def waiting(person: Person, today: date) -> Waiting | None:
    """What she can take now, by what it waits for; None where nothing ever waits for somebody like her."""
    counted = heaps_of(Finding.objects.visible_to(person, Way.COUNTING).order_by(), person, today)
    if not counted:
        return None
    rows = (Waits(code, heap.name, counted.get(code, 0), heap.state) for code, heap in HEAPS.items())
    return Waiting(counted[MINE], tuple(row for row in rows if row.count))


def waiting_sets(person: Person) -> list[IntakeSet]:
    """Sets with problems that nobody has accepted yet, newest first."""
    if not may_review(person):
        return []
    unfinished = Q(items__state="active", items__finding__isnull=True)
    open_sets = (
        IntakeSet.objects.visible_to(person)
        .standing()
        .annotate(
            open_items=Count("items", filter=unfinished),
            confirmed_items=Count("items", filter=unfinished & Q(items__confirmed_at__isnull=False)),
        )
    )
    return list(open_sets.filter(open_items__gt=0).order_by("-created_at")[:SETS_COUNTED])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that waits for a decision, as a line."""

    number: str
    words: str
    who: str
    day: date


def open_requests(person: Person) -> list[Asked]:
    """Requests that nobody has decided yet, the oldest first: the office answers for them."""
    if not is_office(person):
        return []
    rows = Request.objects.filter(state="open", finding__in=Finding.objects.visible_to(person))
    found = rows.select_related("finding", "asked_by").order_by("asked_at", "pk")[:ASKED_SHOWN]
    return [
        Asked(
            row.finding.number,
            wanted(
                {"kind": row.kind, "proposal": row.proposal, "original": row.original},
                {row.proposal.get("into", "")},
            ),
            row.asked_by.display_name,
            timezone.localdate(row.asked_at),
        )
        for row in found
    ]


def totals(rows: FindingQuerySet, today: date) -> dict[str, int]:
    """What the list without a question counts; ``owed``: of these, the work that is neither done nor resting."""
    found = rows.listed().tallied(today, NEAR_DAYS)
    return {**found, "owed": found["total"] - found["finished"] - found["suspended"]}


def overview(rows: FindingQuerySet, today: date) -> dict[str, Any]:
    """Totals, the most urgent ones, and who owes the late ones."""
    return {
        "totals": totals(rows, today),
        "late": _first(rows.late(today)),
        "near": _first(rows.due_within(today, NEAR_DAYS)),
        "bars": _bars(queries.by_unit(rows.late(today))),
    }


def debts(rows: FindingQuerySet, limit: int = DEBTS_SHOWN) -> list[Finding]:
    """What is still owed, the dated ones first, by date."""
    return list(_by_day(queries.with_charges(rows.owing()))[:limit])


def under_name(person: Person) -> FindingQuerySet:
    return Finding.objects.visible_to(person).answered_by(person)


def registered_this_week(rows: FindingQuerySet, today: date) -> int:
    """How many were put under this name since Monday."""
    return rows.listed().filter(registered_at__date__gte=today - timedelta(days=today.weekday())).count()


def unit_names(person: Person) -> str:
    bodies = Body.objects.filter(pk__in=bodies_of(person, SEES_OWN_UNIT), successor__isnull=True)
    return _("、").join(bodies.order_by("name").values_list("name", flat=True))


def _first(rows: FindingQuerySet) -> list[Finding]:
    return list(_by_day(queries.with_charges(rows))[:SHOWN])


def _by_day(rows: FindingQuerySet) -> FindingQuerySet:
    """The order of the ledger, for which there is an index."""
    return order_of("").sort(rows)


def _bars(counted: list[dict[str, Any]]) -> list[Bar]:
    longest = max((row["count"] for row in counted), default=1)
    return [
        Bar(row["body"], row["body__name"], row["count"], round(100 * row["count"] / longest, 1))
        for row in counted
    ]
