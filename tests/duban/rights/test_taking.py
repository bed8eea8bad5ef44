"""The verbs themselves: whoever may takes every one of them wherever it starts, and whoever may not changes nothing."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.db import transaction

from duban.accounts.models import Person
from duban.ledger.errors import GateShut, NotAllowed, OutOfStep, Refused, Unseen
from duban.ledger.models import Finding, Request, RequestState
from tests.duban.ledger.planning import act
from tests.duban.rights.digest import digest
from tests.duban.rights.pairwise import cover
from tests.duban.rights.people import Someone
from tests.duban.rights.scene import FILED, Scene, said
from tests.duban.rights.table import STAGES, STANDINGS, VERBS, starts
from tests.duban.sharing import share

pytestmark = pytest.mark.django_db
#: One place for each verb and standing is enough for everybody; the others are gone through by those who may.
Place = tuple[str, str, str]
PLACES = [
    (verb, stage, standing)
    for verb, stage, standing in itertools.product(VERBS, STAGES, STANDINGS)
    if starts(verb, stage, standing)
]
OWN = [name for name, line in VERBS.items() if line.on_others]
DECIDES = ("approve_change", "refuse_change", "approve_standing", "refuse_standing")


@dataclass
class Taking:
    scene: Scene = field(default_factory=Scene)
    persons: dict[str, Person] = field(default_factory=dict)
    count: int = 0
    shut: set[str] = field(default_factory=set)

    def person(self, who: Someone) -> Person:
        if who.name not in self.persons:
            self.persons[who.name] = who.fresh()
        return self.persons[who.name]

    def tried(self, who: Someone, place: Place, *, hers: bool) -> str:
        """Taken for once, and everything put back; what came of it."""
        verb, stage, standing = place
        with transaction.atomic():
            number = self.scene.number(verb, stage)
            self.scene.put(number, stage, standing, verb)
            if hers:
                self.scene.make_hers(number, who)
            came = self.take(who, number, place)
            transaction.set_rollback(True)
        return came

    def take(self, who: Someone, number: str, place: Place) -> str:
        verb, stage, standing = place
        self.count += 1
        try:
            act(verb, number, self.person(who), **said(verb, stage, standing))
        except GateShut as shut:
            self.shut.add(f"{verb}: {shut}")
            return "GateShut"
        except (Unseen, NotAllowed, OutOfStep) as refused:
            return type(refused).__name__
        except Refused as refused:
            return f"Refused: {refused}"
        return "taken"


@pytest.fixture
def taking() -> Taking:
    return Taking()


def test_whoever_may_does(taking: Taking) -> None:
    """Each place of the table, by every pair of role and relation that it allows (the office goes round)."""
    wrong = [told for told in _allowed(taking) if told]
    assert not wrong, "\n".join([f"{len(wrong)} of {taking.count}", *wrong[:40]])
    assert not taking.shut, "nothing was missing, and a gate was shut"
    assert taking.count > len(share(PLACES)) * 2


def _allowed(taking: Taking) -> Iterator[str]:
    for turn, place in share(list(enumerate(PLACES))):
        for who in _able(taking, place, turn):
            came = taking.tried(who, place, hers=place[0] in OWN)
            if came != "taken":
                yield f"{who.name} {place}: {came}"


def _able(taking: Taking, place: Place, turn: int) -> list[Someone]:
    """In the count: two of the office and all others; out of it one of each kind."""
    verb, stage, standing = place
    able = [who for who in taking.scene.people if who.may(verb, stage in FILED)]
    office = [who for who in able if who.name.startswith("office_")]
    others = [who for who in able if who not in office]
    if standing != "active":
        return [each[turn % len(each)] for each in (office, others) if each]
    return [office[turn * 2 % len(office)], office[(turn * 2 + 1) % len(office)], *others]


def test_whoever_may_not_changes_nothing(taking: Taking) -> None:
    """Everybody, verb, stage and standing in pairs; nothing is put back, for nothing may have changed."""
    rows = share(cover([tuple(taking.scene.people), tuple(VERBS), STAGES, STANDINGS]))
    wrong = []
    for stage in STAGES:
        here = [(who, str(verb), str(standing)) for who, verb, at, standing in rows if at == stage]
        with transaction.atomic():
            wrong += list(_forbidden(taking, stage, here))
            transaction.set_rollback(True)
    assert not wrong, "\n".join([f"{len(wrong)} of {taking.count}", *wrong[:40]])
    assert taking.count > 2 * len(taking.scene.people)


def _forbidden(taking: Taking, stage: str, tries: list[tuple[Someone, str, str]]) -> Iterator[str]:
    taking.scene.put_all(stage, "active")
    before = digest()
    for standing in STANDINGS:
        taking.scene.put_all(stage, standing)
        for who, verb, _standing in (each for each in tries if each[2] == standing):
            if who.may(verb, stage in FILED) and starts(verb, stage, standing):
                continue
            came = taking.take(who, taking.scene.number(verb, stage), (verb, stage, standing))
            if came not in {"Unseen", "NotAllowed", "OutOfStep"}:
                yield f"{who.name} {verb} at {stage}, {standing}: {came}"
    taking.scene.put_all(stage, "active")
    changed = {table for table, hashed in digest().items() if hashed != before[table]}
    if changed:
        yield f"at {stage}: {changed}"


@pytest.mark.parametrize("verb", OWN)
def test_what_somebody_else_did_is_taken_back_by_few(verb: str, taking: Taking) -> None:
    """Her own request or step: she herself; somebody else's: only whom the table names."""
    for who in taking.scene.people:
        if who.may(verb):
            came = taking.tried(who, (verb, "in_progress", "active"), hers=False)
            assert came == ("taken" if who.may_on_others(verb) else "NotAllowed"), who.name


@pytest.mark.parametrize("verb", DECIDES)
def test_nobody_decides_what_she_asked_for(verb: str, taking: Taking) -> None:
    for who in taking.scene.people:
        if who.may(verb):
            assert taking.tried(who, (verb, "in_progress", "active"), hers=True) == "NotAllowed", who.name
    assert not Request.objects.exclude(state=RequestState.OPEN).exists()


def test_a_number_that_never_was_is_answered_like_one_that_is_not_hers(taking: Taking) -> None:
    number = taking.scene.numbers["in_progress", ""]
    assert Finding.objects.filter(number=number).exists()
    for who in taking.scene.people:
        if who.sees():
            continue
        answers = []
        for asked in (number, "2099-9999"):
            with pytest.raises(Unseen) as unseen:
                act("coordinate", asked, taking.person(who), text="会商。")
            answers.append(str(unseen.value).replace(asked, "·"))
        assert answers[0] == answers[1], who.name
