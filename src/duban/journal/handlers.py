"""Every night: the heads of the days that are over, and the whole record verified."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.registry import handler
from duban.journal.checking import verify_and_note
from duban.journal.heads import make_heads
from duban.journal.verification import Report


@daily("journal.nightly")
@handler("journal.nightly")
def nightly(_running: Running) -> dict[str, Any]:
    heads = make_heads(timezone.localdate())
    return {"heads": [head.day.isoformat() for head in heads], **_facts(verify_and_note())}


@handler("journal.verify")
def verify(running: Running) -> dict[str, Any]:
    return _facts(verify_and_note(tell=lambda count: running.progress(count, 0, "")))


def _facts(report: Report) -> dict[str, Any]:
    return {"entries": report.entries, "holds": report.holds, "seconds": round(report.seconds, 2)}
