"""What a table leaves open and only a person can say: who a name is that nobody knows, and what words about the progress
mean. Asked before anything is imported, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duban.ledger.importing.differing import UNITS
from duban.ledger.importing.remembering import stages_of
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.importing.standing_words import question_of
from duban.ledger.importing.trial import Trial
from duban.ledger.lifecycle import Stage
from duban.organizations.actions import kind_of
from duban.organizations.models import Body, BodyKind
from duban.organizations.queries import match_all, offers

#: Longer than this is no name that the directory could hold.
_LONGEST_NAME = 120


@dataclass(slots=True)
class NameAsked:
    """A name that fits no unit: where it stands, what it looks like, and units it may mean."""

    name: str
    rows: list[int]
    kind: BodyKind
    offers: list[Body] = field(default_factory=list)


@dataclass(slots=True)
class StageAsked:
    """Words that seem to say where a problem stands. ``answer`` is what they meant the last time."""

    key: str
    said: str
    rows: list[int]
    proposed: Stage
    answer: str | None = None

    @property
    def is_phrase(self) -> bool:
        """Every row says just this; otherwise ``said`` is one of many wordings."""
        return not self.key.startswith("~")

    @property
    def chosen(self) -> str:
        return str(self.proposed) if self.answer is None else self.answer


@dataclass(slots=True)
class Questions:
    names: list[NameAsked]
    stages: list[StageAsked]

    def __bool__(self) -> bool:
        return bool(self.names or self.stages)

    def __len__(self) -> int:
        return len(self.names) + len(self.stages)


def questions_of(rows: Sequence[SheetRow], trial: Trial, answered: Mapping[str, str]) -> Questions:
    """``answered``: what the words of this very table were said to mean."""
    return Questions(_names(trial), _stages(rows, trial, answered))


def _names(trial: Trial) -> list[NameAsked]:
    rows: dict[str, list[int]] = {}
    for row in trial.rows:
        if row.kind != "same":
            for name in {c.name.strip() for c in row.item.charges if c.role in UNITS}:
                rows.setdefault(name, []).append(row.row)
    known = match_all(name for name in rows if len(name) <= _LONGEST_NAME)
    unknown = [name for name in rows if name in known and known[name] is None]
    likely = offers(unknown) if unknown else {}
    return [NameAsked(name, rows[name], kind_of(name), likely[name]) for name in unknown]


def _stages(rows: Sequence[SheetRow], trial: Trial, answered: Mapping[str, str]) -> list[StageAsked]:
    new = {row.row for row in trial.rows if row.finding is None}
    found: dict[str, StageAsked] = {}
    for row in rows:
        asked = question_of(row.cells) if row.number in new else None
        if asked is None or asked[0] in answered:
            continue
        key, stage = asked
        said = found.setdefault(key, StageAsked(key, row.cells.get("status_text", ""), [], stage))
        said.rows.append(row.number)
    before = stages_of(found) if found else {}
    for each in found.values():
        each.answer = before.get(each.key) if each.is_phrase else None
    return list(found.values())
