"""A role that asks for more at the door is not used in a session that began before it was held."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from duban.accounts.actions import give_role, roles
from duban.accounts.models import Role
from duban.organizations.models import Body
from duban.rulebook import queries as rulebook
from duban.rulebook.actions import NewValue, set_value
from tests.duban.accounts.conftest import Three
from tests.duban.conftest import Cast


def _is_in(client: Client) -> bool:
    return client.get("/account/me/").status_code == 200


def test_a_new_administrator_comes_in_again(client: Client, cast: Cast) -> None:
    client.force_login(cast.outsider)
    give_role(cast.outsider, Body.objects.get(name="鹿鸣县"), Role.AUDIT_ADMIN, None)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("how", ["given", "handed_over"])
def test_whoever_gets_a_role_that_needs_an_authenticator_comes_in_again(
    client: Client, cast: Cast, how: str
) -> None:
    own = rulebook.own_profile()
    assert own is not None
    set_value(own, "second_factor_roles", NewValue(["office_clerk"], date(2020, 1, 1)), None, "测评要求")
    client.force_login(cast.luming)
    assert _is_in(client)
    if how == "given":
        give_role(cast.luming, Body.objects.get(name="澜州市整改办"), Role.OFFICE_CLERK, None)
    else:
        roles.hand_over(cast.clerk, cast.luming, date.today(), "调岗", None)
    assert not _is_in(client)


def test_an_administrators_post_is_not_taken_over_in_a_session_that_is_open(
    client: Client, cast: Cast, three: Three
) -> None:
    client.force_login(cast.outsider)
    roles.hand_over(three.audit, cast.outsider, date.today(), "调岗", None)
    assert not _is_in(client)
