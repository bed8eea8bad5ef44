"""Background work of the ledger."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.registry import handler
from duban.ledger.exporting.making import make
from duban.ledger.exporting.removing import forget
from duban.ledger.importing import running as importing
from duban.ledger.importing import trying
from duban.ledger.models import BulkRun
from duban.ledger.step_forms import form_of
from duban.ledger.verbs import VERBS
from duban.ledger.verbs.bulk import carry_on

#: Progress is told this often: each telling is a statement.
_EVERY = 20


@handler("ledger.bulk")
def take_many(running: Running) -> Any:
    """Go on with a run over many findings. Done twice, it does nothing new."""
    run = BulkRun.objects.select_related("by").get(pk=running.arguments["run"])
    form = form_of(VERBS[run.verb], None, run.said)
    if form.is_valid():
        carry_on(run, form.said(), lambda done, total: _tell(running, done, total))
    return {"done": run.rows.filter(step__isnull=False).count()}


def _tell(running: Running, done: int, total: int) -> None:
    if done % _EVERY == 0 or done == total:
        running.progress(done, total)


@handler("ledger.export")
def make_export(running: Running) -> Any:
    """Make the file of an export. Done twice, it does nothing new."""
    made = make(running.arguments["export"], running.progress)
    return {"count": made.count} if made else None


@handler("ledger.trial")
def try_table(running: Running) -> Any:
    """Find out what a table would do. Done twice, it does nothing new."""
    said = running.arguments
    made = trying.make(said["trial"], said["turn"], running.progress)
    return {"made": made}


@handler("ledger.import")
def bring_in(running: Running) -> Any:
    """Carry a table out, all of it or nothing. Done twice, it does nothing new."""
    said = running.arguments
    done = importing.carry(said["run"], said["turn"], running.progress_inside)
    return done.outcome if done else None


@daily("ledger.nightly")
@handler("ledger.nightly")
def nightly(running: Running) -> dict[str, int]:
    return {"removed": forget(timezone.now(), running.extend_lease)}
