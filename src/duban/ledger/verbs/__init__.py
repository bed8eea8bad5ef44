"""Every verb that can be taken on a finding, in one registry: pages, bulk, import and API all call the same function.

A verb is a function ``(number, said, actor) -> Step``; ``said`` is a frozen dataclass of plain values from which pages
make a form and the API a schema. ``metadata`` of a field says ``label`` (Chinese) and, where it helps, ``choices``,
``long`` (a text of several lines), ``help``, and ``rare`` (asked for when something in particular wants it).
"""

from __future__ import annotations

from duban.ledger.verbs import (  # noqa: F401  these fill the registry
    charging,
    correcting,
    dating,
    drafting,
    locating,
    planning,
    requests,
    standing,
)
from duban.ledger.verbs.registry import VERBS, Verb, names, take

__all__ = ["VERBS", "Verb", "names", "take"]
