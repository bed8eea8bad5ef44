"""The record calls a problem by its number, and is asked for it by its number."""

from __future__ import annotations

import pytest
from django.test import Client

from duban.accounts.models import Membership, Person, Role
from duban.ledger.models import Finding
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker

pytestmark = pytest.mark.django_db


def test_the_record_shows_and_finds_the_number(
    client: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    first, second = file_plan(item(), item(problem="另一个问题。")).findings
    auditor = Person.objects.create_user("auditor", display_name="纪明")
    Membership.objects.create(person=auditor, body=Body.objects.first(), role=Role.AUDIT_ADMIN)
    client.force_login(auditor)
    everything = client.get("/record/").content.decode()
    assert f"问题 {first.number}</a>" in everything
    assert f"问题 {second.number}</a>" in everything
    one = client.get("/record/", {"key": first.number}).content.decode()
    assert f"问题 {first.number}</a>" in one
    assert f"问题 {second.number}</a>" not in one
    assert (
        f"问题 {first.number}</a>"
        in client.get(
            "/record/", {"kind": "finding", "key": str(Finding.objects.get(number=first.number).pk)}
        ).content.decode()
    )
    assert (
        "没有符合这些条件的记录"
        in client.get("/record/", {"kind": "person", "key": first.number}).content.decode()
    )
