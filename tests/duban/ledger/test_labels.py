"""The record calls a problem by its number, and is asked for it by its number."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from duban.accounts.models import Membership, Person, Role
from duban.journal import labels
from duban.journal.actions import record
from duban.ledger.models import Finding
from duban.organizations.models import Body
from duban.rulebook.models import Profile
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


def test_whatever_has_a_name_is_called_by_it_in_one_statement(
    client: Client,
    cast: Cast,
    item: ItemMaker,
    file_plan: Filer,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    number = file_plan(item()).findings[0].number
    finding = Finding.objects.get(number=number)
    plan, luming = finding.inspection.plans.get(), Body.objects.get(name="鹿鸣县")
    asked = {
        ("finding", finding.pk): number,
        ("read.finding", finding.pk): number,
        ("inspection", finding.inspection_id): "2025年省级例行督察",
        ("plan", plan.pk): plan.title,
        ("body", luming.pk): "鹿鸣县",
        ("person", cast.luming.pk): "鲁晓",
        ("rule_profile", Profile.objects.get(level="nation").pk): Profile.objects.get(level="nation").name,
    }
    keyed = {(kind, str(pk)): name for (kind, pk), name in asked.items()}
    with django_assert_num_queries(1):
        assert (
            labels.called([*keyed, ("body", "999999"), ("body", "nonsense"), ("calendar", "2026")]) == keyed
        )
    for (kind, key), name in keyed.items():
        assert (kind, key) in labels.subjects(name, kind)
    assert ("body", str(luming.pk)) in labels.subjects("鹿鸣县")
    record(("body", str(luming.pk)), "body.confirmed", cast.clerk, {"name": "鹿鸣县", "kind": "地方"})
    client.force_login(cast.head)
    assert "单位 鹿鸣县</a>" in client.get("/record/").content.decode()
