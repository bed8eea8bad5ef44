"""Sessions that ended and failures long ago do not pile up."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from duban.accounts.actions import signing
from duban.accounts.handlers import forget
from duban.accounts.models import Guard


@pytest.mark.django_db
def test_only_what_is_over_goes() -> None:
    now = timezone.now()
    for key, end in (("old", now - timedelta(minutes=1)), ("open", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=end)
    signing.failed("nobody", "198.51.100.7", now - timedelta(days=3))
    signing.failed("somebody", "198.51.100.8", now)
    Guard.objects.filter(key="198.51.100.7").update(locked_until=now + timedelta(minutes=5))
    assert forget(now) == {"sessions": 1, "guards": 1}
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]
    assert set(Guard.objects.filter(kind="address").values_list("key", flat=True)) == {
        "198.51.100.7",
        "198.51.100.8",
    }
    assert forget(now) == {"sessions": 0, "guards": 0}
