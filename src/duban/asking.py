"""What addresses and requests say, taken only as what a database can take."""

from __future__ import annotations

import json
from typing import Any


def number(raw: str) -> int | None:
    """A number as a page of ours writes it; ``²`` and numbers that no row can have are none."""
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 19 else None


def body(raw: bytes) -> Any:
    """The JSON of a request. NUL and halves of characters, which no text here has, are refused with a ValueError."""
    asked = json.loads(raw)
    plain = json.dumps(asked, ensure_ascii=False)
    plain.encode()
    if "\\u0000" in plain:
        raise ValueError("a NUL character")
    return asked
