"""The record speaks one language, whatever language the page of its writer has."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override


def kept(words: str | Promise | Callable[[], object]) -> str:
    """Words as the record keeps them: a lazy label, or what a function says when it is asked in that language."""
    with override(settings.LANGUAGE_CODE):
        return str(words() if callable(words) else words)
