"""What waits for a person, in the heaps in which she thinks of it: what her unit has to hand in, what the office has to
look at, what a leader should see.

A heap of a verb follows the table of the life cycle: it holds the findings from which she may take that verb. Where the
table names whose unit a verb belongs to, it waits for that unit; the office may stand in for it, and owes nothing.
"""

from __future__ import annotations

import datetime
import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from duban.accounts.models import Role
from duban.accounts.permissions import Someone, bodies_of, is_leader, roles_of
from duban.ledger.deciding import STANDINGS
from duban.ledger.lifecycle import OPEN, Standing
from duban.ledger.models import (
    AgendaItem,
    Finding,
    Inspection,
    PlanApproval,
    PlanItemVersion,
    Request,
    StandingChange,
    Step,
)
from duban.ledger.moves import Relation, Who, move
from duban.ledger.progress import NEAR_DAYS
from duban.ledger.querysets import FindingQuerySet, Way, held
from duban.rulebook.queries import rule

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: For whom anything ever waits.
ROLES = frozenset[str]({Role.LEADER}).union(
    *(move(verb).roles for verb in ("submit_plan", "file_plan", "approve_change"))
)
#: Asked in an address for everything that waits for whoever asks.
MINE = "me"
#: None: nothing of this kind ever waits for her.
Asked = Callable[[Someone, datetime.date, Way], Q | None]


@dataclass(frozen=True, slots=True)
class Heap:
    """Findings that wait for the same thing. ``state``: as :class:`duban.ledger.progress.Progress` has it."""

    code: str
    name: StrOrPromise
    asked: Asked
    state: str = "idle"


def waiting_for(
    rows: FindingQuerySet, person: Someone, today: datetime.date, way: Way, code: str = MINE
) -> FindingQuerySet:
    """Findings in one of her heaps, or in any of them."""
    wanted = [heap for heap in HEAPS.values() if code in (MINE, heap.code)]
    return rows.filter(_any(_asked(wanted, person, today, way).values()))


def heaps_of(rows: FindingQuerySet, person: Someone, today: datetime.date) -> dict[str, int]:
    """How many of these findings lie in each heap of hers, and under ``me`` in any of them; in one statement."""
    mine = _asked(HEAPS.values(), person, today, Way.COUNTING)
    if not mine:
        return {}
    counted = {code: Count("pk", filter=question) for code, question in mine.items()}
    found: dict[str, int] = rows.filter(_any(mine.values())).aggregate(**counted, **{MINE: Count("pk")})
    return found


def _asked(heaps: Iterable[Heap], person: Someone, today: datetime.date, way: Way) -> dict[str, Q]:
    found = {heap.code: heap.asked(person, today, way) for heap in heaps}
    return {code: question for code, question in found.items() if question is not None}


def _any(questions: Iterable[Q]) -> Q:
    return reduce(operator.or_, questions, Q(pk__in=()))


def _by_verb(verb: str, also: Callable[[], Q] = Q) -> Asked:
    """From which she may take this verb, where it is due to somebody like her."""

    def asked(person: Someone, _today: datetime.date, way: Way) -> Q | None:
        step, mine = move(verb), _due_to(verb, person, way)
        here = Q(stage__in=sorted(map(str, step.start)), standing__in=sorted(map(str, step.standings)))
        return None if mine is None else here & also() & mine

    return asked


def _due_to(verb: str, person: Someone, way: Way) -> Q | None:
    """The findings to which she stands as the table wants it of whoever owes this verb."""
    everybody = move(verb).who
    owing = [who for who in everybody if who.relation != Relation.ANY] or everybody
    hers = [who for who in owing if who.role in roles_of(person)]
    if not hers:
        return None
    if any(who.relation == Relation.ANY for who in hers):
        return Q()
    return held(*(_charged(who, person) for who in hers), way=way)


def _charged(who: Who, person: Someone) -> Q:
    """Relations are named like the roles of charges."""
    bodies = bodies_of(person, frozenset({Role(who.role)}))
    return Q(body__in=sorted(bodies), role=str(who.relation))


def _was_returned() -> Q:
    """Of the steps that stand, a return of the plan was the last that moved it."""
    standing = Step.objects.filter(withdraws=None, withdrawn_by=None).exclude(start=F("end")).order_by()
    later = standing.filter(finding=OuterRef("finding"), ordinal__gt=OuterRef("ordinal"))
    back = standing.filter(finding=OuterRef("pk"), verb="return_plan")
    return Q(Exists(back.filter(~Exists(later))))


