"""The four lists of the whole ledger, the way the job makes them."""

from __future__ import annotations

import time

from duban.accounts.models import Person
from duban.ledger.exporting import asking, making
from tests.bench._house.scenarios import task


@task("four lists of the whole ledger as Excel")
def _four_lists() -> str:
    clerk = Person.objects.get(username="clerk")
    export, _is_new = asking.ask(clerk, asking.Wanted.of("all", {}))
    begun = time.process_time()
    made = making.make(export.pk)
    if made is None or not made.file:
        raise SystemExit("the four lists were not made")
    path = making.path_of(made.file)
    size = path.stat().st_size / 1_000_000
    path.unlink()
    return (
        f"{export.expected:,} findings, {time.process_time() - begun:.1f} s of the processor, {size:.0f} MB"
    )
