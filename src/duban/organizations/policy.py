"""Who may keep the directory. Roles live a floor above; they hand their answer in when the house starts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from duban.organizations.errors import NotAllowed

Answer = Callable[[Any], bool]


def _nobody(_person: Any) -> bool:
    return False


_answers: dict[str, Answer] = {"keep": _nobody, "read": _nobody}


def hand_in(keep: Answer, read: Answer) -> None:
    """Called once by the floor that knows roles."""
    _answers.update(keep=keep, read=read)


def may_keep(person: Any) -> bool:
    return _answers["keep"](person)


def may_read(person: Any) -> bool:
    return _answers["read"](person)


def demand_keeper(actor: Any) -> None:
    """The house itself (no actor: a command, a job) may; a person must be a keeper."""
    if actor is not None and not may_keep(actor):
        raise NotAllowed(_("组织名录由整改办和系统管理员维护。名录没有改动，请联系他们办理。"))
