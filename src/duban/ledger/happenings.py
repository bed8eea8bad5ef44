"""By what the record of a finding can be narrowed: kinds of things that happened, the five acts of standing each by its
own name although the table has one verb for them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from duban.journal.models import Entry
from duban.journal.names import verb_name
from duban.ledger import entries

_FIVE = tuple(f"finding.{verb}" for verb in entries.OF_FIVE)
#: Between a verb and the act that is meant, in an address.
_OF = ":"


def narrowed(rows: QuerySet[Entry], code: str) -> QuerySet[Entry]:
    verb, _sign, act = code.partition(_OF)
    rows = rows.filter(verb=verb)
    return rows.filter(payload__kind=act) if act else rows


def known(rows: QuerySet[Entry]) -> tuple[list[tuple[str, str]], list[str]]:
    """What kinds of things happened, with their names, and who did them."""
    found = list(
        rows.order_by().annotate(act=KT("payload__kind")).values_list("verb", "actor_name", "act").distinct()
    )
    kinds = {_kind(verb, act) for verb, _who, act in found}
    return sorted(kinds, key=lambda pair: pair[1]), sorted({who for _verb, who, _act in found if who})


def _kind(verb: str, act: Any) -> tuple[str, str]:
    if verb in _FIVE and act in entries.ACTS:
        return f"{verb}{_OF}{act}", entries.act_name(verb.removeprefix("finding."), act)
    return verb, verb_name(verb)
