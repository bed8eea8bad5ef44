"""Two people take the same step on the same finding at the same moment: one succeeds, the other is told what happened."""

from __future__ import annotations

import pytest

from duban.journal.verification import verify_all
from duban.ledger.errors import OutOfStep
from duban.ledger.models import Step
from tests.duban.killing_acts import STEPS, House
from tests.duban.test_two_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("verb", STEPS)
def test_one_of_two_succeeds_and_the_other_is_told(verb: str) -> None:
    _name, act, done = House().step(verb)
    given = at_once(act, act)
    taken = [one for one in given if isinstance(one, Step)]
    refused = [one for one in given if isinstance(one, OutOfStep)]
    assert (len(taken), len(refused)) == (1, 1), given
    assert "已于" in str(refused[0])
    assert done()
    assert verify_all().holds
