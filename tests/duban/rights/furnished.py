"""The house with something in every room: one row of whatever an address can name."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.utils import timezone

from duban.accounts.actions import naming
from duban.accounts.models import Deputy, Leave, Membership, NamedPerson, Person
from duban.files.attaching import attach
from duban.intake.actions import receiving, settling
from duban.intake.actions.receiving import Incoming
from duban.intake.models import IntakeSet
from duban.journal import heads
from duban.ledger.models import (
    AgendaItem,
    BulkRun,
    Export,
    Finding,
    ImportDraft,
    Meeting,
    Remark,
    Request,
    SavedView,
)
from duban.ledger.plans import PLAN_VERBS
from duban.ledger.plans import take as take_on_plan
from duban.organizations.models import Body, GroupMember, Region, TeamArea
from duban.rulebook.models import Profile
from duban.rulebook.seeding import seed
from tests.duban.intake import plans
from tests.duban.ledger.planning import get
from tests.duban.rights.people import UNITS
from tests.duban.rights.scene import Scene


def furnish(scene: Scene) -> dict[str, Any]:
    """What is there, by the names that the table of rooms uses."""
    seed()
    number = scene.numbers["in_progress", ""]
    rooms = {**_directory(), **_people(scene), **_ledger(scene, number), **_documents(scene)}
    return {**rooms, "number": number, "letter": _request(scene, number)}


def _request(scene: Scene, number: str) -> int:
    """One that was decided long ago, with a paper of each side."""
    paper = attach(scene.house.cast.luming, "请示.txt", 6, ["请示".encode()])
    now, cast = timezone.now(), scene.house.cast
    decided = {"state": "refused", "decided_by": cast.head, "decided_at": now, "decision_document": paper}
    asked = {"kind": "goal", "reason": "需要。", "asked_by": cast.luming, "asked_at": now, "document": paper}
    facts = {"proposal": {"goal": "消除。"}, "original": {"goal": ""}}
    return Request.objects.create(finding=get(number), **asked, **decided, **facts).pk


def _directory() -> dict[str, Any]:
    member, area = GroupMember.objects.first(), TeamArea.objects.first()
    assert member is not None
    assert area is not None
    return {
        "body": Body.objects.get(name=UNITS["supporting"]).pk,
        "group": member.group_id,
        "member": member.pk,
        "team": area.team_id,
        "area": area.pk,
        "region": Region.objects.get(code="990121").pk,
        "profile": Profile.objects.order_by("pk")[0].pk,
        "year": 2026,
        "day": heads.make_heads(timezone.localdate() + datetime.timedelta(days=1))[-1].day,
    }


def _people(scene: Scene) -> dict[str, Any]:
    naming.ask([("林越", "副市长")])
    holder = Person.objects.get(username="office_head-deputy-of")
    return {
        "name": NamedPerson.objects.get().pk,
        "deputy": Deputy.objects.filter(person=holder).values_list("pk", flat=True)[0],
        "leave": Leave.objects.values_list("pk", flat=True)[0],
        "away": Leave.objects.values_list("person", flat=True)[0],
        "person": holder.pk,
        "membership": Membership.objects.get(person=holder).pk,
    }


def _ledger(scene: Scene, number: str) -> dict[str, Any]:
    clerk, finding = scene.house.cast.clerk, get(number)
    meeting = Meeting.objects.create(
        kind="office", name="专题会议", held_on=scene.today, by=clerk, at=timezone.now()
    )
    AgendaItem.objects.create(meeting=meeting, ordinal=1, title="会商").findings.add(finding)
    said = PLAN_VERBS["begin_special_plan"].inputs(title="沿河排口整治", findings=(number,))
    special = take_on_plan("begin_special_plan", finding.inspection_id, said, clerk)
    return {
        "inspection": finding.inspection_id,
        "meeting": meeting.pk,
        "special": special.pk,
        "remark": Remark.objects.create(finding=finding, label="举报人", text="某某", ordinal=9).pk,
        "view": SavedView.objects.create(name="我的", owner=clerk, query="", created_at=timezone.now()).pk,
        "export": Export.objects.create(
            by=clerk, kind="all", expected=1, asked_at=timezone.now(), state="failed", sentence="没有做成。"
        ).uuid,
        "run": BulkRun.objects.create(token=uuid.uuid4(), verb="assign", by=clerk, at=timezone.now()).token,
        "draft": _draft(scene),
    }


def _draft(scene: Scene) -> int:
    from duban.ledger.importing.template import template

    return ImportDraft.objects.create(
        name="台账.xlsx", sha256="1" * 64, data=template(), by=scene.house.cast.clerk, at=timezone.now()
    ).pk


def _documents(scene: Scene) -> dict[str, Any]:
    arrived = [Incoming("方案.txt", 6, ["方案。".encode()])]
    made = receiving.receive(scene.house.cast.clerk, arrived).intake_set
    assert made is not None
    file = made.files.get()
    settling.settle(file.pk, plans.answer())
    made = IntakeSet.objects.get(pk=made.pk)
    item = made.items.first()
    assert item is not None
    return {
        "set": made.uuid,
        "file": file.pk,
        "item": item.pk,
        "set_document": item.document.uuid,
        "document": item.document.uuid,
    }


def put_everything_at(stage: str) -> None:
    Finding.objects.update(stage=stage)
