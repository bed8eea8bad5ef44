"""What waits for a person: findings from which she may take a step that leads on, by the table of the life cycle."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Q

from duban.accounts.models import Role
from duban.accounts.permissions import Someone, bodies_of, roles_of
from duban.ledger.lifecycle import Standing
from duban.ledger.moves import MOVES, Relation
from duban.ledger.querysets import FindingQuerySet, Way, held


def waiting_for(rows: FindingQuerySet, person: Someone, way: Way) -> FindingQuerySet:
    found = Q(pk__in=())
    for (role, relation), stages in _stages(roles_of(person)).items():
        here = Q(stage__in=sorted(stages))
        if relation != Relation.ANY:
            bodies = bodies_of(person, frozenset({Role(role)}))
            here &= held(Q(body__in=sorted(bodies), role=str(relation)), way=way)
        found |= here
    return rows.filter(found, standing=Standing.ACTIVE)


def _stages(roles: frozenset[str]) -> dict[tuple[str, Relation], set[str]]:
    """By role and relation, the stages from which a step leads on. Relations are named like the roles of charges."""
    found: dict[tuple[str, Relation], set[str]] = defaultdict(set)
    for move in MOVES:
        if move.start and move.end is not None and not move.is_return:
            for who in move.who:
                if who.role in roles:
                    found[who.role, who.relation] |= {str(stage) for stage in move.start}
    return found
