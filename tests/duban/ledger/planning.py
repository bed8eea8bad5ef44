"""A problem on its way from registration to work, in as few words as a test can say it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

from django.utils import timezone

from duban.accounts.models import Person
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.inputs import ChargeInput
from duban.ledger.models import (
    AgendaItem,
    Finding,
    Meeting,
    PlanApproval,
    PlanPublication,
    PlanVersion,
    Step,
)
from duban.ledger.verbs import VERBS, take
from duban.organizations.models import Body
from tests.duban.conftest import Cast

#: Everybody whom the rules want named, except the one responsible person.
CHARGES = (
    ChargeInput("lead", "市水务局"),
    ChargeInput("main", "鹿鸣县"),
    ChargeInput("supervising", "市生态环境局"),
    ChargeInput("accepting", "市督察整改验收组"),
    ChargeInput("leader", "程砚秋", post="副市长"),
)
TODAY = timezone.localdate


def known(*names: str) -> None:
    """These units stand in the directory."""
    Body.objects.bulk_create([Body(name=name) for name in names])


def act(verb: str, number: str, actor: Person, **said: Any) -> Step:
    """Take a verb with what its form would say."""
    return take(verb, number, VERBS[verb].inputs(**said), actor)


def get(number: str) -> Finding:
    return Finding.objects.get(number=number)


def told(number: str) -> list[str]:
    return [tell(entry) for entry in journal.stream("finding", get(number).pk)]


def decide(cast: Cast, version: PlanVersion | None = None) -> AgendaItem:
    meeting = Meeting.objects.create(
        kind="executive", name="市政府常务会议", held_on=TODAY(), by=cast.clerk, at=timezone.now()
    )
    return AgendaItem.objects.create(
        meeting=meeting,
        ordinal=1,
        title="审议整改方案",
        decision="原则通过。",
        approves=version or PlanVersion.objects.latest("pk"),
    )


def approve(cast: Cast, day: datetime.date | None = None) -> PlanApproval:
    return PlanApproval.objects.create(
        version=PlanVersion.objects.latest("pk"),
        body=Body.objects.get_or_create(name="省整改办")[0],
        letter_no="整改〔2026〕7号",
        approved_on=day or TODAY(),
        by=cast.clerk,
        at=timezone.now(),
    )


def publish(cast: Cast) -> PlanPublication:
    return PlanPublication.objects.create(
        version=PlanVersion.objects.latest("pk"),
        channel="市政府网站",
        published_on=TODAY(),
        by=cast.clerk,
        at=timezone.now(),
    )


class Road:
    """Takes a finding to a station of the road, by the verbs themselves."""

    def __init__(self, number: str, cast: Cast) -> None:
        self.number, self.cast = number, cast

    def assigned(self) -> Road:
        act("charge", self.number, self.cast.clerk, role="person", names=("陆明 局长",))
        act("assign", self.number, self.cast.clerk)
        return self

    def submitted(self) -> Road:
        self.assigned()
        act("submit_plan", self.number, self.cast.clerk)
        return self

    def ready(self) -> Road:
        """Submitted, decided on by a meeting and approved from above."""
        self.submitted()
        decide(self.cast)
        approve(self.cast)
        return self

    def filed(self) -> Road:
        self.ready()
        act("file_plan", self.number, self.cast.clerk)
        return self

    def working(self) -> Road:
        self.filed()
        publish(self.cast)
        act("start_work", self.number, self.cast.clerk)
        return self


def without(role: str) -> tuple[ChargeInput, ...]:
    return tuple(charge for charge in CHARGES if charge.role != role)


def named(role: str, name: str) -> tuple[ChargeInput, ...]:
    """The usual charges, with another holder of one role."""
    return tuple(replace(each, name=name) if each.role == role else each for each in CHARGES)
