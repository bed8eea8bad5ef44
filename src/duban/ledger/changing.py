"""What an approved change does to a finding: new rows beside the old ones, and the plan frozen anew.

:func:`carry_out` gives back which rows it made and struck out, so that :func:`put_back` can undo exactly that."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from duban.ledger import freezing, sites, terms
from duban.ledger.drafting import flat, open_draft, set_measures
from duban.ledger.models import (
    Deadline,
    DeadlineKind,
    DeadlineSource,
    Plan,
    PlanKind,
    PlanVersion,
    Provenance,
    Request,
    RequestKind,
    VersionReason,
)
from duban.ledger.stepping import Act
from duban.ledger.versions import governing
from duban.ledger.words import words_of

Facts = dict[str, Any]


def carry_out(act: Act, request: Request) -> Facts:
    """The change itself, and the next frozen version of the plan."""
    doing = {
        RequestKind.DEADLINE: _extend,
        RequestKind.MEASURES: _replace_measures,
        RequestKind.GOAL: _reset_goal,
        RequestKind.SITES: _replace_sites,
    }
    made = doing[RequestKind(request.kind)](act, request)
    act.finding.search_text = words_of(act.finding)
    filed = freezing.file(act, request).row
    return {**made, "version": filed.number, "receipt": filed.receipt_no}


def _extend(act: Act, request: Request) -> Facts:
    """Another row after the original. A date that has passed already is accepted, and marked for ever."""
    date = datetime.date.fromisoformat(request.proposal["date"])
    row = Deadline.objects.create(
        finding=act.finding,
        kind=act.finding.deadline_kind or DeadlineKind.FIXED,
        date=date,
        raw=request.proposal["words"],
        source=DeadlineSource.EXTENSION,
        approver=act.actor,
        request=request,
        before_approval=date < act.today,
        created_at=act.now,
    )
    act.finding.due_on, act.finding.deadline_kind = row.date, row.kind
    return {"deadline": row.pk, "before_approval": row.before_approval}


def _replace_measures(act: Act, request: Request) -> Facts:
    """Measures of the same words are the same measure; others are struck out or added, as a draft does it. The dated
    steps of a measure go with it."""
    before = {row.pk for row in act.finding.measures.filter(superseded_by__isnull=True)}
    places = _last_place(act)
    draft = replace(open_draft(act), version=_version(act))
    set_measures(draft, request.proposal["measures"])
    after = {row.pk for row in draft.standing(act.finding.measures)}
    steps = _strike(act, request, before - after)
    facts = {"added": sorted(after - before), "struck": sorted(before - after)}
    return {**facts, "milestones": steps, "places": places}


def _last_place(act: Act) -> int:
    """The places in documents that are known so far end here."""
    return act.finding.provenance.order_by("pk").values_list("pk", flat=True).last() or 0


def _strike(act: Act, request: Request, measures: set[int]) -> list[int]:
    marks = {"superseded_by": _version(act), "struck_by": request}
    act.finding.measures.filter(pk__in=measures).update(**marks)
    steps = act.finding.milestones.filter(measure__in=measures, superseded_by__isnull=True)
    pks = list(steps.values_list("pk", flat=True))
    act.finding.milestones.filter(pk__in=pks).update(**marks)
    return pks


def _version(act: Act) -> PlanVersion:
    """The version of the plan in which they stood last; a finding outside of all plans gets a plan of its own."""
    found = governing(act.finding)
    if found:
        return found[0]
    title = f"{act.finding.number} {act.finding.problem}"[:300]
    plan = Plan.objects.create(inspection=act.finding.inspection, kind=PlanKind.UNIT, title=title)
    return PlanVersion.objects.create(
        plan=plan,
        number=1,
        reason=VersionReason.REGISTERED,
        title=title,
        created_at=act.now,
        created_by=act.actor,
    )


def _reset_goal(act: Act, request: Request) -> Facts:
    act.finding.goal = request.proposal["goal"]
    return {"goal": act.finding.goal}


def _replace_sites(act: Act, request: Request) -> Facts:
    return sites.put(act, sites.parse(request.proposal["sites"]))


def put_back(act: Act, request: Request) -> None:
    """The approval is taken back by a step: what it struck out stands again, what it added is struck out, and the
    deadline that held before is said once more."""
    facts = request.facts
    if request.kind == RequestKind.DEADLINE:
        former = act.finding.deadlines.filter(pk=request.original["deadline"]).first()
        terms.say_again(act, former, request=request)
    elif request.kind == RequestKind.GOAL:
        act.finding.goal = request.original["goal"]
    elif request.kind == RequestKind.SITES:
        sites.put_back(act, facts)
    else:
        _restore_measures(act, request, facts)
    act.finding.search_text = words_of(act.finding)


def _restore_measures(act: Act, request: Request, facts: Facts) -> None:
    again = {"superseded_by": None, "struck_by": None}
    act.finding.measures.filter(pk__in=facts["struck"]).update(**again)
    act.finding.milestones.filter(pk__in=facts["milestones"]).update(**again)
    _strike(act, request, set(facts["added"]))
    places = {flat(text): at for at, text in enumerate(request.original["measures"])}
    for row in act.finding.measures.filter(superseded_by__isnull=True):
        row.ordinal = places.get(flat(row.text), row.ordinal)
        row.save(update_fields=["ordinal"])
    _places_again(act, facts["places"], len(places))


def _places_again(act: Act, last: int, count: int) -> None:
    """Each measure has the place in the document that it had before: the newest that was known then."""
    names = [f"measures.{at}" for at in range(count)]
    known = {row.field: row for row in act.finding.provenance.filter(pk__lte=last, field__in=names)}
    for row in known.values():
        row.pk = None
        row._state.adding = True
    Provenance.objects.bulk_create(known.values())
