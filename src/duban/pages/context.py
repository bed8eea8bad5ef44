"""What the frame around every page needs: the stations of the loop, and who is looking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from duban.accounts.models import Role
from duban.accounts.permissions import is_office, may_review, roles_of

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


#: (name, icon, address name, on the phone's bar, only for those who review documents)
_PLACES: tuple[tuple[StrOrPromise, str, str, bool, bool], ...] = (
    (gettext_lazy("首页"), "home", "pages:home", True, False),
    (gettext_lazy("文件"), "files", "intake:list", True, True),
    (gettext_lazy("台账"), "clipboard-list", "ledger:list", True, False),
    (gettext_lazy("督察"), "flag", "ledger:inspections", True, False),
    (gettext_lazy("调度"), "calendar", "", False, False),
    (gettext_lazy("督导"), "walk", "", False, False),
    (gettext_lazy("销号"), "rosette-discount-check", "", False, False),
    (gettext_lazy("信访"), "message-report", "", False, False),
    (gettext_lazy("公开"), "broadcast", "", False, False),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    if person is None or not person.is_authenticated:
        return {}
    reviews = may_review(person)
    held = roles_of(person)
    return {
        "in_office": is_office(person),
        "may_review": reviews,
        "rail": _places(request.path, reviews),
        "roles_in_words": "、".join(str(role.label) for role in Role if role in held),
        "search_words": request.GET.get("q", ""),
    }


def _places(path: str, reviews: bool) -> list[Place]:
    """The rail of this page; of the addresses that begin it, the longest is where we are."""
    shown = [(place, _address(place[2])) for place in _PLACES if reviews or not place[4]]
    here = max((address for _place, address in shown if _leads_to(address, path)), key=len, default="")
    return [
        Place(name, icon, address, bool(address) and address == here, on_phone)
        for (name, icon, _name, on_phone, _reviewers), address in shown
    ]


def _leads_to(address: str, path: str) -> bool:
    return path == address if address == "/" else bool(address) and path.startswith(address)


def _address(name: str) -> str:
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""
