"""Who is charged with a finding, set as a whole for one role: who is new gets a row, who is gone keeps hers with its
last day, who stays keeps hers as it was."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.actions.naming import ask
from duban.accounts.naming import people_for
from duban.journal.wording import kept
from duban.ledger.errors import Refused
from duban.ledger.models import OF_PEOPLE, Charge, ChargeRole, Measure
from duban.ledger.stepping import Act
from duban.organizations.actions import ensure_bodies

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Who may not be the main responsible unit herself: nobody watches over or accepts her own work.
APART = frozenset({ChargeRole.SUPERVISING, ChargeRole.ACCEPTING})

_NEW_NAME = gettext_lazy("“%s”不在组织名录中，已列入待核对的名称。")
_WHOSE_NAME = gettext_lazy("“%s”是哪个账号还不能确定，已列入待核对的姓名。")
_TWICE = gettext_lazy("“%s”既是牵头单位又是配合单位，请核对。")


@dataclass(slots=True)
class Change:
    """What setting a role did."""

    holders: list[str]
    added: list[str]
    ended: list[str]
    warnings: list[str] = field(default_factory=list)


def set_role(act: Act, role: str, names: Sequence[str], measure: Measure | None = None) -> Change:
    """From today these hold the role, and nobody else; no names: nobody holds it."""
    wanted = list(dict.fromkeys(line.strip() for line in names if line.strip()))
    _well_formed(role, wanted)
    standing = [row for row in act.charges if row.role == role and row.measure_id == (measure and measure.pk)]
    rows, warnings = (_people if role in OF_PEOPLE else _units)(act, role, wanted)
    stays = {_key(row): row for row in standing if row.via_id is None}
    new = [row for row in rows if _key(row) not in stays]
    gone = _gone(standing, {_key(row) for row in rows})
    _end(act, gone)
    _begin(act, new, measure)
    act.charges = [row for row in act.charges if row not in gone] + new
    _demand_apart(act)
    return Change(
        holders=[row.printed for row in rows],
        added=[row.printed for row in new],
        ended=[row.printed for row in gone],
        warnings=warnings + _twice(act),
    )


def _well_formed(role: str, wanted: list[str]) -> None:
    if role not in ChargeRole.values:
        raise Refused(_("没有“%s”这种责任，没有任何改动。") % role)
    if role == ChargeRole.PERSON and len(wanted) > 1:
        raise Refused(_("一个问题只有一名责任人，没有任何改动。请只填写一人，其他人员可列为盯办人员。"))
    if any(len(line) > 120 for line in wanted):
        raise Refused(_("名称不超过120字，每行一个。没有任何改动。"))


def _key(row: Charge) -> tuple[str, str]:
    return (row.person_name, row.post) if row.role in OF_PEOPLE else (row.printed, "")


def _gone(standing: list[Charge], wanted: set[tuple[str, str]]) -> list[Charge]:
    """Who holds the role no more; with a group goes whoever was charged as its member."""
    gone = [row for row in standing if row.via_id is None and _key(row) not in wanted]
    groups = {row.pk for row in gone}
    return gone + [row for row in standing if row.via_id in groups]


def _end(act: Act, gone: list[Charge]) -> None:
    for row in gone:
        row.until = act.today
    Charge.objects.bulk_update(gone, ["until"])


def _begin(act: Act, new: list[Charge], measure: Measure | None) -> None:
    place = max((row.ordinal for row in act.finding.charges.all()), default=-1) + 1
    for at, row in enumerate(new):
        row.finding, row.measure, row.ordinal, row.since = act.finding, measure, place + at, act.today
    Charge.objects.bulk_create(new)


def _units(act: Act, role: str, wanted: list[str]) -> tuple[list[Charge], list[str]]:
    """A name that fits no unit is put on the list of names to be asked, once, and charged as it stands."""
    bodies, made = ensure_bodies(wanted, act.actor)
    rows = [Charge(role=role, printed=name, body=bodies.get(name)) for name in wanted]
    return rows, [_kept(_NEW_NAME, name) for name in made]


def _people(act: Act, role: str, wanted: list[str]) -> tuple[list[Charge], list[str]]:
    """People with their posts; an account is tied where it is certain whose name it is, else it is asked once."""
    said = [name_and_post(line) for line in wanted]
    found = people_for(said, act.today, leader=role == ChargeRole.LEADER)
    rows = [
        Charge(role=role, printed=name, person_name=name, post=post, person=found[name, post].person)
        for name, post in said
    ]
    open_ones = [key for key in said if not found[key].certain and found[key].candidates]
    ask(open_ones)
    return rows, [_kept(_WHOSE_NAME, name) for name, _post in open_ones]


def name_and_post(line: str) -> tuple[str, str]:
    """陆明 副局长 · 陆明，副局长 · 陆　明 副局长 (names of two characters are printed apart)."""
    parts = re.split(r"[\s，,]+", line.strip())
    if len(parts) > 1 and len(parts[0]) == len(parts[1]) == 1:
        parts[:2] = ["".join(parts[:2])]
    return parts[0], " ".join(parts[1:])


def _demand_apart(act: Act) -> None:
    """Whoever carries out the work does not supervise or accept it."""
    for role in APART:
        for row in act.charges:
            if row.role == role and row.body_id and (row.body_id, row.measure_id) in _main(act):
                raise Refused(
                    _("“%(unit)s”是主体责任单位，不能同时列为%(role)s。没有任何改动，请另行明确。")
                    % {"unit": row.printed, "role": ChargeRole(role).label}
                )


def _main(act: Act) -> set[tuple[int | None, int | None]]:
    return {(row.body_id, row.measure_id) for row in act.charges if row.role == ChargeRole.MAIN}


def _twice(act: Act) -> list[str]:
    """Some plans name a unit as lead and as supporting unit of one task: told, not refused."""
    units = {
        role: {row.body_id: row.printed for row in act.charges if row.role == role and row.body_id}
        for role in (ChargeRole.LEAD, ChargeRole.SUPPORTING)
    }
    both = units[ChargeRole.LEAD].keys() & units[ChargeRole.SUPPORTING].keys()
    return [_kept(_TWICE, units[ChargeRole.LEAD][pk]) for pk in sorted(both)]


def _kept(told: StrOrPromise, name: str) -> str:
    """A sentence with a name, in the language of the record."""
    return kept(told) % name
