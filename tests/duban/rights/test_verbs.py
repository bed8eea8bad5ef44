"""Role by verb by relation by stage: exactly the moves of the table succeed, and whoever is refused changes nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from duban.ledger import stepping
from duban.ledger.errors import Refused, Unseen
from duban.ledger.models import Finding
from duban.ledger.moves import MOVES
from duban.ledger.verbs import VERBS as REGISTERED
from tests.duban.rights.people import Someone
from tests.duban.rights.scene import FILED, Scene
from tests.duban.rights.table import ANNOUNCED, STAGES, STANDINGS, VERBS, starts
from tests.duban.sharing import share

pytestmark = pytest.mark.django_db
PLACES = list(itertools.product(VERBS, STAGES, STANDINGS))


def test_the_table_speaks_of_every_verb_and_of_no_other() -> None:
    assert set(VERBS) == set(REGISTERED)


def test_steps_that_are_announced_are_those_of_the_field() -> None:
    """What nobody takes yet cannot be tried: the two tables are held against each other, line by line."""
    moves = {move.verb: move for move in MOVES if move.verb not in REGISTERED}
    assert set(moves) == set(ANNOUNCED)
    for verb, line in ANNOUNCED.items():
        move = moves[verb]
        assert {(who.role, str(who.relation)) for who in move.who} == set(line.who), verb
        assert {str(stage) for stage in move.start} == set(line.stages), verb
        assert {str(standing) for standing in move.standings} == set(line.standings), verb
        assert move.end == line.end, verb


def test_the_permission_of_every_verb_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody, every verb, every stage, every standing: what a verb asks before it does anything."""
    trials = Trials(Scene(), monkeypatch)
    wrong = [told for told in trials.all() if told]
    assert not wrong, "\n".join([f"{len(wrong)} of {trials.count}", *wrong[:40]])
    assert trials.count == len(trials.scene.people) * len(share(PLACES))


@dataclass
class Trials:
    """Each goes through the whole question of a verb; what it reads of the problem is read once and then remembered."""

    scene: Scene
    monkeypatch: pytest.MonkeyPatch
    count: int = 0

    def all(self) -> Iterator[str]:
        people = [(who, who.fresh()) for who in self.scene.people]
        rows = {row.number: row for row in Finding.objects.select_related("inspection__region")}
        charges = {number: stepping.charges_in_force(row) for number, row in rows.items()}
        seen = {
            person.pk: set(Finding.objects.visible_to(person).values_list("number", flat=True))
            for _who, person in people
        }

        def held(number: str, actor: object) -> Finding:
            if number not in seen[actor.pk]:  # type: ignore[attr-defined]
                raise Unseen("unseen")
            return rows[number]

        self.monkeypatch.setattr(stepping, "_held", held)
        self.monkeypatch.setattr(stepping, "charges_in_force", lambda row: charges[row.number])
        self.monkeypatch.setattr(stepping, "_out_of_step", lambda _row, _line: "")
        for verb, stage, standing in share(PLACES):
            number = self.scene.number("", stage)
            rows[number].stage, rows[number].standing = stage, standing
            for who, person in people:
                self.count += 1
                came = _asked(number, verb, person)
                if came not in expected(who, verb, stage, standing):
                    yield f"{who.name} {verb} at {stage}, {standing}: {came}"


def _asked(number: str, verb: str, person: object) -> str:
    try:
        stepping.begin(number, verb, person, reason="确有需要。")  # type: ignore[arg-type]
    except Refused as refused:
        return type(refused).__name__
    return "taken"


def expected(who: Someone, verb: str, stage: str, standing: str) -> tuple[str, ...]:
    filed = stage in FILED
    if not who.sees(filed):
        return ("Unseen",)
    if not who.may(verb, filed):
        return ("NotAllowed",)
    return ("taken",) if starts(verb, stage, standing) else ("OutOfStep",)
