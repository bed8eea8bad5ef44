"""A body changes: its name, its facts, its end. What it was stays readable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.journal.actions import Line, record_all
from duban.journal.wording import kept
from duban.organizations.errors import Refused
from duban.organizations.models import Body, BodyKind, FormerName
from duban.organizations.policy import Keeper, demand_keeper

_FACTS = ("kind", "short_name", "region", "parent", "valid_from")


def locked(body: Body) -> Body:
    """The body as it is now, held until the verb ends."""
    return Body.objects.select_for_update().get(pk=body.pk)


def demand_reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("请写明理由，理由会记入这个单位的记录。"))
    return reason.strip()


def tell(body: Body, verb: str, actor: Keeper | None, facts: Mapping[str, Any]) -> None:
    record_all([Line(("body", str(body.pk)), verb, facts)], actor)


@transaction.atomic
def add_body(
    name: str, facts: Mapping[str, Any], former: Sequence[tuple[str, date | None]], actor: Keeper | None
) -> Body:
    """A body with all that is known of it; one that ended already may come in ended."""
    demand_keeper(actor)
    name = name.strip()
    if not name:
        raise Refused(_("请填写单位名称。"))
    if Body.objects.filter(name=name).exists():
        raise Refused(_("名录中已有“%(name)s”，没有重复登记。") % {"name": name})
    body = Body.objects.create(name=name, **facts)
    FormerName.objects.bulk_create(FormerName(body=body, name=old, until=until) for old, until in former)
    tell(body, "body.added", actor, {"name": body.name, "kind": body.kind})
    return body


@transaction.atomic
def add_former_name(body: Body, name: str, until: date | None, actor: Keeper | None) -> FormerName:
    """The body was also called this; documents of that time find it."""
    demand_keeper(actor)
    body, name = locked(body), name.strip()
    if not name or name == body.name:
        raise Refused(_("请填写与现名不同的曾用名。"))
    former, made = FormerName.objects.update_or_create(body=body, name=name, defaults={"until": until})
    tell(
        body,
        "body.former_name",
        actor,
        {"old": name, "until": until.isoformat() if until else "", "new": made},
    )
    return former


@transaction.atomic
def rename(body: Body, name: str, on: date, reason: str, actor: Keeper | None) -> Body:
    """From ``on`` the body has a new name; under the old one it is still found."""
    demand_keeper(actor)
    body, name, reason = _open(locked(body)), name.strip(), demand_reason(reason)
    if not name or name == body.name:
        raise Refused(_("请填写与现名不同的新名称。"))
    if Body.objects.filter(name=name).exists():
        raise Refused(_("名录中已有“%(name)s”。如果是同一个单位，请改用合并。") % {"name": name})
    old, body.name = body.name, name
    FormerName.objects.update_or_create(body=body, name=old, defaults={"until": on - timedelta(days=1)})
    body.former_names.filter(name=name).delete()
    body.save(update_fields=["name"])
    tell(body, "body.renamed", actor, {"old": old, "new": name, "on": on.isoformat(), "reason": reason})
    return body


@transaction.atomic
def change(body: Body, facts: Mapping[str, Any], actor: Keeper | None) -> Body:
    """Correct facts that are no history: kind, short name, region, parent, first day."""
    demand_keeper(actor)
    body = locked(body)
    changed = {
        name: (_said(name, getattr(body, name)), _said(name, value))
        for name, value in facts.items()
        if name in _FACTS and getattr(body, name) != value
    }
    if not changed:
        return body
    for name in changed:
        setattr(body, name, facts[name])
    _demand_tree(body)
    body.save(update_fields=list(changed))
    tell(body, "body.changed", actor, {"name": body.name, "changes": changed})
    return body


@transaction.atomic
def close(body: Body, on: date, reason: str, actor: Keeper | None) -> Body:
    """``on`` is the last day on which it exists."""
    demand_keeper(actor)
    body, reason = _open(locked(body)), demand_reason(reason)
    _end(body, on)
    tell(body, "body.closed", actor, {"name": body.name, "on": on.isoformat(), "reason": reason})
    return body


@transaction.atomic
def merge(body: Body, into: Body, on: date, reason: str, actor: Keeper | None) -> Body:
    """``into`` answers for everything of ``body`` from now on. Rows that name ``body`` stay as they are."""
    demand_keeper(actor)
    both = {
        row.pk: row
        for row in Body.objects.select_for_update().filter(pk__in=[body.pk, into.pk]).order_by("pk")
    }
    if len(both) < 2:
        raise Refused(_("单位不能并入它自己，请选另一个单位。"))
    body, into = _open(both[body.pk]), _open(both[into.pk])
    reason = demand_reason(reason)
    followers = [body, *body.absorbed.all()]
    Body.objects.filter(pk__in=[row.pk for row in followers]).update(successor=into)
    body.successor = into
    _end(body, on)
    facts = {"name": body.name, "into": into.name, "on": on.isoformat(), "reason": reason}
    lines = [Line(("body", str(row.pk)), "body.merged", {**facts, "name": row.name}) for row in followers]
    record_all([*lines, Line(("body", str(into.pk)), "body.absorbed", facts)], actor)
    return into


def _open(body: Body) -> Body:
    if body.valid_to is not None:
        facts = {"name": body.name, "on": body.valid_to.isoformat()}
        raise Refused(_("“%(name)s”已于%(on)s撤销或并入其他单位，不能再改动。") % facts)
    return body


def _end(body: Body, on: date) -> None:
    if body.valid_from and on < body.valid_from:
        raise Refused(_("结束日期早于这个单位的成立日期，请核对日期。"))
    body.valid_to = on
    body.save(update_fields=["valid_to"])
    body.groups.filter(until__isnull=True).update(until=on)
    body.members.filter(until__isnull=True).update(until=on)
    body.areas.filter(until__isnull=True).update(until=on)


def _demand_tree(body: Body) -> None:
    above, seen = body.parent_id, {body.pk}
    while above is not None:
        if above in seen:
            raise Refused(_("上级单位不能是它自己或它的下级，请另选。"))
        seen.add(above)
        above = Body.objects.values_list("parent_id", flat=True).get(pk=above)


def _said(name: str, value: Any) -> str:
    """A fact as the record keeps it: a kind by its word, not its code."""
    if name == "kind":
        return kept(BodyKind(value).label)
    return "" if value is None else str(value)
