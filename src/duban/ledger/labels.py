"""How the record calls a problem: by its number in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from duban.journal import labels
from duban.ledger.models import Finding


def _numbers(keys: Set[str]) -> Mapping[str, str]:
    found = Finding.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    return {str(pk): number for pk, number in found.values_list("pk", "number")}


def _keys(number: str) -> Iterable[str]:
    return [str(pk) for pk in Finding.objects.filter(number=number).values_list("pk", flat=True)]


labels.register("finding", _numbers, _keys)
