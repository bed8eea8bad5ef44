"""Verbs on plans, meetings, tables, views, documents, the directory, accounts and rules: every role, in full."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from duban.accounts.models import Person
from duban.intake.actions import receiving
from duban.intake.actions.receiving import Incoming
from duban.ledger import saved_views
from duban.ledger.importing import SheetRow, carry_out
from duban.ledger.importing.carrying import Table
from duban.ledger.models import (
    AgendaItem,
    AnchorEvent,
    ClassDeadline,
    PlanApproval,
    PlanPublication,
    PlanVersion,
)
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.plans import take as take_on_plan
from duban.ledger.verbs import VERBS as ON_FINDINGS
from duban.ledger.verbs.bulk import open_run
from duban.organizations.actions import BodyInput, add_bodies, changing, grouping
from duban.organizations.models import Body, BodyKind
from duban.rulebook import actions as rules
from duban.rulebook import calendar_actions
from duban.rulebook.models import Profile
from tests.duban.ledger.planning import get
from tests.duban.rights.digest import digest
from tests.duban.rights.furnished import furnish
from tests.duban.rights.people import Someone
from tests.duban.rights.scene import Scene
from tests.duban.rights.table import CLERK, HEAD, LIAISON, ROLES, SECURITY, SUPERVISING, SYSTEM, VERBS

pytestmark = pytest.mark.django_db
OFFICE = {HEAD, CLERK}
EVERYBODY = set(ROLES)
TODAY = timezone.localdate
Deed = Callable[[Person, dict[str, Any]], object]
#: Who is told that it is not hers, or that there is no such thing.
REFUSED = {"NotAllowed", "Unseen", "NotPossible", "RuleRefused"}


@dataclass(frozen=True, slots=True)
class Line:
    who: set[str]
    does: Deed


def _on_plan(verb: str, subject: str, **said: Any) -> Line:
    """Everything about plans, decisions and meetings is entered by the office (T4, T5)."""

    def does(who: Person, there: dict[str, Any]) -> object:
        given = {key: value(there) if callable(value) else value for key, value in said.items()}
        return take_on_plan(verb, there.get(subject, 0), PLAN_VERBS[verb].inputs(**given), who)

    return Line(OFFICE, does)


def _number(there: dict[str, Any]) -> tuple[str, ...]:
    return (there["number"],)


def _other(there: dict[str, Any]) -> tuple[str, ...]:
    return (there["other"],)


PLANS: dict[str, Line] = {
    "approve_plan": _on_plan("approve_plan", "version", body="省整改办", approved_on=TODAY()),
    "publish_plan": _on_plan("publish_plan", "version", channel="政务公众号", published_on=TODAY()),
    "set_class_deadline": _on_plan(
        "set_class_deadline", "inspection", kind="immediate", date=datetime.date(2099, 1, 31)
    ),
    "record_plan_event": _on_plan(
        "record_plan_event", "plan", name="约谈", happened_on=datetime.date(2026, 1, 5)
    ),
    "take_back_event": _on_plan("take_back_event", "event", reason="误登。"),
    "hold_meeting": _on_plan("hold_meeting", "", kind="office", name="调度会", held_on=TODAY()),
    "keep_minutes": _on_plan("keep_minutes", "meeting", minutes_no="纪要〔2026〕3号"),
    "put_on_agenda": _on_plan("put_on_agenda", "meeting", title="排口", findings=_number),
    "decide": _on_plan("decide", "agenda", decision="原则同意。"),
    "begin_special_plan": _on_plan("begin_special_plan", "inspection", title="扬尘整治", findings=_number),
    "cover_findings": _on_plan("cover_findings", "special", findings=_other),
    "uncover_findings": _on_plan("uncover_findings", "special", findings=_number, reason="已单列。"),
    "take_back_approval": _on_plan("take_back_approval", "approval", reason="误登。"),
    "take_back_publication": _on_plan("take_back_publication", "publication", reason="误登。"),
    "take_back_class_deadline": _on_plan("take_back_class_deadline", "class_deadline", reason="误登。"),
    "take_back_agenda": _on_plan("take_back_agenda", "agenda", reason="误登。"),
}


def _import(who: Person, _there: dict[str, Any]) -> object:
    row = SheetRow(
        2, {"problem": "表中问题。", "measures": "巡查。", "main": "鹿鸣县", "stage": "整改中"}, {}, {}
    )
    return carry_out([row], who, table=Table("台账.xlsx"), inspection="表中督察", attestation="属实。")


def _bulk(verb: str) -> Deed:
    return lambda who, there: open_run(ON_FINDINGS[verb], [there["number"]], {}, who, uuid.uuid4())


def _view(shared: bool) -> Deed:
    return lambda who, _there: saved_views.save_view(who, "逾期的", "window=late", shared=shared)


def _remove(who: Person, there: dict[str, Any]) -> object:
    return saved_views.remove_view(who, there["shared_view"])


def _receive(who: Person, _there: dict[str, Any]) -> object:
    return receiving.receive(who, [Incoming("新方案.txt", 9, ["新方案。".encode()])])


def _body(there: dict[str, Any]) -> Body:
    return Body.objects.get(pk=there["body"])


def _set(key: str, value: object) -> Deed:
    def does(who: Person, there: dict[str, Any]) -> object:
        new = rules.NewValue(value, TODAY())
        return rules.set_value(Profile.objects.get(pk=there["profile"]), key, new, who, "本市办法。")

    return does


def _day(who: Person, _there: dict[str, Any]) -> object:
    new = calendar_actions.NewDay(datetime.date(2026, 12, 25), "holiday", "调休")
    return calendar_actions.set_day(new, "通知〔2026〕1号", who, "调休。")


OTHERS: dict[str, Line] = {
    "import a table": Line(OFFICE, _import),
    "receive documents": Line(OFFICE, _receive),
    "hand out in bulk": Line(OFFICE, _bulk("assign")),
    "coordinate in bulk": Line(OFFICE | {LIAISON, SUPERVISING}, _bulk("coordinate")),
    "save her own view": Line(EVERYBODY, _view(shared=False)),
    "save a view for all": Line(OFFICE, _view(shared=True)),
    "remove a view of all": Line(OFFICE, _remove),
    # The directory is kept by the office; the system administrator sets it up with the accounts (silent).
    "rename a body": Line(
        OFFICE | {SYSTEM},
        lambda who, there: changing.rename(_body(there), "市财政金融局", TODAY(), "机构改革。", who),
    ),
    "close a body": Line(
        OFFICE | {SYSTEM}, lambda who, there: changing.close(_body(there), TODAY(), "机构改革。", who)
    ),
    "add a body": Line(
        OFFICE | {SYSTEM}, lambda who, _there: add_bodies([BodyInput("市体育局", BodyKind.DEPARTMENT)], who)
    ),
    "join a group": Line(
        OFFICE | {SYSTEM},
        lambda who, there: grouping.join_group(
            Body.objects.get(pk=there["group"]), _body(there), TODAY(), who
        ),
    ),
    # Rules of the business are the head's, rules of signing in the security administrator's (三员).
    "change a rule": Line({HEAD}, _set("near_days", 20)),
    "change a rule of signing in": Line({SECURITY}, _set("token_days", 30)),
    "change the calendar": Line({HEAD}, _day),
}


def test_the_table_speaks_of_every_verb_on_plans() -> None:
    assert set(PLANS) == set(PLAN_VERBS)


def test_verbs_in_bulk_are_offered_by_the_table() -> None:
    assert {name for name, verb in ON_FINDINGS.items() if verb.in_bulk} <= set(VERBS)


def test_exactly_these_may() -> None:
    scene = Scene()
    there = {**furnish(scene), **_more(scene)}
    people = [who for who in scene.people if who.name.endswith("-none")]
    assert len(people) == len(ROLES)
    wrong = [told for told in _tried(people, there) if told]
    assert not wrong, "\n".join(wrong)


def _more(scene: Scene) -> dict[str, Any]:
    """Something to take back, that nobody has built on."""
    clerk = scene.house.cast.clerk
    inspection = get(scene.numbers["in_progress", ""]).inspection
    version = PlanVersion.objects.filter(plan__kind="special").latest("pk")
    facts: dict[str, Any] = {"by": clerk, "at": timezone.now(), "version": version}
    approver = Body.objects.get(name="省整改办")
    said = {"by": clerk, "at": timezone.now()}
    made_of = PlanVersion.objects.earliest("pk")
    made = ClassDeadline.objects.create(
        inspection=inspection,
        kind="ongoing",
        date=datetime.date(2099, 12, 31),
        by=clerk,
        at=timezone.now(),
    )
    return {
        "version": made_of.pk,
        "plan": made_of.plan_id,
        "event": AnchorEvent.objects.create(
            plan=made_of.plan, name="停产", happened_on=scene.today, **said
        ).pk,
        "approval": PlanApproval.objects.create(body=approver, approved_on=scene.today, **facts).pk,
        "publication": PlanPublication.objects.create(channel="报纸", published_on=scene.today, **facts).pk,
        "class_deadline": made.pk,
        "agenda": AgendaItem.objects.filter(decision="").latest("pk").pk,
        "other": scene.numbers["plan_filed", ""],
        "shared_view": saved_views.save_view(clerk, "共用", "window=near", shared=True),
    }


def _tried(people: list[Someone], there: dict[str, Any]) -> Iterator[str]:
    before = digest()
    for name, line in {**PLANS, **OTHERS}.items():
        for who in people:
            ((role, _relation),) = who.counts_as
            came = _came(line, who.fresh(), there, keep=role not in line.who)
            if came != "done" if role in line.who else came not in REFUSED:
                yield f"{role}: {name}: {came}"
    after = digest()
    yield from (f"changed: {table}" for table in after if after[table] != before[table])


def _came(line: Line, who: Person, there: dict[str, Any], *, keep: bool) -> str:
    """What somebody does who may is put back; what somebody does who may not must have changed nothing."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                line.does(who, there)
        except Exception as refused:
            return f"{type(refused).__name__}" if type(refused).__name__ in REFUSED else repr(refused)
        finally:
            transaction.set_rollback(not keep)
    return "done"
