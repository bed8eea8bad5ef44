"""Numbers as people write them one after the other, in whatever way they set them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BETWEEN = re.compile(r"[\s\x00,，;；、]+")


def numbers_in(said: str | Iterable[str]) -> list[str]:
    """2026-0009，2026-0011;2026-0013、2026-0014: each once, in the order in which they were written."""
    text = said if isinstance(said, str) else " ".join(said)
    return list(dict.fromkeys(part for part in _BETWEEN.split(text) if part))
