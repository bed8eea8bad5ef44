"""Taking a verb from a form: once, however often the form is sent."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.db import IntegrityError, transaction

from duban.accounts.models import Person
from duban.ledger.errors import OutOfStep
from duban.ledger.models import Step
from duban.ledger.verbs import Verb
from duban.ledger.verbs.registry import Said


@transaction.atomic
def take_once(verb: Verb, number: str, said: Said, actor: Person, token: uuid.UUID | None) -> Step:
    """The step, or, where this very form was sent before, the step it became then.

    The second of two that come at once waits for the finding, sees that it has moved on, and finds its own token."""
    try:
        with transaction.atomic():
            step = verb.act(number, said, actor)
    except OutOfStep:
        done = Step.objects.filter(token=token, by=actor, verb=verb.name).first() if token else None
        if done is None:
            raise
        return done
    if token is not None:
        # A token that marks another step already was not drawn for this form: then the step bears none.
        with suppress(IntegrityError), transaction.atomic():
            Step.objects.filter(pk=step.pk).update(token=token)
    return step
