"""How many requests a token may make in a minute, counted in each server process by itself: what counts here is that no
program drowns the others, and the database is not asked for it."""

from __future__ import annotations

import threading
from time import monotonic
from typing import Any

from django.utils import timezone

from duban.rulebook import queries as rulebook

_WINDOW = 60.0
#: Counters of this many tokens and addresses are kept; then the oldest windows go.
_KEPT = 10_000

_lock = threading.Lock()
_counted: dict[str, tuple[float, int]] = {}
#: What the rules said that every request asks, and when they were asked: anew every minute.
_KEYS = ("api_per_minute", "token_needs_password", "password_max_age_days")
_rules: list[tuple[float, dict[str, Any]]] = []


def rule(key: str) -> Any:
    now = monotonic()
    if not _rules or now - _rules[0][0] >= _WINDOW:
        found = rulebook.rules(_KEYS, on=timezone.localdate())
        _rules[:] = [(now, {each: found[each].value for each in _KEYS})]
    return _rules[0][1][key]


def allowed() -> int:
    """Requests a minute, as the rule says it."""
    return int(rule("api_per_minute"))


def waiting(who: str, allowed: int, now: float | None = None) -> int:
    """Seconds until the next request is welcome; 0 if this one is."""
    moment = monotonic() if now is None else now
    with _lock:
        begun, count = _counted.get(who, (moment, 0))
        if moment - begun >= _WINDOW:
            begun, count = moment, 0
        _counted[who] = (begun, count + 1)
        if len(_counted) > _KEPT:
            _forget(moment)
    return 0 if count < allowed else max(1, int(begun + _WINDOW - moment) + 1)


def _forget(moment: float) -> None:
    over = [who for who, (begun, _count) in _counted.items() if moment - begun >= _WINDOW]
    for who in over or list(_counted)[: _KEPT // 10]:
        del _counted[who]


def reset() -> None:
    with _lock:
        _counted.clear()
        _rules.clear()
