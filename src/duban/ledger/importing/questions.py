"""What a table leaves open and only a person can say: who a name is that nobody knows, and what words about the progress
mean. Asked before anything is imported, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, NamedTuple

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


class Offer(NamedTuple):
    """A unit that a name may mean."""

    pk: int
    name: str


@dataclass(slots=True)
class _Asked:
    rows: list[int]
    #: How many rows there are, where only the first are kept.
    count: int = field(default=0, kw_only=True)

    @property
    def where(self) -> str:
        """第3、4、5行 · 第3、4、5、6、7等12行."""
        first = _("、").join(map(str, self.rows[:_NAMED]))
        count = self.count or len(self.rows)
        if count <= _NAMED:
            return _("第%s行") % first
        return _("第%(first)s等%(n)s行") % {"first": first, "n": count}

    def kept(self) -> dict[str, Any]:
        """For being shown later: of the rows, those that are named."""
        return {**asdict(self), "rows": self.rows[:_NAMED], "count": len(self.rows)}


@dataclass(slots=True)
class NameAsked(_Asked):
    """A name that fits no unit: where it stands, what it looks like, and units it may mean."""

    name: str
    kind: BodyKind
    offers: list[Offer] = field(default_factory=list)

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

    def __bool__(self) -> bool:
        return bool(self.names or self.stages)

    def __len__(self) -> int:
        return len(self.names) + len(self.stages)


def questions_of(rows: Sequence[SheetRow], trial: Trial, answered: Mapping[str, str]) -> Questions:
    """``answered``: what the words of this very table were said to mean."""
    return Questions(_names(trial), _stages(rows, trial, answered))


def unknown_units(trial: Trial) -> dict[str, list[int]]:
    """Names of units that nobody knows, with the rows that name them."""
    rows: dict[str, list[int]] = {}
    for row in trial.rows:
        if row.kind != "same":
            for name in {c.name.strip() for c in row.item.charges if c.role in UNITS}:
                rows.setdefault(name, []).append(row.row)
    known = match_all(name for name in rows if len(name) <= _LONGEST_NAME)
    return {name: where for name, where in rows.items() if name in known and known[name] is None}


def _names(trial: Trial) -> list[NameAsked]:
    unknown = unknown_units(trial)
    offers = likely(unknown, confirmed()) if unknown else {}
    return [
        NameAsked(rows, name, kind_of(name), [Offer(body.pk, body.name) for body in offers[name]])
        for name, rows in unknown.items()
    ]


def directory() -> list[str]:
    """The names that the directory has, among which a person may look for another."""
    rows = Body.objects.filter(unconfirmed=False, valid_to__isnull=True)
    return list(rows.order_by("name").values_list("name", flat=True))


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
