"""What the ledger refuses, told in full sentences."""

from __future__ import annotations


class Refused(Exception):
    """A verb that may not be done. ``reasons`` names everything that stands in the way, not only the first."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class NotAllowed(Refused):
    """The person may not take this step at all."""


class MasterStands(Refused):
    """The inspection has its master plan already; ``plan`` is its primary key."""

    def __init__(self, plan: int, reason: str) -> None:
        super().__init__(reason)
        self.plan = plan
