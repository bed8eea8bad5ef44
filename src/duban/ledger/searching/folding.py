"""How text is written for searching: the same for what is searched and for what is asked.

Width and case make no difference (ＰＭ2.5 is pm2.5), all blanks are one blank, and no ASCII mark or blank is left that a
database could take for the end of a word.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from typing import Any

from django.db.models import TextField

#: More than this many characters of one finding are not searched.
MOST = 20_000
#: A word of so many characters is one entry of the index; shorter ones are its beginning, longer ones several.
WINDOW = 4
BLANK = "\u3000"

_WIDE = 0xFEE0


def _table() -> dict[int, str]:
    """Blanks become one blank, marks their wide form, control characters their picture."""
    table = {code: chr(code + _WIDE) for code in range(0x21, 0x7F) if not chr(code).isalnum()}
    table |= {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
    return table | {code: BLANK for code in range(sys.maxunicode + 1) if chr(code).isspace()}


_SAME = {chr(code): said for code, said in _table().items() if chr(code) != said}
_OTHER = re.compile(f"[{re.escape(''.join(_SAME))}]")


def fold(text: str) -> str:
    """Folding twice gives the same as folding once, so that a saved text can be saved again."""
    before, text = None, _marks(text)
    while text != before:
        before = text
        text = _marks(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))
    return text


def _marks(text: str) -> str:
    return _OTHER.sub(lambda found: _SAME[found[0]], text)


def words_of(asked: str) -> list[str]:
    """The words of a question; all of them must occur."""
    return list(dict.fromkeys(fold(asked).split()))


def windows(text: str) -> set[str]:
    """Every stretch of four characters of a folded text, the last ones filled up with blanks."""
    filled = text + BLANK * (WINDOW - 1)
    return {filled[at : at + WINDOW] for at in range(len(text))}


class FoldedField(TextField):  # type: ignore[type-arg]
    """A text that is only there to be searched: folded whoever writes it and by whichever way."""

    def get_prep_value(self, value: Any) -> Any:
        said = super().get_prep_value(value)
        return fold(said)[:MOST] if isinstance(said, str) else said
