"""The demo city has rules of its own among those it inherits."""

from __future__ import annotations

from datetime import date

import pytest

from duban.demo import rules
from duban.organizations.models import Region
from duban.rulebook import queries
from duban.rulebook.models import RuleValue

pytestmark = pytest.mark.django_db


def test_the_demo_city_says_some_rules_itself_and_inherits_the_others() -> None:
    Region.objects.create(code="990100", name="澜州市")
    rules.load()
    count = RuleValue.objects.count()
    rules.load()
    assert RuleValue.objects.count() == count
    found = queries.rules(["notice_amount", "petition_reply_days", "plan_due_wd"], on=date(2026, 3, 2))
    assert {key: (ruling.value, str(ruling.profile)) for key, ruling in found.items()} == {
        "notice_amount": (7, "澜州市"),
        "petition_reply_days": (10, "岚江省"),
        "plan_due_wd": (30, "国家"),
    }
