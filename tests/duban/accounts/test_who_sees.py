"""Who sees what of the ledger, written a second time from the rules of the field (section 4) as a table of roles and of
what a finding has to do with her; through the same query as every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from duban.accounts.actions import roles
from duban.accounts.models import Person, Role
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Charge, Finding
from duban.organizations.models import Body, BodyKind, Region, TeamArea
from tests.duban.accounts.conftest import fresh
from tests.duban.conftest import Cast, Filer, ItemMaker

pytestmark = pytest.mark.django_db

#: What a finding has to do with her: her unit carries it out; her unit has another part in it; it lies in the area of her
#: team; it stands under her name as a leader; she is its responsible person; nothing.
CHARGES: dict[str, tuple[ChargeInput, ...]] = {
    "carries out": (ChargeInput("main", "鹿鸣县"),),
    "takes part": (ChargeInput("main", "棠溪县"), ChargeInput("accepting", "鹿鸣县")),
    "area": (ChargeInput("main", "霁川县"),),
    "name": (ChargeInput("main", "棠溪县"), ChargeInput("leader", "林越", post="副市长")),
    "in person": (ChargeInput("main", "棠溪县"),),
    "nothing": (ChargeInput("main", "棠溪县"), ChargeInput("leader", "别人", post="副市长")),
}
UNIT = {"carries out", "takes part", "in person"}
SEES: dict[str, set[str]] = {
    "office_head": set(CHARGES),
    "office_clerk": set(CHARGES),
    "reader": set(CHARGES),
    "liaison": UNIT,
    "supervising": UNIT,
    "accepting": UNIT,
    "inspector": UNIT | {"area"},
    "discipline": UNIT,
    "publisher": UNIT,
    "petition_clerk": UNIT,
    "leader": {"name", "in person"},
    "system_admin": set(),
    "security_admin": set(),
    "audit_admin": set(),
}


@pytest.fixture
def ledger(cast: Cast, item: ItemMaker, file_plan: Filer) -> dict[str, Finding]:
    region = Region.objects.create(code="990123", name="霁川县")
    Body.objects.create(name="霁川县", kind=BodyKind.PLACE, region=region)
    team = Body.objects.get(name="鹿鸣县")
    TeamArea.objects.create(team=team, region=region, since=timezone.localdate())
    file_plan(*(item(problem=f"问题：{name}。", charges=charges) for name, charges in CHARGES.items()))
    rows = Finding.objects.order_by("pk")
    return dict(zip(CHARGES, rows, strict=True))


def _someone(role: Role | None, ledger: dict[str, Finding]) -> Person:
    person = Person.objects.create_user("linyue", display_name="林越")
    if role is not None:
        roles.give_role(person, Body.objects.get(name="鹿鸣县"), role, None)
    Charge.objects.create(
        finding=ledger["in person"],
        role="person",
        person=person,
        person_name="林越",
        since=timezone.localdate(),
    )
    return fresh(person)


def _seen(person: Person, ledger: dict[str, Finding]) -> set[str]:
    rows = set(Finding.objects.visible_to(person))
    return {name for name, finding in ledger.items() if finding in rows}


@pytest.mark.parametrize("role", Role)
def test_exactly_what_is_hers(role: Role, ledger: dict[str, Finding]) -> None:
    assert _seen(_someone(role, ledger), ledger) == SEES[role.value]


def test_without_a_role_only_what_she_answers_for_in_person(ledger: dict[str, Finding]) -> None:
    assert _seen(_someone(None, ledger), ledger) == {"in person"}


def test_without_a_role_she_is_shown_what_she_is_charged_with(
    ledger: dict[str, Finding], client: Client
) -> None:
    """A leader or a responsible person whose account was given no role; nobody else's page is any different."""
    person = _someone(None, ledger)
    Charge.objects.filter(role="leader", person_name="林越").update(person=person)
    assert _seen(fresh(person), ledger) == {"in person", "name"}
    client.force_login(person)
    home = client.get("/").content.decode()
    assert "林越" in home
    assert "问题：in person。" in home
    assert "问题：name。" in home
    assert "问题：nothing。" not in home
    client.force_login(Person.objects.create_user("nobody", display_name="无事"))
    assert "还没有业务角色" in client.get("/").content.decode()


def _switched_off(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)


def _ended(person: Person) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    person.memberships.update(since=yesterday, until=yesterday)


@pytest.mark.parametrize(("end", "left"), [(_switched_off, set()), (_ended, {"in person"})])
def test_what_ends_with_her_role(
    end: Callable[[Person], None], left: set[str], ledger: dict[str, Finding]
) -> None:
    person = _someone(Role.LIAISON, ledger)
    end(person)
    assert _seen(fresh(person), ledger) == left


@pytest.mark.parametrize("role", Role)
def test_a_page_of_what_is_not_hers_does_not_exist(
    role: Role, ledger: dict[str, Finding], client: Client
) -> None:
    client.force_login(_someone(role, ledger))
    opened = {
        name
        for name, finding in ledger.items()
        if client.get(f"/ledger/{finding.number}/").status_code == 200
    }
    assert opened == SEES[role.value]
    assert client.get("/").status_code in {200, 302}
