"""The rulebook and the working-day calendar."""

from __future__ import annotations

from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Path, Query, Router, Schema
from pydantic import Field

from duban.api.fields import Asked, Day, Id, Reason
from duban.api.lookups import chosen, demand_power, region_of
from duban.api.paging import Asking, by, page, told
from duban.api.routes.common import changes, reads
from duban.api.shapes import rules as shapes
from duban.api.shapes.journal import Entries, entry
from duban.journal import queries as journal
from duban.rulebook import actions, queries
from duban.rulebook.access import changer
from duban.rulebook.calendar_actions import NewDay, clear_day, publish_year, set_day
from duban.rulebook.catalogue import CATALOGUE
from duban.rulebook.definitions import Rule, Source
from duban.rulebook.models import Confidence, DayKind, Level, Profile, RuleValue
from duban.rulebook.year import year_view

router = Router()
_VIEW, _CALENDAR, _BUSINESS = "rulebook.view", "rulebook.change_calendar", "rulebook.change_business"
Year = Annotated[int, Field(ge=2000, le=2199)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]


def _profile(request: HttpRequest, id: int) -> Profile:
    demand_power(request, _VIEW)
    return get_object_or_404(Profile, pk=id)


def _rule(key: str) -> Rule:
    if key not in CATALOGUE:
        raise Http404
    return CATALOGUE[key]


@reads(router, "/rules", list[shapes.ProfileRow], "规则方案")
def list_profiles(request: HttpRequest) -> Any:
    demand_power(request, _VIEW)
    rows = Profile.objects.select_related("parent", "region").order_by("pk")
    return [shapes.profile(row) for row in rows]


class NewProfile(Asked):
    name: str = Field(min_length=1, max_length=60)
    level: Level
    parent: Id
    region: Id | None = None


@changes(router, "/rules", shapes.ProfileRow, "建立规则方案")
def add_profile(request: HttpRequest, said: NewProfile) -> Any:
    demand_power(request, _BUSINESS)
    parent = chosen(Profile.objects.exclude(level=Level.CITY), said.parent, "parent")
    region = region_of(said.region) if said.region else None
    return shapes.profile(actions.add_profile(said.name, said.level, parent, changer(request), region))


class OnDay(Schema):
    on: Day | None = Field(None, description="哪一天有效的值，不填为今天")


@reads(router, "/rules/{int:id}", list[shapes.RulingRow], "一个方案的全部规则")
def list_rules(request: HttpRequest, id: Path[Id], asked: Query[OnDay]) -> Any:
    profile, on = _profile(request, id), asked.on or timezone.localdate()
    rulings = queries.everything(profile, on=on)
    return [shapes.ruling(each) for each in rulings.values()]


@reads(router, "/rules/{int:id}/{key}", shapes.RulingRow, "一条规则")
def read_rule(request: HttpRequest, id: Path[Id], key: Path[Key], asked: Query[OnDay]) -> Any:
    profile, rule = _profile(request, id), _rule(key)
    return shapes.ruling(queries.rule(rule.key, profile, on=asked.on or timezone.localdate()))


@reads(router, "/rules/{int:id}/{key}/history", shapes.Values, "一条规则历来的值")
def rule_history(request: HttpRequest, id: Path[Id], key: Path[Key], asking: Query[Asking]) -> Any:
    """本方案和它所沿用的上级方案说过的全部值，新的在前。"""
    profile, rule = _profile(request, id), _rule(key)
    rows = queries.history(rule.key, queries.lineage(profile))
    return told(page(request, rows, (by("id", descending=True),), asking), shapes.value)


class NewRuleValue(Asked):
    value: bool | int | float | str | list[str] = Field(description="按规则的类型填写")
    valid_from: Day
    valid_to: Day | None = None
    document: str = Field("", max_length=200)
    article: str = Field("", max_length=60)
    confidence: Confidence = Confidence.UNVERIFIED
    note: str = Field("", max_length=500)
    reason: Reason
    seen: int | None = Field(None, ge=0, le=2**63 - 1, description="读到的值的 row；他人其间改过则不保存")


