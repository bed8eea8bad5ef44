"""A verification that leaves its result where the page of the record shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from django.utils import timezone

from duban.journal.export import HeadFile
from duban.journal.models import Verification
from duban.journal.verification import Break, Report, verify_all


def verify_and_note(kept: HeadFile | None = None, tell: Callable[[int], None] | None = None) -> Report:
    report = verify_all(kept, tell)
    Verification.objects.create(
        at=timezone.now(),
        streams=report.streams,
        entries=report.entries,
        heads=report.heads,
        seconds=round(report.seconds, 3),
        breaks=[asdict(found) for found in report.breaks],
    )
    return report


def breaks_of(run: Verification) -> list[Break]:
    return [
        Break((said["stream"][0], said["stream"][1]), said["sequence"], said["reason"]) for said in run.breaks
    ]
