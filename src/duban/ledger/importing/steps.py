"""Counting what was done, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

#: Hears how much of how much is done.
Tell = Callable[[int, int], None]
Row = TypeVar("Row")

#: Told after so many steps: each telling costs a statement or a file.
_EVERY = 500


class Steps:
    """So many steps in all, done one by one or many at once."""

    def __init__(self, total: int, tell: Tell) -> None:
        self.total, self._tell = total, tell
        self._done = self._told = 0

    def each(self, rows: Iterable[Row]) -> Iterator[Row]:
        for row in rows:
            yield row
            self.skip(1)

    def skip(self, count: int) -> None:
        self._done += count
        if self._done - self._told >= _EVERY:
            self._told = self._done
            self._tell(min(self._done, self.total), self.total)


def share(tell: Tell, begin: int, end: int) -> Tell:
    """Work that is a part of a greater one: from here to there of its hundred parts."""

    def told(done: int, total: int) -> None:
        tell(begin + (end - begin) * done // max(total, 1), 100)

    return told
