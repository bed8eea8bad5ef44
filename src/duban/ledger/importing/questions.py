"""What a table leaves open and only a person can say: who a name is that nobody knows, and what words about the progress
mean. Asked before anything is imported, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from duban.ledger.importing.differing import UNITS
from duban.ledger.importing.remembering import stages_of
from duban.ledger.importing.sheets import SheetRow
from duban.ledger.importing.standing_words import question_of
from duban.ledger.importing.trial import Trial
from duban.ledger.lifecycle import Stage
from duban.organizations.actions import kind_of
from duban.organizations.models import Body, BodyKind
from duban.organizations.queries import confirmed, likely, match_all

#: Longer than this is no name that the directory could hold.
_LONGEST_NAME = 120
#: What names of new units end with; anything else may be somebody's name for what is no unit.
_UNIT_ENDINGS = (*"局委办厅处站所院队县区市镇乡", "中心", "公司", "集团", "街道", "部门", "委员会")
#: So many rows are named, the others counted.
_NAMED = 5


@dataclass(slots=True)
class _Asked:
    rows: list[int]

    @property
    def where(self) -> str:
        """第3、4、5行 · 第3、4、5、6、7等12行."""
        first = _("、").join(map(str, self.rows[:_NAMED]))
        if len(self.rows) <= _NAMED:
            return _("第%s行") % first
        return _("第%(first)s等%(n)s行") % {"first": first, "n": len(self.rows)}


@dataclass(slots=True)
class NameAsked(_Asked):
    """A name that fits no unit: where it stands, what it looks like, and units it may mean."""

    name: str
    kind: BodyKind
    offers: list[Body] = field(default_factory=list)

    @property
    def is_clear(self) -> bool:
        """Like no unit there is, and named as units are: a new one is the likely answer."""
        return not self.offers and self.name.endswith(_UNIT_ENDINGS)


@dataclass(slots=True)
class StageAsked(_Asked):
    """Words that seem to say where a problem stands. ``answer`` is what they meant the last time."""

    key: str
    said: str
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
    #: The names that the directory has, where one of them may have to be found.
    directory: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.names or self.stages)

    def __len__(self) -> int:
        return len(self.names) + len(self.stages)


def questions_of(rows: Sequence[SheetRow], trial: Trial, answered: Mapping[str, str]) -> Questions:
    """``answered``: what the words of this very table were said to mean."""
    names, directory = _names(trial)
    return Questions(names, _stages(rows, trial, answered), directory)


def unknown_units(trial: Trial) -> dict[str, list[int]]:
    """Names of units that nobody knows, with the rows that name them."""
    rows: dict[str, list[int]] = {}
    for row in trial.rows:
        if row.kind != "same":
            for name in {c.name.strip() for c in row.item.charges if c.role in UNITS}:
                rows.setdefault(name, []).append(row.row)
    known = match_all(name for name in rows if len(name) <= _LONGEST_NAME)
    return {name: where for name, where in rows.items() if name in known and known[name] is None}


def _names(trial: Trial) -> tuple[list[NameAsked], list[str]]:
    """Also the names of the whole directory, among which a person may look for another."""
    unknown = unknown_units(trial)
    directory = confirmed() if unknown else []
    offers = likely(unknown, directory)
    asked = [NameAsked(rows, name, kind_of(name), offers[name]) for name, rows in unknown.items()]
    return asked, [body.name for body in directory]


def _stages(rows: Sequence[SheetRow], trial: Trial, answered: Mapping[str, str]) -> list[StageAsked]:
    new = {row.row for row in trial.rows if row.finding is None}
    found: dict[str, StageAsked] = {}
    for row in rows:
        asked = question_of(row.cells) if row.number in new else None
        if asked is None or asked[0] in answered:
            continue
        key, stage = asked
        said = found.setdefault(key, StageAsked([], key, row.cells.get("status_text", ""), stage))
        said.rows.append(row.number)
    before = stages_of(found) if found else {}
    for each in found.values():
        each.answer = before.get(each.key) if each.is_phrase else None
    return list(found.values())
