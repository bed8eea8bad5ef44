"""Every night: files that were handed in and never used."""

from __future__ import annotations

from django.utils import timezone

from duban.files.sweeping import forget
from duban.jobs.context import Running
from duban.jobs.daily import daily
from duban.jobs.registry import handler


@daily("files.nightly")
@handler("files.nightly")
def nightly(running: Running) -> dict[str, int]:
    return {"removed": forget(timezone.now(), beat=running.extend_lease)}
