"""Which findings a file holds, small enough to be kept in its row, and whether somebody still sees them all."""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Sequence
from itertools import accumulate, pairwise

from duban.accounts.models import Person
from duban.accounts.sight import sight
from duban.ledger.models import Finding
from duban.ledger.querysets import Way


def packed(pks: Sequence[int]) -> bytes:
    """From each key to the next: a whole ledger is little more than the same step again and again."""
    ordered = sorted(pks)
    steps = array("q", (after - before for before, after in pairwise([0, *ordered])))
    return zlib.compress(steps.tobytes())


def unpacked(held: bytes | memoryview) -> set[int]:
    steps = array("q")
    steps.frombytes(zlib.decompress(bytes(held)))
    return set(accumulate(steps))


def sees_all_of(person: Person, held: bytes | memoryview) -> bool:
    """Everything in the file is still hers to see, today."""
    if sight(person).everything:
        return True
    seen = Finding.objects.visible_to(person, way=Way.DRIVING).order_by()
    return unpacked(held) <= set(seen.values_list("pk", flat=True))
