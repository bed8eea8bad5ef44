"""The views above the list: those everybody has, the office's, one's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from duban.accounts.permissions import is_office, roles_of
from duban.ledger.saved_views import lasting, seen_by
from duban.ledger.waiting import MINE, ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Tab:
    name: StrOrPromise
    query: str
    is_here: bool
    #: The saved view it is, for whoever may remove it.
    removable: int | None = None
    is_shared: bool = False


_MINE = f"waiting={MINE}"
_USUAL: tuple[tuple[StrOrPromise, str], ...] = (
    (_("全部"), ""),
    (_("待我办理"), _MINE),
    (_("已逾期"), "progress=late"),
    (_("30天内到期"), "progress=near"),
    (_("没有固定日期"), "progress=undated"),
)


def tabs(request: HttpRequest) -> list[Tab]:
    here, person = lasting(request.GET.urlencode()), request.user
    waits = bool(roles_of(person) & ROLES)
    usual = [(name, query) for name, query in _USUAL if waits or query != _MINE]
    found = [Tab(name, query, query == here) for name, query in usual]
    office = is_office(person)
    for row in seen_by(person):
        mine = office if row.is_shared else True
        found.append(Tab(row.name, row.query, row.query == here, row.pk if mine else None, row.is_shared))
    return found
