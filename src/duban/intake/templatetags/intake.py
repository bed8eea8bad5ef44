"""Filters of the review page."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def plain_number(value: float | None) -> str:
    """A number as a field shows it: 81, 3.46, nothing for nothing."""
    return "" if value is None else f"{value:.10g}"
