"""Takes the demo city's plan along its way, by the verbs a clerk would use: decided, approved, published, filed, at work.

Findings are left at every station up to work in progress, so that whoever looks around meets each of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.utils import timezone

from duban.accounts.models import Person
from duban.ledger import plans
from duban.ledger.errors import Refused
from duban.ledger.lifecycle import Stage
from duban.ledger.models import Finding, Inspection, MeetingKind, PlanKind, PlanVersion, Step
from duban.ledger.plans.approving import ApprovalSaid, PublicationSaid
from duban.ledger.plans.meeting import AgendaSaid, MeetingSaid
from duban.ledger.plans.special import SpecialPlanSaid
from duban.ledger.verbs import VERBS, take

_DECIDED, _APPROVED, _PUBLISHED = (
    datetime.date(2026, 1, 9),
    datetime.date(2026, 1, 16),
    datetime.date(2026, 1, 20),
)
#: Who answers in person, one for each problem in turn.
_PERSONS = ("陆明 局长", "苏既白 副县长", "叶临风 副局长", "秦知夏 科长", "裴行舟 主任", "温若谷 副区长")
#: How far a problem has come, by its place in the plan; the others are at work.
_LEFT_AT: Mapping[int, Stage] = {
    5: Stage.PLAN_REVIEW,
    6: Stage.PLAN_DRAFT,
    12: Stage.REGISTERED,
    20: Stage.PLAN_FILED,
    23: Stage.PLAN_DRAFT,
    25: Stage.REGISTERED,
}
_ROAD = (
    (Stage.PLAN_DRAFT, "assign"),
    (Stage.PLAN_REVIEW, "submit_plan"),
    (Stage.PLAN_FILED, "file_plan"),
    (Stage.IN_PROGRESS, "start_work"),
)


@transaction.atomic
def carry_on(letter_no: str, people: Mapping[str, Person]) -> int:
    """Gives the number of problems that were taken along; none where somebody has begun already."""
    inspection = Inspection.objects.get(letter_no=letter_no)
    findings = list(inspection.findings.order_by("ordinal"))
    if Step.objects.filter(finding__in=findings).exists():
        return 0
    clerk = people["clerk"]
    version = PlanVersion.objects.filter(plan__inspection=inspection, plan__kind=PlanKind.MASTER).latest(
        "number"
    )
    _let_pass(version, clerk)
    for place, finding in enumerate(findings):
        _along(finding.number, place, clerk)
    _beside_the_line(inspection, [finding.number for finding in findings], people)
    return len(findings)


def _let_pass(version: PlanVersion, clerk: Person) -> None:
    """A meeting decides on the plan, the province approves it, the public can read it."""
    held = MeetingSaid(
        kind=MeetingKind.EXECUTIVE,
        name="市政府第三十二次常务会议",
        held_on=_DECIDED,
        body="澜州市人民政府",
        chair="沈知远",
        minutes_no="〔2026〕2号",
    )
    meeting = plans.take("hold_meeting", 0, held, clerk)
    item = AgendaSaid(
        title="审议生态环境保护督察整改方案",
        version=version.pk,
        decision="原则通过，按程序报省整改办审核后印发。",
    )
    plans.take("put_on_agenda", meeting.pk, item, clerk)
    letter = ApprovalSaid(
        body="岚江省督察整改工作领导小组办公室", letter_no="岚整改办函〔2026〕9号", approved_on=_APPROVED
    )
    plans.take("approve_plan", version.pk, letter, clerk)
    public = PublicationSaid(channel="澜州市人民政府网站", address="通知公告栏", published_on=_PUBLISHED)
    plans.take("publish_plan", version.pk, public, clerk)


def _along(number: str, place: int, clerk: Person) -> None:
    until = _LEFT_AT.get(place, Stage.IN_PROGRESS)
    if until == Stage.REGISTERED:
        return
    _complete(number, place, clerk)
    for stage, verb in _ROAD:
        _take(verb, number, clerk)
        if stage == until:
            return


def _complete(number: str, place: int, clerk: Person) -> None:
    """What the plan does not name: the person, who accepts, and reasons where there is nobody or no figure."""
    finding = Finding.objects.get(number=number)
    there = set(finding.charges.filter(until=None, measure=None).values_list("role", flat=True))
    _take("charge", number, clerk, role="person", names=(_PERSONS[place % len(_PERSONS)],))
    _take("charge", number, clerk, role="accepting", names=("市督察整改工作领导小组",))
    for role, why in (("lead", "由主体责任单位直接组织实施。"), ("supervising", "由市整改办直接监督。")):
        if role not in there:
            _take("waive", number, clerk, what=role, reason=why)
    if not finding.indicators.filter(superseded_by=None).exists():
        _take("waive", number, clerk, what="indicator", reason="整改内容为制度建设，以完成事项衡量。")


def _beside_the_line(inspection: Inspection, numbers: list[str], people: Mapping[str, Person]) -> None:
    """A campaign, an extension that was approved, one that waits, a suspended problem, a note of coordination.

    Dates of the plan pass; a request that comes too late is left out."""
    clerk, head = people["clerk"], people["head"]
    campaign = SpecialPlanSaid(
        kind=PlanKind.CAMPAIGN,
        title="澜水河沿河排口整治专项行动",
        lead="沿河排口整治工作专班",
        leader="林远舟",
        findings=tuple(numbers[:3]),
    )
    plans.take("begin_special_plan", inspection.pk, campaign, clerk)
    with suppress(Refused):
        _take(
            "coordinate",
            numbers[0],
            clerk,
            text="会商雨污分流管网走向与道路施工时序。",
            outcome="先主干后支线，随道路一并开挖。",
        )
        _ask_longer(numbers[3], datetime.date(2027, 12, 31), clerk)
        _take("approve_change", numbers[3], head, letter_no="岚整改办函〔2026〕41号", decision="同意。")
    with suppress(Refused):
        _ask_longer(numbers[14], datetime.date(2028, 6, 30), clerk)
    with suppress(Refused):
        until = timezone.localdate() + datetime.timedelta(days=120)
        _take(
            "ask_standing",
            numbers[18],
            clerk,
            kind="suspend",
            until=until,
            reason="电站权属诉讼未决，暂不具备拆除条件。",
        )
        _take("approve_standing", numbers[18], head, reason="诉讼期间中止，判决后恢复。")


def _ask_longer(number: str, day: datetime.date, clerk: Person) -> None:
    _take(
        "ask_change",
        number,
        clerk,
        kind="deadline",
        deadline=day,
        reason="汛期长于往年，有效施工期不足。",
        assessment="经市水务局组织专家论证，剩余工程量需再安排两个枯水期，调整后可以完成。",
    )


def _take(verb: str, number: str, actor: Person, **said: Any) -> None:
    take(verb, number, VERBS[verb].inputs(**said), actor)
