"""Who may take which move with a finding: the person's roles, held against the charges that are in force."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from duban.accounts import permissions
from duban.accounts.models import Person, Role
from duban.ledger.models import Charge, Finding
from duban.ledger.moves import Move, Relation, Who

#: By which charges a unit stands in a relation.
_CHARGES: Mapping[Relation, str] = {
    Relation.LEAD: "lead",
    Relation.MAIN: "main",
    Relation.SUPPORTING: "supporting",
    Relation.SUPERVISING: "supervising",
    Relation.ACCEPTING: "accepting",
}


def stands(person: permissions.Someone, charges: Iterable[Charge]) -> frozenset[tuple[str, str]]:
    """Every (role, relation) in which she stands to a finding with these charges in force."""
    rows = list(charges)
    found = {(role, str(Relation.ANY)) for role in permissions.roles_of(person)}
    for role in permissions.roles_of(person):
        bodies = permissions.bodies_of(person, frozenset({Role(role)}))
        found |= {
            (role, str(relation))
            for relation, charge_role in _CHARGES.items()
            if any(row.role == charge_role and row.body_id in bodies for row in rows)
        }
    return frozenset(found)


def may_take(person: permissions.Someone, move: Move, charges: Iterable[Charge]) -> bool:
    held = stands(person, charges)
    return any((who.role, str(who.relation)) in held for who in move.who)


def in_words(move: Move) -> str:
    """Who takes this move, for a person who may not."""
    return _("、").join(dict.fromkeys(_named(who) for who in move.who))


def _named(who: Who) -> str:
    """牵头单位的联络员: the unit is named once."""
    role = str(Role(who.role).label)
    if who.relation == Relation.ANY:
        return role
    unit = str(who.relation.label)
    own = role.removeprefix("单位") if unit.endswith("单位") else role
    return _("%(relation)s的%(role)s") % {"relation": unit, "role": own}


def charges_in_force(finding: Finding) -> list[Charge]:
    return list(finding.charges.filter(until__isnull=True).select_related("body", "measure"))


def may_see(person: Person, finding: Finding) -> bool:
    return Finding.objects.visible_to(person).filter(pk=finding.pk).exists()
