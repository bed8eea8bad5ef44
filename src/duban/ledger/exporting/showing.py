"""How far an export is, for its pages and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.jobs.models import Job, State
from duban.ledger.exporting.asking import Wanted
from duban.ledger.exporting.removing import keep_days
from duban.ledger.models import Export, ExportState


@dataclass(frozen=True, slots=True)
class Shown:
    """An export as it stands. ``done`` of ``total`` findings are written; ``ahead``: other work that comes first."""

    export: Export
    wanted: Wanted
    state: str
    done: int
    total: int
    until: datetime
    sentence: str = ""
    ahead: int = 0

    @property
    def name(self) -> str:
        return self.wanted.name

    @property
    def is_waiting(self) -> bool:
        return self.state == ExportState.WAITING

    @property
    def is_made(self) -> bool:
        return self.state == ExportState.MADE

    @property
    def percent(self) -> int:
        if self.is_made:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def state_name(self) -> str:
        return str(ExportState(self.state).label)


def shown(exports: Iterable[Export], now: datetime | None = None) -> list[Shown]:
    """Three statements, however many they are."""
    rows = list(exports)
    keys = [row.job_key for row in rows if row.state == ExportState.WAITING]
    jobs = {job.key: job for job in Job.objects.filter(key__in=keys)} if keys else {}
    days = timedelta(days=keep_days(now or timezone.now()))
    return [_shown(row, jobs.get(row.job_key), days) for row in rows]


def _shown(row: Export, job: Job | None, days: timedelta) -> Shown:
    wanted, until = Wanted.of(row.kind, row.question), row.asked_at + days
    if row.state != ExportState.WAITING:
        return Shown(row, wanted, row.state, row.count, row.count, until, row.sentence)
    if job is None or job.state == State.FAILED:
        lost = _("制作中断了，没有做成；请重新导出。")
        return Shown(row, wanted, ExportState.FAILED, 0, row.expected, until, lost)
    total = job.progress_total or row.expected
    return Shown(row, wanted, row.state, job.progress_done, total, until, ahead=_ahead(job))


def _ahead(job: Job) -> int:
    if job.state != State.QUEUED:
        return 0
    before = Job.objects.filter(lane=job.lane, pk__lt=job.pk, run_after__lte=timezone.now())
    return before.filter(state__in=(State.QUEUED, State.RUNNING)).count()