def _was_let_pass() -> Q:
    """A meeting decided on its plan, or a higher body approved it."""
    decided = AgendaItem.objects.exclude(decision="").order_by()
    versions = Q(version__in=decided.exclude(approves=None).values("approves"))
    versions |= Q(version__in=PlanApproval.objects.order_by().values("version"))
    items = PlanItemVersion.objects.filter(versions).order_by().values("item")
    return Q(plan_item__in=items) | Q(pk__in=decided.exclude(findings=None).values("findings"))


def _of_work(owed: Callable[[datetime.date], Q]) -> Asked:
    """What is owed by a day: by her unit, as far as it carries the work out, or under her name as a leader."""

    def asked(person: Someone, today: datetime.date, way: Way) -> Q | None:
        mine = [each for each in (_due_to("submit_plan", person, way), _led(person)) if each is not None]
        return owed(today) & _any(mine) if mine else None

    return asked


def _led(person: Someone) -> Q | None:
    if not is_leader(person):
        return None
    return Q(pk__in=Finding.objects.order_by().answered_by(person).values("pk"))


def _requests(person: Someone, today: datetime.date, _way: Way) -> Q | None:
    """With a request that she may decide; a leader is shown what is asked for under her name."""
    waiting, found = Request.objects.filter(state="open").order_by(), []
    if roles_of(person) & move("approve_change").roles:
        found.append(Q(pk__in=_decidable(waiting, person, today).values("finding")))
    if (led := _led(person)) is not None:
        found.append(led & Q(pk__in=waiting.values("finding")))
    return _any(found) if found else None


def _decidable(waiting: QuerySet[Request], person: Someone, today: datetime.date) -> QuerySet[Request]:
    """Nobody decides what she asked for herself, except where the rule of the place lets one person do both."""
    own = waiting.filter(asked_by=person.pk)
    rows = Inspection.objects.filter(findings__requests__in=own).select_related("region").distinct()
    regions = {row.region_id: row.region for row in rows}
    lax = {pk for pk, place in regions.items() if rule("requester_may_approve", place, on=today).value}
    strict = [row.pk for row in rows if row.region_id not in lax]
    return waiting.exclude(asked_by=person.pk, finding__inspection__in=strict)


def _late(today: datetime.date) -> Q:
    return Q(urgency__lt=today.toordinal())


def _near(today: datetime.date) -> Q:
    return Q(urgency__gte=today.toordinal(), urgency__lte=today.toordinal() + NEAR_DAYS)


def _rested(today: datetime.date) -> Q:
    """The last day that was granted to it is over, and nobody has asked to take it up again or for longer."""
    changes = StandingChange.objects.filter(finding=OuterRef("pk")).order_by()
    later = StandingChange.objects.filter(finding=OuterRef("finding"), pk__gt=OuterRef("pk")).order_by()
    over = changes.filter(~Exists(later), after=Standing.SUSPENDED, until__lt=today)
    asked = Request.objects.filter(
        finding=OuterRef("pk"), state="open", kind__in=sorted(STANDINGS)
    ).order_by()
    return Q(standing=Standing.SUSPENDED) & Q(stage__in=sorted(OPEN)) & Q(Exists(over)) & ~Q(Exists(asked))


#: In the order in which they are told: what is overdue, what came back, what goes on, what comes next.
HEAPS: Mapping[str, Heap] = {
    heap.code: heap
    for heap in (
        Heap("late", _("已逾期"), _of_work(_late), state="late"),
        Heap("returned", _("被退回，待重报方案"), _by_verb("submit_plan", _was_returned), state="late"),
        Heap("rested", _("中止期满，待申请恢复或延长"), _of_work(_rested), state="late"),
        Heap("requests", _("有申请待审批"), _requests, state="near"),
        Heap("assign", _("待交办"), _by_verb("assign")),
        Heap("review", _("待审核方案"), _by_verb("file_plan", lambda: ~_was_let_pass())),
        Heap("file", _("方案已审定或批复，待备案"), _by_verb("file_plan", _was_let_pass)),
        Heap("submit", _("待报送方案"), _by_verb("submit_plan", lambda: ~_was_returned())),
        Heap("start", _("方案已备案，待启动整改"), _by_verb("start_work")),
        Heap("near", _("30天内到期"), _of_work(_near), state="near"),
    )
}
