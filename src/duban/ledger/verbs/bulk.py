"""One verb on many findings, row by row: each row its own transaction, each with its own answer, each done once."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import roles_of
from duban.jobs.actions import enqueue
from duban.ledger.errors import GateShut, NotAllowed, Refused
from duban.ledger.models import BulkChoice, BulkRow, BulkRun
from duban.ledger.stepping import together
from duban.ledger.verbs.registry import VERBS, Said, Verb

#: So many are done while the person waits; more are done in the background.
AT_ONCE = 500
MOST = 10_000
#: So long what was chosen has an address.
_KEPT = datetime.timedelta(days=30)

Progress = Callable[[int, int], None]


def offered(person: Person) -> list[Verb]:
    """The verbs that can be taken on many findings, as far as she holds a role for them."""
    held = roles_of(person)
    return [each for each in VERBS.values() if each.in_bulk and held & each.move.roles]


@transaction.atomic
def choose(numbers: Sequence[str], said: dict[str, Any], actor: Person) -> BulkChoice:
    """Keep what she chose; what she chose long ago is forgotten."""
    if len(numbers) > MOST:
        raise Refused(_("一次最多办理%s个问题，请分批选择。") % MOST)
    now = timezone.now()
    BulkChoice.objects.filter(by=actor, at__lt=now - _KEPT).delete()
    facts = {"numbers": [number[:60] for number in numbers], "said": said}
    return BulkChoice.objects.create(token=uuid.uuid4(), by=actor, at=now, **facts)


@transaction.atomic
def open_run(
    verb: Verb, numbers: Sequence[str], said: dict[str, Any], actor: Person, token: uuid.UUID
) -> BulkRun:
    """The run of this form, with its rows; sent again, the form finds the run that is there."""
    if verb not in offered(actor):
        raise NotAllowed(_("“%s”不由您批量办理，没有任何改动。") % verb.title)
    wanted = list(dict.fromkeys(number.strip() for number in numbers if number.strip()))
    if not wanted:
        raise Refused(_("没有选定任何问题，请先在台账中勾选。"))
    if len(wanted) > MOST:
        raise Refused(_("一次最多办理%s个问题，请分批选择。") % MOST)
    facts = {"verb": verb.name, "said": said, "by": actor, "at": timezone.now()}
    run, made = BulkRun.objects.get_or_create(token=token, defaults=facts)
    if made:
        rows = [BulkRow(run=run, ordinal=at, number=number[:60]) for at, number in enumerate(wanted)]
        BulkRow.objects.bulk_create(rows, batch_size=500)
        if len(rows) > AT_ONCE:
            enqueue("ledger.bulk", {"run": run.pk}, key=f"ledger.bulk:{token}")
    elif run.by_id != actor.pk:
        raise NotAllowed(_("这份表单不是您的，没有任何改动。"))
    return run


def carry_on(run: BulkRun, said: Said, progress: Progress | None = None) -> None:
    """Do the rows that were not tried yet. Stopped half-way, it goes on where it stopped."""
    verb, total = VERBS[run.verb], run.rows.count()
    waiting = list(run.rows.filter(tried=False).values_list("pk", "number"))
    for at, (pk, number) in enumerate(waiting, start=total - len(waiting) + 1):
        try:
            # Anew for each: a role that ends while a long run goes on ends it.
            actor = Person.objects.get(pk=run.by_id)
            with together(total, str(run.token)):
                _done(verb, pk, number, said, actor)
        except Refused as refused:
            BulkRow.objects.filter(pk=pk, tried=False).update(tried=True, told=_told(refused))
        if progress is not None:
            progress(at, total)


@transaction.atomic
def _done(verb: Verb, pk: int, number: str, said: Said, actor: Person) -> None:
    """The step and the row that says so are one transaction: neither is there without the other."""
    row = BulkRow.objects.select_for_update().get(pk=pk)
    if not row.tried:
        row.step, row.tried = verb.act(number, said, actor), True
        row.save(update_fields=["step", "tried"])


def _told(refused: Refused) -> dict[str, Any]:
    if isinstance(refused, GateShut):
        gaps = [{"what": gap.what, "sentence": gap.sentence, "who": gap.who} for gap in refused.gaps]
        return {"gaps": gaps}
    return {"reasons": list(refused.reasons)}
