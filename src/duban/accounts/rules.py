"""The rules of signing in. ``settings.ACCOUNTS_RULES`` names who answers, the rulebook in this house. What it does not
know is answered here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

DEFAULTS: dict[str, Any] = {
    "password_min_length": 10,
    "password_character_kinds": 3,
    "password_history": 5,
    "password_max_age_days": 90,
    "first_sign_in_change": True,
    "first_password_days": 14,
    "sign_in_failures": 5,
    "address_failures": 30,
    "lock_minutes": 30,
    "idle_minutes": 30,
    # Everybody, or only these roles.
    "second_factor_required": False,
    "second_factor_roles": ["system_admin", "security_admin", "audit_admin"],
}


def rule(key: str) -> Any:
    """The value that holds today."""
    named: str = getattr(settings, "ACCOUNTS_RULES", "")
    if named:
        answer: Callable[[str, Any], Any] = import_string(named)
        return answer(key, DEFAULTS[key])
    return DEFAULTS[key]
