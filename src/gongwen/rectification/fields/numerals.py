"""Chinese numerals as numbers: 二十三 → 23, 两 → 2, 〇 → 0; digits pass through."""

from __future__ import annotations

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "○": 0,
    "俩": 2,
    "O": 0,
    "o": 0,
}
_PLACES = {"十": 10, "百": 100, "千": 1000}


def number(printed: str) -> int | None:
    """The value of a whole number in digits or Chinese numerals; None where it is neither."""
    if printed.isascii() and printed.isdigit():
        return int(printed)
    if not printed or any(c not in DIGITS and c not in _PLACES for c in printed):
        return None
    if not any(c in _PLACES for c in printed):
        return int("".join(str(DIGITS[c]) for c in printed))
    return _placed(printed)


def _placed(printed: str) -> int:
    total, digit = 0, 0
    for c in printed:
        if c in DIGITS:
            digit = DIGITS[c]
        else:
            total += (digit or 1) * _PLACES[c]
            digit = 0
    return total + digit