class Inheriting(Asked):
    valid_from: Day
    reason: Reason
    seen: int | None = Field(None, ge=0, le=2**63 - 1)


def _changeable(request: HttpRequest, id: int, key: str) -> tuple[Profile, Rule]:
    profile, rule = _profile(request, id), _rule(key)
    if not request.user.has_perm(rule.permission):
        raise PermissionDenied
    return profile, rule


@changes(router, "/rules/{int:id}/{key}/set", shapes.ValueRow, "更改规则")
def set_rule(request: HttpRequest, id: Path[Id], key: Path[Key], said: NewRuleValue) -> Any:
    profile, rule = _changeable(request, id, key)
    source = Source(said.document, said.article, said.confidence.value)
    new = actions.NewValue(said.value, said.valid_from, said.valid_to, source, said.note)
    row = actions.set_value(profile, rule.key, new, changer(request), said.reason, seen=said.seen)
    return shapes.value(_kept(row))


@changes(router, "/rules/{int:id}/{key}/inherit", shapes.ValueRow, "改为沿用上级规则")
def inherit_rule(request: HttpRequest, id: Path[Id], key: Path[Key], said: Inheriting) -> Any:
    profile, rule = _changeable(request, id, key)
    row = actions.inherit(profile, rule.key, said.valid_from, changer(request), said.reason, seen=said.seen)
    return shapes.value(_kept(row))


def _kept(row: RuleValue) -> RuleValue:
    return RuleValue.objects.select_related("profile").get(pk=row.pk)


@reads(router, "/calendar/{int:year}", shapes.YearShape, "一年的工作日历")
def read_year(request: HttpRequest, year: Path[Year]) -> Any:
    """days 只列与星期不同的日子；is_published 为否时，按星期计算，须待国务院公布。"""
    demand_power(request, _VIEW)
    return shapes.year(year_view(year))


@reads(router, "/calendar/{int:year}/journal", Entries, "一年日历的记录")
def calendar_journal(request: HttpRequest, year: Path[Year], asking: Query[Asking]) -> Any:
    demand_power(request, _VIEW)
    rows = journal.stream("calendar", year).select_related("stream")
    return told(page(request, rows, (by("sequence", descending=True),), asking), entry)


class DaySaid(Asked):
    date: Day
    kind: DayKind | None = Field(None, description="不填则恢复按星期计算")
    name: str = Field("", max_length=30)
    notice: str = Field("", max_length=200)
    reason: Reason


class PublishedDay(Asked):
    date: Day
    kind: DayKind
    name: str = Field(min_length=1, max_length=30)


class YearSaid(Asked):
    notice: str = Field(min_length=1, max_length=200)
    days: list[PublishedDay] = Field(max_length=366)
    reason: Reason


@changes(router, "/calendar/day", shapes.YearShape, "更改一天的安排")
def change_day(request: HttpRequest, said: DaySaid) -> Any:
    demand_power(request, _CALENDAR)
    actor = changer(request)
    if said.kind:
        set_day(NewDay(said.date, said.kind, said.name), said.notice, actor, said.reason)
    else:
        clear_day(said.date, actor, said.reason)
    return shapes.year(year_view(said.date.year))


@changes(router, "/calendar/{int:year}/publish", shapes.YearShape, "载入全年日历")
def publish_calendar(request: HttpRequest, year: Path[Year], said: YearSaid) -> Any:
    """days 为全年与星期不同的日子，原有的安排以此为准。"""
    demand_power(request, _CALENDAR)
    days = list({day.date: NewDay(day.date, day.kind, day.name) for day in said.days}.values())
    publish_year(year, said.notice, days, changer(request), said.reason)
    return shapes.year(year_view(year))
