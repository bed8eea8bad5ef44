"""Whoever changes a rule is asked for the power to; which roles hold it is said where roles are."""

from __future__ import annotations

from typing import Protocol, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from duban.journal.actions import Actor
from duban.rulebook.errors import RuleRefused


class Changer(Actor, Protocol):
    def has_perm(self, name: str, obj: object = None) -> bool: ...


def changer(request: HttpRequest) -> Changer:
    """Who asks. Nobody gets to a page of the rules without having signed in."""
    return cast(Changer, request.user)


def demand(actor: Changer | None, power: str) -> None:
    """Refuse who may not; the house itself (None) may."""
    if actor is not None and not actor.has_perm(power):
        raise RuleRefused(_REFUSALS[power]())


_REFUSALS = {
    "rulebook.change_business": lambda: _("业务规则只能由整改办负责人更改，没有保存任何更改。"),
    "rulebook.change_security": lambda: _("安全规则只能由安全管理员更改，没有保存任何更改。"),
    "rulebook.change_calendar": lambda: _("工作日历只能由整改办负责人更改，没有保存任何更改。"),
}
