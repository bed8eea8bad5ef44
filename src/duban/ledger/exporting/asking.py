"""Asking for a list. A short one is there at once; a long one becomes work that is asked for once and found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import Someone
from duban.jobs.actions import enqueue
from duban.jobs.models import Job, Lane, State
from duban.ledger import queries
from duban.ledger.choices import Choices
from duban.ledger.errors import Refused
from duban.ledger.excel import MOST_ROWS, Heading
from duban.ledger.exporting.gathering import Printed, bare, hang
from duban.ledger.filters import Filters
from duban.ledger.lists import LISTS, WHOLE, ListKind
from duban.ledger.models import Export, ExportState
from duban.ledger.querysets import FindingQuerySet
from duban.rulebook import queries as rulebook

KINDS = frozenset({"all", WHOLE.code, *LISTS})
#: The rule cannot say fewer, so for these it is not asked.
ALWAYS_AT_ONCE = 500
#: So many of one person are kept at a time, so that nobody fills the disk.
MOST_KEPT = 20
#: Up to so many findings the quick worker does it, who never waits behind what takes minutes.
QUICK = 20_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which list, with which question."""

    kind: str
    filters: Filters

    @classmethod
    def of(cls, kind: str, query: Mapping[str, str]) -> Wanted:
        """The page shows the most urgent first; a list that is handed up follows the plan unless an order was asked for."""
        filters = Filters.from_query(query)
        return cls(kind, replace(filters, sort=filters.sort or "order"))

    @property
    def kinds(self) -> list[ListKind]:
        if self.kind == "all":
            return list(LISTS.values())
        return [WHOLE if self.kind == WHOLE.code else LISTS[self.kind]]

    @property
    def name(self) -> str:
        return _("四个清单") if self.kind == "all" else str(self.kinds[0].name)

    @property
    def question(self) -> dict[str, str]:
        return {name: value for name, value in asdict(self.filters).items() if value}

    def heading(self, person: Someone) -> Heading:
        chips = Choices(self.filters, person).chips()
        inspection = next((chip.value for chip in chips if chip.name == "inspection"), "")
        asked = _("；").join(f"{chip.label}：{chip.value}" for chip in chips if chip.name != "inspection")
        return Heading(inspection or _("生态环境保护督察"), asked, timezone.localdate())

    def in_words(self, person: Someone) -> str:
        return Choices(self.filters, person).in_words()

    def rows(self, person: Someone) -> FindingQuerySet:
        return queries.listed(person, self.filters, timezone.localdate())

    def count(self, person: Someone) -> int:
        return queries.counted(person, self.filters, timezone.localdate()).count()


def at_once() -> int:
    """Up to so many findings a list comes with the answer."""
    return int(rulebook.rule("export_at_once", on=timezone.localdate()).value)


def short(person: Someone, wanted: Wanted) -> list[Printed] | None:
    """What stands on the list, if it is little enough for an answer; None: it is a long one."""
    rows = wanted.rows(person)
    found = bare(rows[: ALWAYS_AT_ONCE + 1])
    if len(found) > ALWAYS_AT_ONCE:
        most = at_once()
        found = bare(rows[: most + 1])
        if len(found) > most:
            return None
    hang({row.pk: row for row in found})
    return found


def ask(person: Person, wanted: Wanted, through: str = "") -> tuple[Export, bool]:
    """Have it made in the background. While the same is being made for her, this is found; the second value says whether
    it is new."""
    return _asked(person, wanted, wanted.count(person), through)


@transaction.atomic
def _asked(person: Person, wanted: Wanted, count: int, through: str) -> tuple[Export, bool]:
    """Two forms sent at once come one after the other."""
    Person.objects.select_for_update().get(pk=person.pk)
    language = get_language() or ""
    mark = _mark(wanted, language)
    waiting = Export.objects.filter(by=person, mark=mark, state=ExportState.WAITING).first()
    if waiting is not None and not is_lost(waiting):
        return waiting, False
    _demand_room(person, count)
    if waiting is not None:
        waiting.delete()
    export = Export.objects.create(
        by=person,
        kind=wanted.kind,
        question=wanted.question,
        mark=mark,
        asked=wanted.in_words(person),
        language=language,
        through=through,
        expected=count,
        asked_at=timezone.now(),
    )
    lane = Lane.QUICK if count <= QUICK else Lane.MAIN
    enqueue("ledger.export", {"export": export.pk}, key=export.job_key, lane=lane)
    return export, True


def _mark(wanted: Wanted, language: str) -> str:
    said = json.dumps([wanted.kind, wanted.question, language], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def is_lost(export: Export) -> bool:
    """Nobody works on it any more: its work was given up."""
    return not Job.objects.filter(key=export.job_key).exclude(state=State.FAILED).exists()


def _demand_room(person: Person, count: int) -> None:
    if count > MOST_ROWS:
        raise Refused(
            _("符合条件的问题超过一张工作表能放的%s行，没有导出；请加上筛选条件分几次导出。") % MOST_ROWS
        )
    if hers(person).count() >= MOST_KEPT:
        raise Refused(
            _("您的导出已有%s份，没有再导出；请先在“我的导出”中删除不用的，再导出新的。") % MOST_KEPT
        )


def hers(person: Someone) -> QuerySet[Export]:
    """What she asked for herself, newest first; nobody else's is ever seen by anybody."""
    if not isinstance(person, Person):
        return Export.objects.none()
    return Export.objects.filter(Q(by=person)).defer("held").order_by("-pk")
