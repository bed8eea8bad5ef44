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
from duban.ledger.models import OF_PEOPLE, Charge, ChargeRole, Finding, Measure
from duban.ledger.naming import units_called
from duban.ledger.stepping import Act

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: Who may not be the main responsible unit herself: nobody watches over or accepts her own work.
APART = frozenset({ChargeRole.SUPERVISING, ChargeRole.ACCEPTING})

_NEW_POST = gettext_lazy("%(name)s的职务由%(before)s改为%(after)s")
_WHOSE_NAME = gettext_lazy("“%s”是哪个账号还不能确定，已列入待核对的姓名。")
_TWICE = gettext_lazy("“%s”既是牵头单位又是配合单位，请核对。")


@dataclass(slots=True)
class Change:
    """What setting a role did."""

    holders: list[str]
    added: list[str]
    ended: list[str]
    posts: list[str]
    warnings: list[str] = field(default_factory=list)


def set_role(act: Act, role: str, names: Sequence[str], measure: Measure | None = None) -> Change:
    """From today these hold the role, and nobody else; no names: nobody holds it."""
    wanted = list(dict.fromkeys(line.strip() for line in names if line.strip()))
    _well_formed(role, wanted)
    standing = [row for row in act.charges if row.role == role and row.measure_id == (measure and measure.pk)]
    stays = {_key(row): row for row in standing if row.via_id is None}
    rows, warnings = (_people if role in OF_PEOPLE else _units)(act, role, wanted, {key[0] for key in stays})
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
        posts=_new_posts(new, gone),
        warnings=warnings + _twice(act),
    )


def _new_posts(new: list[Charge], gone: list[Charge]) -> list[str]:
    """Whose post alone is another now."""
    before = {row.printed: row.post for row in gone}
    return [
        kept(_NEW_POST) % {"name": row.printed, "before": before[row.printed], "after": row.post}
        for row in new
        if row.printed in before and before[row.printed] and row.post
    ]


def holding(act: Act, role: str, measure: Measure | None = None) -> list[Charge]:
    """Who was charged with the role, without the members who came with a group."""
    place = measure and measure.pk
    return [row for row in act.charges if row.role == role and row.measure_id == place and row.via_id is None]


def line_of(row: Charge) -> str:
    """A holder as she is written in a form."""
    return f"{row.person_name} {row.post}".strip() if row.role in OF_PEOPLE else row.printed


def held_by(finding: Finding) -> list[tuple[str, str]]:
    """Who could be struck off: each name once, with all that it is charged with."""
    return _choices(finding, [*ChargeRole.values])


def people_held_by(finding: Finding) -> list[tuple[str, str]]:
    return _choices(finding, [role for role in ChargeRole.values if role in OF_PEOPLE])


def _choices(finding: Finding, roles: Sequence[str]) -> list[tuple[str, str]]:
    found: dict[str, list[str]] = {}
    rows = finding.charges.filter(until=None, via=None, role__in=roles).exclude(printed="")
    for row in rows.order_by("ordinal", "pk"):
        found.setdefault(row.printed, []).append(str(row.get_role_display()))
    return [(name, f"{name}（{_('、').join(dict.fromkeys(held))}）") for name, held in found.items()]


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


def _units(act: Act, role: str, wanted: list[str], there: set[str]) -> tuple[list[Charge], list[str]]:
    """Units as the directory has them. A name that fits none is asked, never taken as a new unit unasked; who is
    charged under it already stays."""
    bodies = units_called((name for name in wanted if name not in there), act.actor)
    rows = [Charge(role=role, printed=name, body=bodies.get(name)) for name in wanted]
    return rows, []


def _people(act: Act, role: str, wanted: list[str], _there: set[str]) -> tuple[list[Charge], list[str]]:
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
