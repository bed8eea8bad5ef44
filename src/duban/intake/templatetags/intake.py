"""Filters of the review page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def plain_number(value: float | None) -> str:
    """A number as a field shows it: 81, 3.46, nothing for nothing."""
    return "" if value is None else f"{value:.10g}"


@register.filter
def at(mapping: Mapping[int, Any], key: int) -> Any:
    """What a mapping holds under a key that is only known in the template."""
    return mapping.get(key, "")
