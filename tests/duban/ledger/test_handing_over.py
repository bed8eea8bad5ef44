"""What a post carries with it: its charges, through the handover, and the questions that were asked from it."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from duban.accounts.actions import naming, roles
from duban.accounts.models import Membership, NamedPerson, Person, Role
from duban.ledger.models import Charge, Finding, SavedView
from duban.ledger.saved_views import save_view
from duban.organizations.models import Body
from tests.duban.conftest import Cast, Filer, ItemMaker

pytestmark = pytest.mark.django_db


def _fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def _sees(person: Person) -> int:
    return Finding.objects.visible_to(_fresh(person)).count()


def test_saved_views_go_along_and_nothing_of_the_takers_is_lost(cast: Cast) -> None:
    save_view(cast.clerk, "逾期", "window=late")
    save_view(cast.clerk, "临近", "window=near")
    save_view(cast.clerk, "共用", "window=undated", shared=True)
    save_view(cast.outsider, "逾期", "window=late&region=1")
    save_view(cast.outsider, "我的临近", "window=near")
    roles.hand_over(cast.clerk, cast.outsider, timezone.localdate(), "轮岗", None)
    hers = SavedView.objects.filter(owner=cast.outsider).order_by("pk").values_list("name", "query")
    assert list(hers) == [
        ("逾期", "window=late&region=1"),
        ("我的临近", "window=near"),
        ("逾期（方静）", "window=late"),
    ]
    assert SavedView.objects.filter(owner=cast.clerk).count() == 3


def test_tied_charges_are_the_successors(cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    today = timezone.localdate()
    Membership.objects.update(since=today - datetime.timedelta(days=30))
    file_plan(item())
    assert Charge.objects.get(role="leader").person == cast.leader
    Charge.objects.update(since=today - datetime.timedelta(days=9))
    roles.hand_over(cast.leader, cast.outsider, today, "换届", None)
    assert (_sees(cast.leader), _sees(cast.outsider)) == (0, 1)
    roles.give_role(cast.leader, Body.objects.get(name="棠溪县"), Role.LEADER, None)
    assert (_sees(cast.leader), _sees(cast.outsider)) == (0, 1)


def test_two_leaders_of_one_name_never_see_each_others(cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    namesake = Person.objects.create_user("er", display_name="程砚秋")
    roles.give_role(namesake, Body.objects.get(name="棠溪县"), Role.LEADER, None)
    file_plan(item())
    assert (_sees(cast.leader), _sees(namesake)) == (0, 0)
    naming.answer(NamedPerson.objects.get(), namesake, cast.clerk)
    assert (_sees(cast.leader), _sees(namesake)) == (0, 1)


def test_a_namesake_who_comes_later_is_asked_about(cast: Cast, item: ItemMaker, file_plan: Filer) -> None:
    Membership.objects.filter(person=cast.leader).delete()
    file_plan(item())
    assert not NamedPerson.objects.exists()
    luming = Body.objects.get(name="鹿鸣县")
    roles.give_role(cast.leader, luming, Role.LEADER, None, post="县长")
    assert (_sees(cast.leader), NamedPerson.objects.filter(answered_at=None).count()) == (1, 1)
    namesake = Person.objects.create_user("er", display_name="程砚秋")
    roles.give_role(namesake, luming, Role.LEADER, None, post="副市长")
    assert (_sees(cast.leader), _sees(namesake)) == (0, 1)
    assert not NamedPerson.objects.filter(answered_at=None).exists()
