"""A name is changed by the system administrator; who she is, what is hers and what was written stays."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from duban.accounts import queries
from duban.accounts.actions import naming, renaming, roles
from duban.accounts.errors import Refused
from duban.accounts.models import NamedPerson, Person, Role
from duban.accounts.naming import person_for
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.models import Charge, Finding
from duban.organizations.models import Body
from tests.duban.accounts.conftest import Three, fresh
from tests.duban.conftest import Cast, Filer, ItemMaker


def test_the_record_goes_on_speaking_of_her(cast: Cast, three: Three) -> None:
    renaming.rename(cast.luming, "鲁晓禾", "录入有误", three.system)
    assert fresh(cast.luming).display_name == "鲁晓禾"
    line = list(journal.stream("person", cast.luming.pk))[-1]
    assert tell(line) == "姓名由“鲁晓”改为“鲁晓禾”，理由：录入有误"
    assert journal.verify("person", cast.luming.pk) is None
    for words in ("鲁晓禾", "鲁晓"):
        assert cast.luming in queries.people(words, "", timezone.localdate())


@pytest.mark.parametrize(
    ("name", "reason"), [("", "婚后改名"), (" 鲁晓 ", "婚后改名"), ("鲁" * 61, "改名"), ("鲁禾", "")]
)
def test_what_is_no_new_name(name: str, reason: str, cast: Cast, three: Three) -> None:
    with pytest.raises(Refused):
        renaming.rename(cast.luming, name, reason, three.system)
    with pytest.raises(Refused):
        renaming.rename(three.system, "别名", "自己改", three.system)
    assert fresh(cast.luming).display_name == "鲁晓"


def test_what_plans_put_under_a_leaders_old_name_stays_hers(
    cast: Cast, three: Three, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    Charge.objects.filter(role="leader").update(person=None)
    assert Finding.objects.visible_to(fresh(cast.leader)).count() == 1
    renaming.rename(cast.leader, "程砚冰", "婚后改名", three.system)
    assert Finding.objects.visible_to(fresh(cast.leader)).count() == 1
    # A document of tomorrow that still prints the old name means her; one with the new name, too.
    for printed in ("程砚秋", "程砚冰"):
        assert person_for(printed, "", timezone.localdate()).person == cast.leader


def test_an_old_name_is_hers_only_as_long_as_nobody_else_bears_it(cast: Cast, three: Three) -> None:
    renaming.rename(cast.leader, "程砚冰", "录入有误", three.system)
    other = Person.objects.create_user("other", display_name="程砚秋")
    roles.give_role(other, Body.objects.get(name="鹿鸣县"), Role.LEADER, None)
    assert person_for("程砚秋", "", timezone.localdate()).person == other


def test_a_corrected_name_answers_what_was_asked(cast: Cast, three: Three) -> None:
    naming.ask([("鲁晓禾", "")])
    Person.objects.filter(pk=cast.luming.pk).update(display_name="鲁小禾")
    cast.luming.memberships.update(role="leader")
    renaming.rename(cast.luming, "鲁晓禾", "录入有误", three.system)
    assert NamedPerson.objects.get().person == cast.luming


def test_the_page_of_the_system_administrator(cast: Cast, three: Three) -> None:
    address = f"/account/people/{cast.luming.pk}/"
    client = Client()
    client.force_login(three.security)
    assert "更改姓名" not in client.get(address).content.decode()
    client.force_login(three.system)
    assert "更改姓名" in client.get(address).content.decode()
    said = client.post(
        f"{address}rename/", {"name": "鲁晓禾", "reason": "婚后改名"}, follow=True
    ).content.decode()
    assert "曾用名 鲁晓" in said
    assert "理由：婚后改名" in said
