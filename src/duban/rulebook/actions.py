"""Setting rules: a value is added with its reason and its source, and nothing that was said before is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.journal.actions import Line, record_all
from duban.journal.wording import kept
from duban.organizations.models import Region
from duban.rulebook import queries
from duban.rulebook.access import Changer, demand
from duban.rulebook.catalogue import find
from duban.rulebook.definitions import Rule, Source
from duban.rulebook.errors import RuleRefused
from duban.rulebook.kinds import Kind, check
from duban.rulebook.models import Confidence, Level, Profile, RuleValue

_ABOVE = {Level.PROVINCE: Level.NATION, Level.CITY: Level.PROVINCE}


@dataclass(frozen=True, slots=True)
class NewValue:
    """What a profile is to say of a rule from a day on."""

    value: Any
    valid_from: date
    valid_to: date | None = None
    source: Source = field(default_factory=Source)
    note: str = ""


@transaction.atomic
def set_value(
    profile: Profile, key: str, new: NewValue, actor: Changer | None, reason: str, *, seen: int | None = None
) -> RuleValue:
    """Say a value. ``seen`` is the row whose value the person had before her eyes, if she is to be told of another's."""
    rule = find(key)
    _may_change(actor, rule, reason)
    _check(rule, new)
    before = _locked_ruling(profile, key, new.valid_from, seen)
    row = RuleValue.objects.create(
        profile=profile,
        key=key,
        value=new.value,
        valid_from=new.valid_from,
        valid_to=new.valid_to,
        document=new.source.document,
        article=new.source.article,
        confidence=new.source.confidence,
        note=new.note,
        reason=reason.strip(),
        **_who(actor),
    )
    facts = {
        "before": kept(lambda: rule.shown(before.value)),
        "after": kept(lambda: rule.shown(row.value)),
        "value": row.value,
    }
    _record(profile, rule, "rule.set", row, facts, actor)
    return row


@transaction.atomic
def inherit(
    profile: Profile,
    key: str,
    valid_from: date,
    actor: Changer | None,
    reason: str,
    *,
    seen: int | None = None,
) -> RuleValue:
    """From that day on the profile says nothing itself and follows its parent again."""
    rule = find(key)
    _may_change(actor, rule, reason)
    if profile.parent_id is None:
        raise RuleRefused(_("“%s”没有上级可以沿用；请直接填写新的值。") % profile)
    before = _locked_ruling(profile, key, valid_from, seen)
    if before.profile != profile:
        raise RuleRefused(_("“%s”本来就沿用上级的值，无需更改。") % rule.name)
    row = RuleValue.objects.create(
        profile=profile, key=key, inherits=True, valid_from=valid_from, reason=reason.strip(), **_who(actor)
    )
    after = queries.rule(key, profile, on=valid_from)
    facts = {
        "before": kept(lambda: rule.shown(before.value)),
        "after": kept(lambda: rule.shown(after.value)),
        "value": None,
    }
    _record(profile, rule, "rule.inherited", row, facts, actor)
    return row


@transaction.atomic
def add_profile(
    name: str, level: Level, parent: Profile, actor: Changer | None, region: Region | None = None
) -> Profile:
    """A province under the nation, a city under a province (or under the nation, until its province is there)."""
    demand(actor, "rulebook.change_business")
    name = name.strip()
    if not name:
        raise RuleRefused(_("请填写规则方案的名称，例如“澜州市”。"))
    if parent.level not in {_ABOVE.get(level), Level.NATION} or level == Level.NATION:
        raise RuleRefused(_("市级的上级只能是省级或国家，省级的上级只能是国家；请重新选择。"))
    _refuse_second(name, region)
    profile = Profile.objects.create(name=name, level=level, parent=parent, region=region)
    facts = {"name": name, "level": level.value, "parent": parent.name}
    record_all([Line(("rule_profile", str(profile.pk)), "rule_profile.added", facts)], actor)
    return profile


def _refuse_second(name: str, region: Region | None) -> None:
    if Profile.objects.filter(name=name).exists():
        raise RuleRefused(_("已经有名为“%s”的规则方案，没有重复建立。") % name)
    if region is not None and Profile.objects.filter(region=region).exists():
        raise RuleRefused(_("“%s”已经有规则方案，没有重复建立。") % region)


def _may_change(actor: Changer | None, rule: Rule, reason: str) -> None:
    demand(actor, rule.permission)
    if not reason.strip():
        raise RuleRefused(_("更改规则须写明理由，尚未保存。"))


def _check(rule: Rule, new: NewValue) -> None:
    check(rule.kind, new.value, rule.choices)
    whole = rule.kind not in {Kind.RATIO, Kind.BOOL, Kind.TEXT, Kind.LIST, Kind.CHOICE}
    if whole and not rule.minimum <= new.value <= rule.maximum:
        limits = {"low": rule.minimum, "high": rule.maximum, "name": rule.name}
        raise RuleRefused(_("“%(name)s”只能在 %(low)s 至 %(high)s 之间，尚未保存。") % limits)
    if new.valid_to is not None and new.valid_to < new.valid_from:
        raise RuleRefused(_("失效日期早于生效日期，请更正后再保存。"))
    if new.source.confidence not in Confidence.values:
        raise RuleRefused(_("请选择依据的核实情况。"))


def _locked_ruling(profile: Profile, key: str, on: date, seen: int | None) -> queries.Ruling:
    """What holds now, with the profile locked, so that of two who change it one is told."""
    Profile.objects.select_for_update().get(pk=profile.pk)
    latest = RuleValue.objects.filter(profile=profile, key=key).order_by("-pk").first()
    if seen is not None and latest is not None and latest.pk > seen:
        who = {"who": latest.set_by_name or _("系统"), "at": timezone.localtime(latest.set_at)}
        raise RuleRefused(
            _("%(who)s已于%(at)s更改了这条规则，您的更改没有保存；请核对新值后再决定。")
            % {**who, "at": f"{who['at']:%Y-%m-%d %H:%M}"}
        )
    return queries.rule(key, profile, on=on)


def _who(actor: Changer | None) -> dict[str, Any]:
    return {
        "set_by": actor.pk if actor else None,
        "set_by_name": actor.display_name if actor else "",
        "set_at": timezone.now(),
    }


def _record(
    profile: Profile, rule: Rule, verb: str, row: RuleValue, more: dict[str, Any], actor: Changer | None
) -> None:
    facts = {
        "profile": profile.name,
        "key": rule.key,
        "name": kept(rule.name),
        "row": row.pk,
        "valid_from": row.valid_from.isoformat(),
        "reason": row.reason,
        **more,
    }
    record_all([Line(("rule_profile", str(profile.pk)), verb, facts)], actor)
