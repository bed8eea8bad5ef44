"""What of the ledger goes along when a post is handed over. Charges need nothing: they are seen through the handover
(``accounts.sight``), so that the plan's rows stay as they were."""

from __future__ import annotations

import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.ledger.models import SavedView
from duban.ledger.saved_views import MOST

_LONGEST = 30


def views_too(giver: Person, taker: Person, _on: datetime.date, _actor: Person | None) -> None:
    """The taker asks the ledger what the giver asked; the giver's own questions stay hers until she leaves. What the
    taker has already, by name or by question, stays as it is."""
    hers = list(SavedView.objects.filter(owner=taker, is_shared=False).values_list("name", "query"))
    names, queries = {name for name, _query in hers}, {query for _name, query in hers}
    now = timezone.now()
    new = [
        SavedView(name=_free(view.name, giver, names), owner=taker, query=view.query, created_at=now)
        for view in SavedView.objects.filter(owner=giver, is_shared=False).order_by("pk")
        if view.query not in queries
    ]
    SavedView.objects.bulk_create(new[: max(0, MOST - len(hers))])


def _free(name: str, giver: Person, names: set[str]) -> str:
    """Under a name of its own: 逾期, else 逾期（方静）, else 逾期（方静）2."""
    ending, at = _("（%(name)s）") % {"name": giver.display_name[:8]}, 1
    found = name
    while found in names:
        found = f"{name[: _LONGEST - len(ending) - 2]}{ending}{at if at > 1 else ''}"
        at += 1
    names.add(found)
    return found
