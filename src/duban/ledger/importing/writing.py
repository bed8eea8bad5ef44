"""Writing into very many problems at once: a choice among hundreds of cases, as a bulk update writes it, costs more than
everything else of an import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from duban.ledger.models import Finding

_BATCH = 500


def write_stages(findings: Sequence[Finding]) -> None:
    """Where they stand: many stand at the same place."""
    _alike({row.pk: row.stage for row in findings}, "stage")


def write_days(findings: Sequence[Finding]) -> None:
    """Since when they are registered: many since the same day."""
    _alike({row.pk: row.registered_at for row in findings}, "registered_at")


def _alike(values: Mapping[int, Any], field: str) -> None:
    keys_of: dict[Any, list[int]] = defaultdict(list)
    for key, value in values.items():
        keys_of[value].append(key)
    for value, keys in keys_of.items():
        for begin in range(0, len(keys), _BATCH):
            Finding.objects.filter(pk__in=keys[begin : begin + _BATCH]).update(**{field: value})


def write_words(findings: Sequence[Finding]) -> None:
    """What they are found by."""
    table, field = connection.ops.quote_name(Finding._meta.db_table), Finding._meta.get_field("search_text")
    for begin in range(0, len(findings), _BATCH):
        some = findings[begin : begin + _BATCH]
        values = ", ".join(["(%s, %s)"] * len(some))
        # Both databases name the columns of bare values column1 and column2.
        sql = f"UPDATE {table} SET search_text = v.column2 FROM (VALUES {values}) AS v WHERE {table}.id = v.column1"
        said = [
            part for row in some for part in (row.pk, field.get_db_prep_save(row.search_text, connection))
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, said)
