"""A new house gets its three administrators from the command line, once."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from duban.accounts.models import Person
from duban.accounts.permissions import roles_of

pytestmark = pytest.mark.django_db
ASKED = ("澜州市整改办", "guan=管其维", "an=安守恒", "shen=申明察")


def test_three_administrators_with_printed_passwords() -> None:
    out = io.StringIO()
    call_command("administrators", *ASKED, stdout=out)
    people = list(Person.objects.order_by("pk"))
    assert [roles_of(person) for person in people] == [{"system_admin"}, {"security_admin"}, {"audit_admin"}]
    passwords = [line.split()[-1] for line in out.getvalue().splitlines()]
    for person, password in zip(people, passwords, strict=True):
        assert person.check_password(password)
        assert person.must_change_password
    with pytest.raises(CommandError, match="已经有管理员"):
        call_command("administrators", *ASKED)


def test_with_one_wrong_name_there_are_none() -> None:
    with pytest.raises(CommandError):
        call_command("administrators", "澜州市整改办", "guan=管其维", "guan=安守恒", "shen=申明察")
    assert not Person.objects.exists()
