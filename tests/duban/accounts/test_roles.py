"""Roles count on their days; the three administrators are apart, in the verb and in the database; posts are handed over."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from duban.accounts.actions import deputies, roles
from duban.accounts.errors import Refused
from duban.accounts.models import Deputy, Membership, Person, Role
from duban.accounts.permissions import bodies_of, leader_names, roles_of
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.models import Charge, Finding
from duban.organizations.actions import changing
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast, Filer, ItemMaker

BUSINESS = [role for role in Role if not role.value.endswith("_admin")]
ADMINS = [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN]
PAIRS = [(admin, other) for admin in ADMINS for other in Role if other != admin]


def _person(name: str = "xinren") -> Person:
    return Person.objects.create_user(name, display_name="辛任")


@pytest.mark.parametrize(("first", "second"), PAIRS + [(b, a) for a, b in PAIRS if b in BUSINESS])
def test_administrators_are_apart_in_the_verb(first: Role, second: Role, cast: Cast) -> None:
    person, body = _person(), Body.objects.get(name="鹿鸣县")
    roles.give_role(person, body, first, None)
    with pytest.raises(Refused):
        roles.give_role(person, body, second, None)
    assert roles_of(fresh(person)) == {first}


@pytest.mark.parametrize(
    ("first", "second"), [(Role.SYSTEM_ADMIN, Role.LIAISON), (Role.READER, Role.AUDIT_ADMIN)]
)
def test_administrators_are_apart_in_the_database(first: Role, second: Role, cast: Cast) -> None:
    person, body = _person(), Body.objects.get(name="鹿鸣县")
    row = Membership.objects.create(person=person, body=body, role=first)
    with pytest.raises(DatabaseError, match="administrators_apart"), transaction.atomic():
        Membership.objects.bulk_create([Membership(person=person, body=body, role=second)])
    other = Membership.objects.create(person=_person("dier"), body=body, role=second)
    with pytest.raises(DatabaseError, match="administrators_apart"), transaction.atomic():
        Membership.objects.filter(pk=other.pk).update(person=person)
    ended = timezone.localdate() - timedelta(days=1)
    Membership.objects.filter(pk=row.pk).update(since=ended, until=ended)
    Membership.objects.create(person=person, body=body, role=second)


def test_a_role_counts_from_its_first_to_its_last_day(cast: Cast, three: Three) -> None:
    person, body = _person(), Body.objects.get(name="鹿鸣县")
    begin, last = date(2026, 2, 1), date(2026, 2, 28)
    roles.give_role(person, body, Role.LIAISON, three.security, since=begin, until=last)
    held = {day: roles_of(person, day) for day in (date(2026, 1, 31), begin, last, date(2026, 3, 1))}
    assert [bool(held[day]) for day in held] == [False, True, True, False]
    row = roles.end_role(person.memberships.get(), date(2026, 2, 10), "提前结束", three.security)
    assert not roles_of(fresh(person), date(2026, 2, 11))
    with pytest.raises(Refused):
        roles.end_role(row, date(2026, 2, 20), "再结束", three.security)
    with pytest.raises(Refused):
        roles.give_role(person, body, Role.READER, None, since=last, until=begin)


def test_nobody_gives_herself_a_role(three: Three, cast: Cast) -> None:
    body = Body.objects.get(name="鹿鸣县")
    with pytest.raises(Refused):
        roles.give_role(three.security, body, Role.SECURITY_ADMIN, three.security)


def test_a_merged_unit_is_seen_by_its_successor(cast: Cast) -> None:
    luming, tangxi = Body.objects.get(name="鹿鸣县"), Body.objects.get(name="棠溪县")
    changing.merge(luming, tangxi, timezone.localdate(), "区划调整", None)
    assert bodies_of(fresh(cast.tangxi), frozenset({Role.LIAISON})) == {luming.pk, tangxi.pk}


def test_a_post_is_handed_over_with_everything_on_it(cast: Cast, three: Three) -> None:
    today = timezone.localdate()
    person, taker, body = cast.luming, _person(), Body.objects.get(name="鹿鸣县")
    Membership.objects.update(since=today - timedelta(days=30), post="科长")
    roles.give_role(person, body, Role.ACCEPTING, None, since=today + timedelta(days=5))
    deputies.name_deputy(cast.head, person, today - timedelta(days=3), None, None)
    deputies.name_deputy(person, cast.tangxi, today - timedelta(days=3), None, None)
    roles.hand_over(person, taker, today, "轮岗", three.security)

    assert not roles_of(fresh(person))
    assert roles_of(fresh(person), today - timedelta(days=1)) == {"liaison", "office_head"}
    assert roles_of(fresh(taker)) == {"liaison", "office_head"}
    assert roles_of(fresh(taker), today + timedelta(days=5)) == {"liaison", "accepting", "office_head"}
    assert taker.memberships.get(role="liaison").post == "科长"
    assert roles_of(fresh(cast.tangxi)) == {"liaison"}
    assert Deputy.objects.filter(deputy=taker, person=cast.head, until=None).exists()
    assert "轮岗" in tell(list(journal.stream("person", person.pk))[-1])
    assert "接手“鲁晓”的职务" in tell(list(journal.stream("person", taker.pk))[-1])


def test_a_leaders_post_is_handed_over_with_its_findings(
    cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    today = timezone.localdate()
    file_plan(item())
    first, second = _person(), _person("dier")
    Charge.objects.update(since=today - timedelta(days=9))
    roles.hand_over(cast.leader, first, today, "换届", None)
    roles.hand_over(first, second, today + timedelta(days=3), "分工调整", None)
    seen = {who: Finding.objects.visible_to(fresh(who)).count() for who in (cast.leader, first, second)}
    assert seen == {cast.leader: 0, first: 1, second: 0}
    later = leader_names(fresh(second), today + timedelta(days=3))
    assert {each.name for each in later} == {"程砚秋", "辛任"}
    # What is put under the old name from now on is not hers.
    Charge.objects.update(since=today)
    assert Finding.objects.visible_to(fresh(first)).count() == 0


def test_a_handover_that_cannot_be(cast: Cast, three: Three) -> None:
    today = timezone.localdate()
    off = Person.objects.create_user("off", display_name="停用", is_active=False)
    for giver, taker in ((cast.luming, cast.luming), (cast.luming, off), (cast.outsider, cast.luming)):
        with pytest.raises(Refused):
            roles.hand_over(giver, taker, today, "轮岗", three.security)
    with pytest.raises(Refused):
        roles.hand_over(cast.luming, three.audit, today, "轮岗", three.security)
    assert roles_of(fresh(cast.luming)) == {"liaison"}


def test_what_lies_on_a_post_moves_in_the_same_transaction(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_all: object) -> None:
        raise Refused("不行")

    monkeypatch.setattr(roles, "moves_with_post", [refuse])
    with pytest.raises(Refused):
        roles.hand_over(cast.luming, cast.tangxi, timezone.localdate(), "轮岗", None)
    assert roles_of(fresh(cast.luming)) == {"liaison"}
