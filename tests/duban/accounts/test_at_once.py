"""Two administrators, or one person in two windows, at the same moment: one is first, the other is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from duban.accounts import totp
from duban.accounts.actions import credentials, naming, people, roles
from duban.accounts.errors import Refused
from duban.accounts.models import Membership, NamedPerson, Person
from duban.journal.verification import verify_all
from tests.duban.accounts.conftest import Three
from tests.duban.conftest import Cast
from tests.duban.test_two_at_once import Act, at_once

pytestmark = pytest.mark.django_db(transaction=True)


def _one_is_first(*acts: Act) -> None:
    given = at_once(*acts)
    assert [isinstance(each, Refused) for each in given].count(True) == len(acts) - 1, given
    assert not any(isinstance(each, Exception) and not isinstance(each, Refused) for each in given), given
    assert verify_all().holds


def test_one_user_name_is_given_once(cast: Cast, three: Three) -> None:
    _one_is_first(
        lambda: people.request_account("xinren", "辛任", [], three.system),
        lambda: people.request_account("XinRen", "辛仁", [], three.system),
    )
    assert Person.objects.filter(username__iexact="xinren").count() == 1


def test_an_account_is_approved_once(cast: Cast, three: Three) -> None:
    person = people.request_account("xinren", "辛任", [], three.system).person
    _one_is_first(
        lambda: people.approve_account(person, three.security),
        lambda: people.approve_account(person, three.security),
    )


def test_a_post_is_handed_to_one(cast: Cast, three: Three) -> None:
    today = timezone.localdate()
    Membership.objects.update(since=today - timedelta(days=9))
    _one_is_first(
        lambda: roles.hand_over(cast.luming, cast.tangxi, today, "轮岗", three.security),
        lambda: roles.hand_over(cast.luming, cast.outsider, today, "轮岗", three.security),
    )


def test_a_name_is_answered_once(cast: Cast) -> None:
    naming.ask([("林越", "副市长")])
    row = NamedPerson.objects.get()
    _one_is_first(
        lambda: naming.answer(row, cast.leader, cast.clerk),
        lambda: naming.answer(row, cast.reader, cast.head),
    )


def test_a_code_counts_once(cast: Cast) -> None:
    now = timezone.now()
    secret = totp.as_bytes(credentials.begin_second_factor(cast.head))
    step = totp.step_of(now.timestamp())
    codes = credentials.confirm_second_factor(cast.head, totp.code(secret, step - 1), now)
    for code in (totp.code(secret, step), codes[0]):
        given = at_once(
            lambda code=code: credentials.check_second_factor(cast.head, code, now),  # type: ignore[misc]
            lambda code=code: credentials.check_second_factor(cast.head, code, now),  # type: ignore[misc]
        )
        assert sorted(given) == [False, True]
