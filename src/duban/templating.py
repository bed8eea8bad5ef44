"""Template tags that every room uses, built in to all templates: icons, dates, addresses that keep their filters."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite. Without a label it is decoration and hidden from screen readers."""
    address = f"{_sprite()}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"></use></svg>', address)


@cache
def _sprite() -> str:
    """A page has dozens of icons, and all of them stand in one file."""
    return static("built/icons.svg")


@register.filter
def in_words(day: datetime.date | None) -> str:
    """2026年9月30日, for sentences."""
    if day is None:
        return ""
    if (get_language() or "").startswith("en"):
        return f"{day.day} {day:%B %Y}"
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def in_table(day: datetime.date | None) -> str:
    """2026-09-30, for tables."""
    return f"{day:%Y-%m-%d}" if day else ""


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The address of this page with some of its query changed; None takes a key out, ``page`` starts again."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for key, value in changes.items():
        if value is None or value == "":
            query.pop(key, None)
        else:
            query[key] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def drop_query(context: dict[str, Any], name: str) -> str:
    """The address of this page without one of its questions."""
    return with_query(context, **{name: None})


@register.simple_tag
def page_range(page: Page[Any]) -> list[int]:
    """Page numbers to show; 0 stands for a gap."""
    elided = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [number if isinstance(number, int) else 0 for number in elided]


@register.filter
def unlocal(number: float) -> str:
    """A number for SVG attributes: a point, whatever the language."""
    return f"{number:.12g}"
