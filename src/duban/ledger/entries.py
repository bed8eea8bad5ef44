"""One verb, several acts: how each is called where it is offered, in the title of its form and on its button.

A person withdraws, merges, transfers, suspends or resumes; that the table of the life cycle has one verb for the five
is no concern of hers."""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.deciding import CHANGES
from duban.ledger.lifecycle import Standing
from duban.ledger.models import RequestKind
from duban.ledger.moves import move

#: In which order they are offered for what stands on the list.
LEAVING = (RequestKind.SUSPEND, RequestKind.TRANSFER, RequestKind.MERGE, RequestKind.WITHDRAW)


def kinds(standing: str) -> tuple[RequestKind, ...]:
    """What can be asked for from where it stands: what left comes back, and nothing else; what rests may rest longer."""
    if standing == Standing.ACTIVE:
        return LEAVING
    return (
        (RequestKind.RESUME, RequestKind.SUSPEND) if standing == Standing.SUSPENDED else (RequestKind.RESUME,)
    )


#: The verbs of the table that stand for five acts each.
OF_FIVE = ("ask_standing", "approve_standing", "refuse_standing")
ACTS = (*LEAVING, RequestKind.RESUME)


def act_name(verb: str, kind: str) -> str:
    """One of the five acts, where a verb is named without a problem in hand: 申请中止、批准移交."""
    acts: Mapping[str, str] = {
        RequestKind.WITHDRAW: _("撤销"),
        RequestKind.MERGE: _("合并"),
        RequestKind.TRANSFER: _("移交"),
        RequestKind.SUSPEND: _("中止"),
        RequestKind.RESUME: _("恢复"),
    }
    told = {"ask_standing": _("申请%s"), "approve_standing": _("批准%s"), "refuse_standing": _("不予%s")}
    return told[verb] % acts[kind]


def standings(verb: str, kind: str) -> frozenset[Standing]:
    """From where an act starts; somebody who waits for an answer gets a no from anywhere."""
    if verb == "refuse_standing":
        return frozenset(Standing)
    return frozenset(standing for standing in Standing if kind in kinds(standing))


def asking(kind: str, standing: str) -> str:
    if kind == RequestKind.RESUME:
        return _("申请%s") % coming_back(standing)
    if kind == RequestKind.SUSPEND and standing == Standing.SUSPENDED:
        return _("申请延长中止")
    named: Mapping[str, str] = {
        RequestKind.SUSPEND: _("申请中止整改"),
        RequestKind.TRANSFER: _("申请移交其他单位"),
        RequestKind.MERGE: _("申请并入其他问题"),
        RequestKind.WITHDRAW: _("申请撤销问题"),
    }
    return named.get(kind, str(move("ask_standing").name))


def coming_back(standing: str) -> str:
    """Work that rested goes on; what was withdrawn, merged or transferred stands on the list again."""
    return _("恢复整改") if standing == Standing.SUSPENDED else _("恢复在册")


def resting(original: Mapping[str, Any]) -> str:
    """``original``: where it stood when that was asked."""
    return _("延长中止") if original.get("standing") == Standing.SUSPENDED else _("中止")


def what(row: Any, seen: Container[str] = ()) -> str:
    """What a request is about, in a few words; the number of another problem only for who may see that."""
    said = row.proposal
    match row.kind:
        case RequestKind.WITHDRAW:
            return _("撤销")
        case RequestKind.MERGE:
            return str(_("并入%s") % said["into"]) if said.get("into") in seen else _("并入其他问题")
        case RequestKind.TRANSFER:
            return str(_("移交%s") % said.get("to_name", ""))
        case RequestKind.SUSPEND:
            return resting(row.original)
        case RequestKind.RESUME:
            return coming_back(said.get("from", Standing.SUSPENDED))
    return str(row.get_kind_display())


def deciding(verb: str, row: Any, seen: Container[str] = ()) -> str:
    """批准中止、不予并入2026-0009."""
    is_yes = verb in {"approve_change", "approve_standing"}
    return (_("批准%s") if is_yes else _("不予%s")) % what(row, seen)


def title(
    verb: str, *, kind: str = "", standing: str = "", row: Any = None, seen: Container[str] = ()
) -> str:
    """As the page calls the step in hand."""
    if verb == "ask_standing" and kind:
        return asking(kind, standing)
    if row is not None and verb in {"approve_change", "refuse_change", "approve_standing", "refuse_standing"}:
        return deciding(verb, row, seen)
    bare: Mapping[str, str] = {
        "ask_standing": _("申请什么"),
        "approve_standing": _("批准申请"),
        "refuse_standing": _("不予批准"),
    }
    return bare.get(verb) or str(move(verb).name)


def is_of(verb: str, kind: str) -> bool:
    """Is a request of this kind decided by this verb?"""
    if verb in {"approve_change", "refuse_change"}:
        return kind in CHANGES
    return kind not in CHANGES if verb in {"approve_standing", "refuse_standing"} else True
