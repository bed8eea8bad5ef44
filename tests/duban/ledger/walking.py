"""Ways to take a problem to a place on the line, through the verbs that a person would take."""

from __future__ import annotations

import datetime

from django.utils import timezone

from duban.accounts.models import Person
from duban.journal import queries as journal
from duban.journal.sentences import tell
from duban.ledger.models import (
    AgendaItem,
    Charge,
    Finding,
    Meeting,
    PlanApproval,
    PlanPublication,
    PlanVersion,
    Step,
)
from duban.ledger.verbs import VERBS, take
from duban.organizations.models import Body
from duban.rulebook.models import Profile, RuleValue
from tests.duban.conftest import Cast


def do(verb: str, number: str, actor: Person, **said: object) -> Step:
    """Take a verb as a page would, with plain inputs."""
    return take(verb, number, VERBS[verb].inputs(**said), actor)


def finding(number: str) -> Finding:
    return Finding.objects.get(number=number)


def let_pass(cast: Cast, *, approved: bool = True) -> None:
    """A meeting decided on every plan, the province approved it, and it is public."""
    now = timezone.now()
    today = timezone.localdate(now)
    meeting = Meeting.objects.create(
        kind="executive", name="市政府常务会议", held_on=today, by=cast.clerk, at=now
    )
    for at, version in enumerate(PlanVersion.objects.order_by("pk"), start=1):
        AgendaItem.objects.create(
            meeting=meeting, ordinal=at, title="审议整改方案", decision="原则同意。", approves=version
        )
        PlanPublication.objects.create(
            version=version, channel="市政府网站", published_on=today, by=cast.clerk, at=now
        )
        if approved:
            approve(version, cast)


def approve(version: PlanVersion, cast: Cast) -> PlanApproval:
    province, _made = Body.objects.get_or_create(name="岚江省生态环境保护督察工作领导小组办公室")
    return PlanApproval.objects.create(
        version=version,
        body=province,
        letter_no="岚环督函〔2026〕3号",
        approved_on=datetime.date(2026, 1, 14),
        by=cast.clerk,
        at=timezone.now(),
    )


def charge_all(number: str) -> None:
    """Everybody whom the rules want named."""
    row = finding(number)
    today = timezone.localdate()
    there = set(row.charges.filter(until__isnull=True).values_list("role", flat=True))
    names = {"lead": "市水务局", "accepting": "市住房和城乡建设局", "person": "陆明"}
    for at, (role, name) in enumerate(names.items(), start=50):
        if role not in there:
            is_person = role == "person"
            body = None if is_person else Body.objects.get_or_create(name=name)[0]
            Charge.objects.create(
                finding=row,
                role=role,
                printed=name,
                person_name=name if is_person else "",
                post="县水利局局长" if is_person else "",
                body=body,
                ordinal=at,
                since=today,
            )


def rule_says(key: str, value: object) -> None:
    """The city has a rule of its own."""
    profile, _made = Profile.objects.get_or_create(name="澜州市规则", level="city")
    RuleValue.objects.create(
        profile=profile, key=key, value=value, valid_from=datetime.date(2020, 1, 1), set_at=timezone.now()
    )


def told(number: str) -> list[str]:
    """The record of a finding, as sentences."""
    return [tell(entry) for entry in journal.stream("finding", finding(number).pk)]


def to_draft(number: str, cast: Cast) -> str:
    charge_all(number)
    do("assign", number, cast.clerk)
    return number


def to_filed(number: str, cast: Cast, *, approved: bool = True) -> str:
    to_draft(number, cast)
    let_pass(cast, approved=approved)
    do("submit_plan", number, cast.luming)
    do("file_plan", number, cast.clerk)
    return number


def to_work(number: str, cast: Cast, *, approved: bool = True) -> str:
    to_filed(number, cast, approved=approved)
    do("start_work", number, cast.clerk)
    return number
