"""A name that no body has was taken from a document: a person says once who it is, and the answer is remembered."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.wording import kept
from duban.organizations.actions.changing import locked, merge, tell
from duban.organizations.errors import Refused
from duban.organizations.models import Alias, Body, BodyKind
from duban.organizations.policy import Keeper, demand_keeper


@transaction.atomic
def is_new(body: Body, kind: BodyKind, actor: Keeper | None) -> Body:
    """It is a body of its own."""
    demand_keeper(actor)
    body = _asked(body)
    body.unconfirmed, body.kind = False, kind
    body.save(update_fields=["unconfirmed", "kind"])
    tell(body, "body.confirmed", actor, {"name": body.name, "kind": kept(kind.label)})
    return body


@transaction.atomic
def is_other_name_of(body: Body, other: Body, today: date, actor: Keeper | None) -> Body:
    """The name means ``other``: it answers for the rows there are, and documents to come find it at once."""
    demand_keeper(actor)
    body = _asked(body)
    into = merge(body, other, today, _("“%(name)s”是同一个单位的另一种写法。") % {"name": body.name}, actor)
    body.unconfirmed = False
    Body.objects.filter(pk=body.pk).update(unconfirmed=False)
    remember(body.name, into, actor)
    return into


@transaction.atomic
def remember(name: str, body: Body, actor: Keeper | None) -> Alias:
    """From now on documents that say ``name`` mean this body."""
    demand_keeper(actor)
    alias, _made = Alias.objects.update_or_create(
        name=name.strip(),
        defaults={
            "body": body,
            "confirmed_by": actor.pk if actor else None,
            "confirmed_by_name": actor.display_name if actor else "",
        },
    )
    tell(body, "body.alias", actor, {"alias": alias.name, "name": body.name})
    return alias


def _asked(body: Body) -> Body:
    body = locked(body)
    if not body.unconfirmed:
        raise Refused(_("“%(name)s”已经核对过，不用再答。") % {"name": body.name})
    return body
