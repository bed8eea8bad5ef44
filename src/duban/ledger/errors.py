"""What the ledger refuses, told in full sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


class UnknownNames(Refused):
    """Names that no unit of the directory has: whoever keeps it says who is meant, then the verb is taken."""

    def __init__(self, names: Sequence[str], *reasons: str) -> None:
        super().__init__(*reasons)
        self.names = tuple(names)


class Unseen(Refused):
    """To this person the finding does not exist; pages and API answer as for one that never was."""


class OutOfStep(Refused):
    """The finding has moved on since the person looked, or the step does not start from where it stands."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing for a step: a word for programs, a full sentence, and who can supply it."""

    what: str
    sentence: str
    who: str = ""


class GateShut(Refused):
    """Something is missing for the step; ``gaps`` lists all of it."""

    def __init__(self, gaps: Sequence[Gap]) -> None:
        super().__init__(*(gap.sentence for gap in gaps))
        self.gaps = tuple(gaps)
