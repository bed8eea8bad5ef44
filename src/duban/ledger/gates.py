"""The gates of the life cycle: what must be there before a finding moves on.

Each gate answers with everything it misses. A gate whose demand is a rule asks the rulebook and leaves the ruling in
the place, so that the decision keeps the rule it followed.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from duban.ledger.errors import Gap
from duban.ledger.models import Charge, ChargeRole, Finding, Waiver
from duban.rulebook.queries import Ruling, rule


@dataclass
class Place:
    """A finding as a gate sees it on a day. Collects the rulings that were asked."""

    finding: Finding
    charges: list[Charge]
    today: datetime.date
    rulings: list[dict[str, Any]] = field(default_factory=list)

    def rule(self, key: str, **inputs: Any) -> Ruling:
        ruling = rule(key, self.finding.inspection.region, on=self.today)
        self.rulings.append(ruling.as_facts(**inputs))
        return ruling

    @cached_property
    def roles(self) -> frozenset[str]:
        """Roles that somebody holds on the finding itself."""
        return frozenset(row.role for row in self.charges if row.measure_id is None)

    @cached_property
    def waived(self) -> frozenset[str]:
        open_waivers = Waiver.objects.filter(finding=self.finding, ended_at__isnull=True)
        return frozenset(open_waivers.values_list("what", flat=True))


Gate = Callable[[Place], Iterator[Gap]]
_GATES: dict[str, Gate] = {}


def gate(name: str) -> Callable[[Gate], Gate]:
    def keep(function: Gate) -> Gate:
        _GATES[name] = function
        return function

    return keep


def ask(name: str, place: Place) -> list[Gap]:
    return list(_GATES[name](place))


def _office() -> str:
    return _("整改办")


@gate("charged")
def _charged(place: Place) -> Iterator[Gap]:
    """Everybody whom the rule profile wants named is named, or "none" is said with a reason."""
    wanted = place.rule("plan_required_roles").value
    yield from missing_roles(place, wanted)


def missing_roles(place: Place, wanted: list[str]) -> Iterator[Gap]:
    for role in wanted:
        if role not in place.roles and role not in place.waived:
            label = ChargeRole(role).label
            sentence = _("没有明确%(role)s。确实没有的，请写明“无”及理由。") % {"role": label}
            yield Gap(f"charge.{role}", sentence, _office())
