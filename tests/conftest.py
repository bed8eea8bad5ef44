"""What every test of the web house needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management.commands import flush
from django.db import connections
from django.utils import translation

from duban.journal import guards


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_record() -> Iterator[None]:
    """Tests that commit are followed by a flush, which the record would refuse. The triggers come back with it."""
    plain = flush.sql_flush

    def emptied(style: Any, connection: Any, **options: Any) -> Any:
        guards.take_down(connections[connection.alias])
        return plain(style, connection, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush, "sql_flush", emptied)
        yield


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language in the thread; the next test begins with the house's own."""
    yield
    translation.deactivate()
