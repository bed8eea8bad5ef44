"""Who may do what with accounts, written a second time as a table; exactly these moves succeed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone

from duban.accounts.actions import credentials, deputies, naming, people, renaming, roles, signing
from duban.accounts.errors import NotAllowed
from duban.accounts.models import Guard, Membership, NamedPerson, Person, Role
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three
from tests.duban.conftest import Cast

DAY = date(2026, 3, 1)
Deed = Callable[[Person, Person], object]


def _luming() -> Body:
    return Body.objects.get(name="鹿鸣县")


def _other() -> Person:
    return Person.objects.get(username="tangxi")


def _pending() -> Person:
    return people.request_account("xinren", "辛任", [], None).person


def _switched_off() -> Person:
    return people.switch_off(_other(), "离职", None)


def _with_factor(person: Person) -> Person:
    Person.objects.filter(pk=person.pk).update(second_factor_at=timezone.now())
    return Person.objects.get(pk=person.pk)


def _locked(person: Person) -> Person:
    for _n in range(5):
        signing.failed(person.username, "10.0.0.9", timezone.now())
    assert Guard.objects.filter(locked_until__isnull=False).exists()
    return person


def _asked() -> NamedPerson:
    naming.ask([("林越", "副市长")])
    return NamedPerson.objects.get()


DEEDS: dict[str, Deed] = {
    "request_account": lambda who, _: people.request_account("xinren", "辛任", [], who),
    "request_accounts": lambda who, _: people.request_accounts([("xinren", "辛任", [])], who),
    "approve_account": lambda who, _: people.approve_account(_pending(), who),
    "switch_off": lambda who, whom: people.switch_off(whom, "离职", who),
    "switch_on": lambda who, _: people.switch_on(_switched_off(), "返岗", who),
    "reset_password": lambda who, whom: people.reset_password(whom, "忘记", who),
    "rename": lambda who, whom: renaming.rename(whom, "鲁晓禾", "婚后改名", who),
    "give_role": lambda who, whom: roles.give_role(whom, _luming(), Role.ACCEPTING, who),
    "end_role": lambda who, whom: roles.end_role(whom.memberships.get(), timezone.localdate(), "调岗", who),
    "hand_over": lambda who, whom: roles.hand_over(whom, _other(), timezone.localdate(), "调岗", who),
    "unlock": lambda who, whom: signing.unlock(_locked(whom), who),
    "reset_second_factor": lambda who, whom: credentials.reset_second_factor(_with_factor(whom), "丢失", who),
    "name_deputy": lambda who, whom: deputies.name_deputy(whom, _other(), DAY, None, who),
    "take_leave": lambda who, whom: deputies.take_leave(whom, DAY, DAY, "", who),
    "answer_name": lambda who, whom: naming.answer(_asked(), whom, who),
    "withdraw_answer": lambda who, whom: naming.withdraw_answer(
        naming.answer(_asked(), whom, None), "认错", who
    ),
}

#: Written from the rules of the field (三员分立): one asks, another approves and authorises, the third only looks.
SYSTEM = {"rename", "request_account", "request_accounts", "reset_password", "switch_off"}
SECURITY = {
    "approve_account",
    "switch_off",
    "switch_on",
    "give_role",
    "end_role",
    "hand_over",
    "unlock",
    "reset_second_factor",
    "name_deputy",
    "take_leave",
}
#: Whose name a document prints is the business of the office.
OFFICE = {"answer_name", "withdraw_answer"}
MAY = {"system": SYSTEM, "security": SECURITY, "head": OFFICE, "clerk": OFFICE}


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize(
    "who", ["system", "security", "audit", "head", "clerk", "leader", "reader", "tangxi", "outsider"]
)
def test_exactly_these_moves_succeed(who: str, deed: str, cast: Cast, three: Three) -> None:
    actor = getattr(three, who, None) or getattr(cast, who)
    before = Membership.objects.count()
    if deed in MAY.get(who, set()):
        DEEDS[deed](actor, cast.luming)
    else:
        with pytest.raises(NotAllowed):
            DEEDS[deed](actor, cast.luming)
        assert Membership.objects.count() == before
