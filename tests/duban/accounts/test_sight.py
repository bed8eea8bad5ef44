"""What part of the ledger a person sees, as facts: written from the rules of the field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from duban.accounts.actions import deputies, roles
from duban.accounts.models import Membership, Person, Role
from duban.accounts.sight import Mine, Sight, sight
from duban.organizations.models import Body, BodyKind, Region, TeamArea
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast

pytestmark = pytest.mark.django_db
BUSINESS = [role for role in Role if not role.value.endswith("_admin")]


def _today() -> date:
    return timezone.localdate()


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_it_is_there_for(role: Role, cast: Cast) -> None:
    body, person = Body.objects.get(name="鹿鸣县"), Person.objects.create_user("yi", display_name="林越")
    roles.give_role(person, body, role, None)
    seen = sight(fresh(person))
    own = frozenset({Mine(person.pk)})
    expected: dict[str, Sight] = {
        "office_head": Sight(everything=True, answers=own),
        "office_clerk": Sight(everything=True, answers=own),
        "reader": Sight(everything=True, answers=own),
        "leader": Sight(leads=frozenset({Mine(person.pk, "林越")}), answers=own),
        "inspector": Sight(bodies=frozenset({body.pk}), teams=frozenset({body.pk}), answers=own),
        **{name: Sight(bodies=frozenset({body.pk}), answers=own)
           for name in ("liaison", "supervising", "accepting", "discipline", "publisher", "petition_clerk")},
        "system_admin": Sight(),
        "security_admin": Sight(),
        "audit_admin": Sight(),
    }  # fmt: skip
    wanted = expected[role]
    assert (seen.everything, seen.bodies, seen.teams) == (wanted.everything, wanted.bodies, wanted.teams)
    assert (seen.leads, seen.answers) == (wanted.leads, wanted.answers)
    assert seen.nothing == (role.value.endswith("_admin"))


def test_who_is_switched_off_sees_nothing(cast: Cast) -> None:
    cast.leader.is_active = False
    assert sight(cast.leader).nothing


def test_two_leaders_of_one_name_go_by_their_accounts_only(cast: Cast) -> None:
    tangxi = Body.objects.get(name="棠溪县")
    namesake = Person.objects.create_user("er", display_name=cast.leader.display_name)
    assert sight(fresh(cast.leader)).leads == {Mine(cast.leader.pk, "程砚秋")}
    roles.give_role(namesake, tangxi, Role.LEADER, None)
    assert sight(fresh(cast.leader)).leads == {Mine(cast.leader.pk)}
    assert sight(fresh(namesake)).leads == {Mine(namesake.pk)}
    roles.end_role(namesake.memberships.get(), _today(), "换届", None)
    assert sight(fresh(cast.leader), _today() + timedelta(days=1)).leads == {Mine(cast.leader.pk, "程砚秋")}


def test_a_post_goes_over_with_what_is_tied_to_it(cast: Cast, three: Three) -> None:
    today, soon = _today(), _today() + timedelta(days=3)
    taker = Person.objects.create_user("jie", display_name="辛任")
    Membership.objects.update(since=today - timedelta(days=30))
    roles.hand_over(cast.leader, taker, soon, "换届", three.security)
    assert sight(fresh(cast.leader)).leads == {Mine(cast.leader.pk, "程砚秋")}
    assert sight(fresh(taker)).leads == frozenset()
    old = Mine(cast.leader.pk, "程砚秋", before=soon)
    assert sight(fresh(taker), soon).leads == {old, Mine(taker.pk, "辛任")}
    assert Mine(cast.leader.pk, before=soon) in sight(fresh(taker), soon).answers
    # Whatever post she gets later, what she gave away stays with her successor.
    roles.give_role(cast.leader, Body.objects.get(name="棠溪县"), Role.LEADER, None, since=soon)
    assert sight(fresh(cast.leader), soon).leads == {Mine(cast.leader.pk, "程砚秋", since=soon)}
    assert sight(fresh(cast.leader), soon).answers == {Mine(cast.leader.pk, since=soon)}


def test_a_deputy_sees_for_whom_she_acts(cast: Cast) -> None:
    deputies.name_deputy(cast.leader, cast.outsider, _today(), None, None)
    seen = sight(fresh(cast.outsider))
    assert seen.leads == {Mine(cast.leader.pk, "程砚秋")}
    assert seen.answers == {Mine(cast.outsider.pk), Mine(cast.leader.pk)}


def test_an_inspector_watches_the_areas_of_her_team_on_their_days(cast: Cast) -> None:
    today = _today()
    city = Region.objects.create(code="990100", name="澜州市")
    county = Region.objects.create(code="990123", name="鹿鸣县", parent=city)
    town = Region.objects.create(code="990123101", name="清河镇", parent=county)
    other = Region.objects.create(code="990124", name="棠溪县", parent=city)
    for name, region in (("鹿鸣县", county), ("棠溪县", other)):
        Body.objects.filter(name=name).update(region=region)
    factory = Body.objects.create(name="清河造纸厂", kind=BodyKind.COMPANY, region=town)
    team = Body.objects.create(name="第一包片督导组", kind=BodyKind.AREA_TEAM)
    TeamArea.objects.create(team=team, region=county, since=today - timedelta(days=9))
    TeamArea.objects.create(
        team=team, region=other, since=today - timedelta(days=9), until=today - timedelta(days=1)
    )
    roles.give_role(cast.outsider, team, Role.INSPECTOR, None, since=today - timedelta(days=9))
    watched = sight(fresh(cast.outsider)).watched()
    assert set(watched) == {Body.objects.get(name="鹿鸣县"), factory}
    before = sight(fresh(cast.outsider), today - timedelta(days=1)).watched()
    assert Body.objects.get(name="棠溪县") in before
    assert not sight(fresh(cast.luming)).watched().exists()


def test_it_costs_one_statement(cast: Cast, django_assert_num_queries: object) -> None:
    person = fresh(cast.leader)
    with django_assert_num_queries(1):  # type: ignore[operator]
        sight(person)
        sight(person)
