"""The record tells itself: every verb is registered with a function that makes its sentence from its facts."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.journal.models import Entry

Facts = Mapping[str, Any]
Maker = Callable[[Facts], str]

_MAKERS: dict[str, Maker] = {}
#: Under which a sentence finds what may be named; never a fact of the record.
SHOWN = "_shown"


class _Everything:
    def __contains__(self, _number: object) -> bool:
        return True


#: For who reads the whole record.
EVERYTHING: Container[str] = _Everything()


def sentence(verb: str) -> Callable[[Maker], Maker]:
    """Register the sentence of a verb: ``@sentence("finding.registered")``. A verb has exactly one."""

    def register(maker: Maker) -> Maker:
        if verb in _MAKERS and _MAKERS[verb].__qualname__ != maker.__qualname__:
            raise LookupError(f"verb registered twice: {verb}")
        _MAKERS[verb] = maker
        return maker

    return register


def verbs() -> list[str]:
    """Every verb that can stand in the record."""
    return sorted(_MAKERS)


def known(verb: str) -> bool:
    return verb in _MAKERS


def tell(entry: Entry, shown: Container[str] = ()) -> str:
    """What happened, without who and when. ``shown``: numbers of other things, as they stand in the facts, that may be
    named to whoever reads it; without any the sentence names none."""
    if entry.payload is None:
        return _("（内容已按规定清除，校验值保留）")
    maker = _MAKERS.get(entry.verb)
    told = maker({**entry.payload, SHOWN: shown}) if maker else entry.verb
    through = entry.payload.get("via")
    return told + _("（经接口令牌“%s”）") % through if through else told
