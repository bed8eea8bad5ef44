"""Names of units that a person types: found in the directory, or asked; never taken silently as new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from duban import asking
from duban.accounts.models import Person
from duban.ledger.errors import Refused, UnknownNames
from duban.organizations.actions import answering, changing
from duban.organizations.errors import Refused as DirectoryRefused
from duban.organizations.models import Body, BodyKind
from duban.organizations.policy import KEEP
from duban.organizations.queries import confirmed, likely, match, match_all

#: What a name may be: a unit of the directory (``is:`` and its key), or a new one (``new:`` and its kind).
IS, NEW = "is:", "new:"
_LONGEST = 120


def units_called(names: Iterable[str], actor: Person | None = None) -> dict[str, Body]:
    """The units of these names; with one that nobody knows, nothing is done, and units like it are named. Only who
    keeps the directory (``actor``) is told of those that so far only some document prints."""
    knows_all = actor is not None and actor.has_perm(KEEP)
    wanted = list(dict.fromkeys(name.strip() for name in names if name.strip()))
    if any(len(name) > _LONGEST for name in wanted):
        raise Refused(_("单位名称不超过120字，没有任何改动。"))
    found = match_all(wanted) if wanted else {}
    strange = [name for name in wanted if found[name] is None]
    if strange:
        raise UnknownNames(strange, *_asked(strange, knows_all))
    return {name: body for name, body in found.items() if body is not None}


def standing_bodies() -> list[Body]:
    """Whom a typed name may mean: every unit there is today, also one that only documents name so far."""
    rows = Body.objects.filter(valid_to__isnull=True, successor__isnull=True)
    return list(rows.prefetch_related("former_names").order_by("name"))


def _asked(names: list[str], knows_all: bool) -> list[str]:
    found = likely(names, standing_bodies() if knows_all else confirmed())
    told = [_unknown(name, [body.name for body in found[name][:3]]) for name in names]
    return [*told, _("请改成名录里的名称；确是新单位的，请先在组织名录中登记。没有任何改动。")]


def _unknown(name: str, near: list[str]) -> str:
    if not near:
        return _("组织名录中没有“%s”。") % name
    return _("组织名录中没有“%(name)s”，是不是%(near)s？") % {"name": name, "near": _("或").join(near)}


@transaction.atomic
def introduce(answers: Mapping[str, str], actor: Person) -> None:
    """Who each name is: remembered in the directory, so that it is asked only once. A name that is known by now needs
    no answer."""
    open_ones = {name: said for name, said in answers.items() if name.strip() and match(name) is None}
    reasons = unclear(open_ones)
    if reasons:
        raise UnknownNames(list(open_ones), *reasons)
    try:
        for name, said in open_ones.items():
            settle(name.strip(), said, actor)
    except DirectoryRefused as refusal:
        raise Refused(*refusal.reasons) from refusal


def unclear(answers: Mapping[str, str]) -> list[str]:
    """What still has to be said: which unit, or which of the directory's was meant."""
    reasons = [_("请说明“%s”是哪个单位。") % name for name, said in answers.items() if not said]
    return reasons + [
        _("名录里没有“%(said)s”，请从名录里选，或回答“%(name)s”是新单位。") % {"said": said, "name": name}
        for name, said in answers.items()
        if said and not is_choice(said) and match(said) is None
    ]


def is_choice(said: str) -> bool:
    if said.startswith(NEW):
        return said.removeprefix(NEW) in BodyKind.values
    return said.startswith(IS) and _chosen(said) is not None


def _chosen(said: str) -> Body | None:
    key = asking.number(said.removeprefix(IS))
    return Body.objects.filter(pk=key).first() if key is not None else None


def settle(name: str, said: str, actor: Person) -> None:
    """``said``: a choice, or the name of another unit of the directory."""
    if said.startswith(NEW):
        changing.add_body(name, {"kind": BodyKind(said.removeprefix(NEW))}, (), actor)
        return
    body = _chosen(said) if said.startswith(IS) else match(said)
    if body is None:
        raise Refused(_("名录里没有“%s”，没有任何改动。") % said)
    answering.remember(name, body, actor)
