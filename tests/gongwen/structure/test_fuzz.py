"""Damaged documents: whatever is cut, doubled or swapped, a reading ends well and quotes what it read."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import gongwen
from gongwen import Quote, Reading
from gongwen.errors import ReadError

_DOCUMENTS = sorted((Path(__file__).parents[2] / "reading/corpus/documents").glob("*.txt"))
_SWAPS = {
    "。": ",",
    "：": ":",
    "；": "。",
    "、": ".",
    "（": "(",
    "\n": " ",
    " ": "\n",
    "|": "\t",
    "1": "",
    "一": "二",
}


def damaged(text: str, chance: random.Random) -> str:
    """One kind of damage or two."""
    for harm in chance.sample(_HARMS, chance.randint(1, 2)):
        text = harm(text, chance)
    return text


def _cut(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text) + 1)
    return text[start : start + chance.randrange(len(text) + 1)]


def _doubled(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    return "\n".join([*lines[: start + 3], *lines[start:]])


def _shuffled(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    some = lines[start : start + 8]
    chance.shuffle(some)
    return "\n".join([*lines[:start], *some, *lines[start + 8 :]])


def _swapped(text: str, chance: random.Random) -> str:
    old = chance.choice(list(_SWAPS))
    return "".join(_SWAPS[old] if sign == old and chance.random() < 0.4 else sign for sign in text)


def _wrapped(text: str, chance: random.Random) -> str:
    width = chance.randint(6, 40)
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


_HARMS = [_cut, _doubled, _shuffled, _swapped, _wrapped]


def quotes(value: object) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every text of a reading with its place."""
    if isinstance(value, (Quote, gongwen.Party)):
        yield value.text, value.span
    elif isinstance(value, tuple):
        for entry in value:
            yield from quotes(entry)
    elif hasattr(value, "values"):
        for entry in value.values():
            yield from quotes(entry)


def bare(text: str) -> str:
    return "".join(text.replace("\u200b", "").split())


def check(reading: Reading) -> None:
    for text, (start, end) in quotes(reading):
        assert 0 <= start <= end <= len(reading.text)
        assert bare(text) == bare(reading.text[start:end])
    for item in reading.items:
        assert 0 <= item.span[0] <= item.span[1] <= len(reading.text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_DOCUMENTS), st.integers(0, 2**32))
def test_a_damaged_document_is_read_or_refused(document: Path, seed: int) -> None:
    text = damaged(document.read_text("utf-8"), random.Random(seed))
    try:
        reading = gongwen.read_text(text)
    except ReadError:
        return
    check(reading)
