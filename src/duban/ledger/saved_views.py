"""Keeping a question to the ledger under a name: one's own, or the office's for all who see the whole ledger."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import Someone, is_office
from duban.accounts.sight import sight
from duban.journal.actions import Line, record_all
from duban.ledger.errors import NotAllowed, Refused
from duban.ledger.models import SavedView

MOST = 30
#: Letters of a name; a longer one is refused, never cut.
LONGEST = 30
#: Parts of an address that say where one is in a list, not what is asked.
_PASSING = frozenset({"after", "open", "totals", "page", "csrfmiddlewaretoken"})


def seen_by(person: Someone) -> QuerySet[SavedView]:
    """Her own, and the office's if she sees the whole ledger."""
    if not isinstance(person, Person):
        return SavedView.objects.none()
    shared = Q(is_shared=True) if sight(person).everything else Q(pk__in=())
    return SavedView.objects.filter(shared | Q(owner=person, is_shared=False)).order_by("-is_shared", "pk")


def lasting(query: str) -> str:
    """What of an address is worth keeping: filters, columns and order, written in one way."""
    return urlencode([(key, value) for key, value in parse_qsl(query) if key not in _PASSING])


@transaction.atomic
def save_view(actor: Person, name: str, query: str, *, shared: bool = False) -> SavedView:
    """Keep a question; one of the same name is replaced."""
    name, query = " ".join(name.split()), lasting(query)
    if shared and not is_office(actor):
        raise NotAllowed(_("共用视图由整改办设置。您可以先存为自己的视图。"))
    _complete(name, query)
    Person.objects.select_for_update().get(pk=actor.pk)
    whose = Q(is_shared=True) if shared else Q(is_shared=False, owner=actor)
    row = SavedView.objects.select_for_update().filter(whose, name=name).first()
    if row is None and SavedView.objects.filter(whose).count() >= MOST:
        raise Refused(_("视图已有%s个，请先删去不用的，再存新的。") % MOST)
    row = row or SavedView(name=name, owner=actor, is_shared=shared, created_at=timezone.now())
    before, row.query = row.query, query
    row.save()
    if before != query:
        _record(row, "view.saved", actor)
    return row


@transaction.atomic
def remove_view(actor: Person, view: SavedView) -> None:
    row = SavedView.objects.select_for_update().filter(pk=view.pk).first()
    if row is None:
        return
    if not (is_office(actor) if row.is_shared else row.owner_id == actor.pk):
        raise NotAllowed(_("这个视图由整改办设置，请联系整改办经办人删除。"))
    _record(row, "view.removed", actor)
    row.delete()


def _complete(name: str, query: str) -> None:
    reasons = []
    if not name:
        reasons.append(_("请给视图起一个不超过30字的名称。"))
    elif len(name) > LONGEST:
        reasons.append(_("视图名称有%s字，最多30字，没有保存。请改短后再存。") % len(name))
    if len(query) > 2000:
        reasons.append(_("筛选条件太长，请去掉一些再保存。"))
    if reasons:
        raise Refused(*reasons)


def _record(row: SavedView, verb: str, actor: Person) -> None:
    facts = {"name": row.name, "query": row.query, "shared": row.is_shared}
    record_all([Line(("view", str(row.pk)), verb, facts)], actor)
