"""What is tried hundreds of times, address by address or statement by statement: where the suite runs on both databases in
one go, each of them takes its half, and together they try all of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

Case = TypeVar("Case")


def parts() -> int:
    return int(os.environ.get("SUITE_PART", "1/1").partition("/")[2])


def share(cases: Sequence[Case]) -> list[Case]:
    """All of them; or, as ``SUITE_PART`` says (1/2, 2/2), every second one."""
    part = int(os.environ.get("SUITE_PART", "1/1").partition("/")[0])
    return list(cases)[part - 1 :: parts()]
