"""One form for every character, at the same length, so that spans found in the folded text are spans of the text.

Full-width digits, letters and punctuation become half-width, odd spaces a space, traditional characters
simplified ones, the circle 〇 one circle. ``。`` ``、`` and quotation marks stay. Line breaks stay.
"""

from __future__ import annotations

from functools import cache, lru_cache

from gongwen.rectification.fields.words import words

_SPACES = (
    "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"
)
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u2500"
_ZERO_WIDTH = "\u200b\u200c\u200d\u2060\u00ad"


@cache
def folding_table() -> dict[int, str]:
    """Character by character; every value is one character long."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= {ord(c): " " for c in _SPACES + _ZERO_WIDTH} | {ord(c): "-" for c in _DASHES}
    table |= {ord(c): "~" for c in "～〜∼"} | {ord(c): "〇" for c in "○◯Ο"} | {ord("µ"): "μ", ord("﹒"): "."}
    traditional, simplified = (
        words("fields_traditional", "traditional"),
        words("fields_traditional", "simplified"),
    )
    table |= {ord(old): new for old, new in zip("".join(traditional), "".join(simplified), strict=True)}
    return table


@lru_cache(maxsize=8)
def fold(text: str) -> str:
    """``text`` in one form, of the same length."""
    if text.isascii() and not any(c in text for c in "\t"):
        return text
    return text.translate(folding_table())
