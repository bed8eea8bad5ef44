"""The rules of background work. ``settings.JOBS_RULES`` names who answers, the rulebook in this house."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {"job_keep_days": 30}


def rule(key: str) -> Any:
    """The value that holds today."""
    named: str = getattr(settings, "JOBS_RULES", "")
    if named:
        answer: Callable[[str, Any], Any] = import_string(named)
        return answer(key, DEFAULTS[key])
    return DEFAULTS[key]
