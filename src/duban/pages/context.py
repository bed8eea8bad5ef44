"""What the frame around every page needs: the stations of the loop, and who is looking."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_lazy, pgettext_lazy

from duban.accounts.models import ADMINISTRATORS, Role
from duban.accounts.permissions import Someone, is_office, may_review, roles_of
from duban.ledger.waiting import ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Place:
    """A station on the rail; without an address it is not open yet."""

    name: StrOrPromise
    icon: str
    address: str = ""
    here: bool = False
    on_phone: bool = False


#: So many places the bar of a phone has room for.
_ON_BAR = 4

Asks = Callable[[Someone], bool]


def _anybody(_person: Someone) -> bool:
    return True


def _business(person: Someone) -> bool:
    """Administrators (三员) have no part in the business, so its stations are not shown to them."""
    return not roles_of(person) & ADMINISTRATORS


#: (name, icon, address name, on the phone's bar, for whom)
_PLACES: tuple[tuple[StrOrPromise, str, str, bool, Asks], ...] = (
    (gettext_lazy("首页"), "home", "pages:home", True, _anybody),
    (gettext_lazy("文件"), "files", "intake:list", True, may_review),
    (gettext_lazy("台账"), "clipboard-list", "ledger:list", True, _business),
    (pgettext_lazy("page", "督察"), "flag", "ledger:inspections", True, _business),
    (gettext_lazy("方案"), "list-details", "ledger:plan_list", False, _business),
    (gettext_lazy("会议"), "messages", "ledger:meetings", False, _business),
    (gettext_lazy("调度"), "calendar", "", False, _business),
    (gettext_lazy("督导"), "walk", "", False, _business),
    (gettext_lazy("销号"), "rosette-discount-check", "", False, _business),
    (gettext_lazy("信访"), "message-report", "", False, _business),
    (gettext_lazy("文书"), "file-certificate", "", False, _business),
    (gettext_lazy("公开"), "broadcast", "", False, _business),
)

#: Below the line, what the loop stands on: (name, icon, address name, the power that opens it).
_BELOW: tuple[tuple[StrOrPromise, str, str, str], ...] = (
    (gettext_lazy("组织"), "sitemap", "organizations:tree", "organizations.view"),
    (gettext_lazy("账号"), "users", "accounts:people", "accounts.view"),
    (gettext_lazy("规则"), "gavel", "rulebook:rules", "rulebook.view"),
    (gettext_lazy("记录"), "history", "journal:record", "journal.view"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    reviews = may_review(person)
    held = roles_of(person)
    # A form that several rooms share says to whose page it belongs.
    path = getattr(request, "stands_at", request.path)
    rail, below = _places(path, person), _below(path, person)
    return {
        "in_office": is_office(person),
        "may_review": reviews,
        "searches": _business(person),
        "has_tasks": bool(held & ROLES),
        "rail": rail,
        "rail_below": below,
        "bottombar": _four([*rail, *below]),
        "roles_in_words": gettext("、").join(str(role.label) for role in Role if role in held),
        "search_words": request.GET.get("q", ""),
    }


def _places(path: str, person: Someone) -> list[Place]:
    """The rail of this page; of the addresses that begin it, the longest is where we are."""
    shown = [(place, _address(place[2])) for place in _PLACES if place[4](person)]
    here = max((address for _place, address in shown if _leads_to(address, path)), key=len, default="")
    return [
        Place(name, icon, address, bool(address) and address == here, on_phone)
        for (name, icon, _name, on_phone, _asks), address in shown
    ]


def _below(path: str, person: Someone) -> list[Place]:
    """What stands below the line for her; a room without a page is not shown."""
    held = [(name, icon, _address(named)) for name, icon, named, power in _BELOW if person.has_perm(power)]
    return [Place(name, icon, at, _leads_to(at, path)) for name, icon, at in held if at]


def _four(places: list[Place]) -> list[Place]:
    """What the phone's bar has room for: first what is meant for it, then whatever else she has; in their order."""
    there = [place for place in places if place.address]
    chosen = sorted(there, key=lambda place: not place.on_phone)[:_ON_BAR]
    return [place for place in there if place in chosen]


def _leads_to(address: str, path: str) -> bool:
    return path == address if address == "/" else bool(address) and path.startswith(address)


def _address(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
