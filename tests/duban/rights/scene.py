"""A house with everybody in it, and a problem ready at each station of the line for whatever may start there."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from duban.ledger.inputs import ChargeInput
from duban.ledger.models import Charge, Finding, Request, Step
from duban.organizations.models import Body, BodyKind, GroupMember, Region, TeamArea
from tests.duban.killing_acts import House
from tests.duban.ledger.planning import act, approve, decide, known, publish
from tests.duban.rights.people import UNITS, Someone, everybody
from tests.duban.rights.table import ROLES, STAGES

GROUP = "各县市区"
#: The stations that verbs lead to; all further ones are taken by rooms above, so a problem is put there.
WALKED = ("registered", "plan_draft", "plan_review", "plan_filed", "in_progress")
FILED = frozenset(STAGES) - {"registered", "plan_draft", "plan_review"}
#: What waits for a decision there: nothing, a change of the deadline, leaving the count.
WAITING = ("", "ask_change", "ask_standing")
LATER = datetime.date(2099, 9, 30)


@dataclass
class Scene:
    house: House = field(default_factory=House)
    today: datetime.date = field(default_factory=timezone.localdate)
    people: list[Someone] = field(init=False)
    numbers: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._bodies()
        self.people = everybody(self.today)
        self._findings()
        newcomer = Body.objects.create(name="望汀区", kind=BodyKind.PLACE)
        self._belongs(newcomer)

    def _bodies(self) -> None:
        group = Body.objects.create(name=GROUP, kind=BodyKind.GROUP)
        self._belongs(Body.objects.create(name=UNITS["member"], kind=BodyKind.PLACE), group)
        region = Region.objects.create(code="990121", name="鹿鸣县")
        Body.objects.filter(name=UNITS["main"]).update(region=region)
        known("市财政局", "市交通局")
        team = Body.objects.create(name=UNITS["area"], kind=BodyKind.AREA_TEAM)
        TeamArea.objects.create(team=team, region=region, since=self.today)

    def _belongs(self, body: Body, group: Body | None = None) -> None:
        group = group or Body.objects.get(name=GROUP)
        GroupMember.objects.create(group=group, body=body, since=self.today)

    def charges(self) -> tuple[ChargeInput, ...]:
        units = tuple(
            ChargeInput(role, UNITS[role])
            for role in ("lead", "main", "supporting", "supervising", "accepting")
        )
        return (*units, ChargeInput("main", GROUP), ChargeInput("leader", "程砚秋", post="副市长"))

    def _findings(self) -> None:
        places = [
            (stage, waiting) for stage in WALKED for waiting in WAITING if self._can_wait(stage, waiting)
        ]
        numbers = self._file(len(places))
        decide(self.house.cast)
        approve(self.house.cast)
        publish(self.house.cast)
        for (stage, waiting), number in zip(places, numbers, strict=True):
            self._walk(number, stage, waiting)
            self.numbers[stage, waiting] = number
        self._hang_names()

    @staticmethod
    def _can_wait(stage: str, waiting: str) -> bool:
        return waiting != "ask_change" or stage in {"plan_filed", "in_progress"}

    def _file(self, count: int) -> list[str]:
        from duban.ledger.actions import register_plan

        items = [
            self.house.item(problem=f"鹿鸣县第{n}处排口直排。", charges=self.charges()) for n in range(count)
        ]
        done = register_plan(*self.house._plan(), items, self.house.cast.clerk)
        return [each.number for each in done.findings]

    def _walk(self, number: str, stage: str, waiting: str) -> None:
        clerk = self.house.cast.clerk
        act("charge", number, clerk, role="person", names=("陆明 局长",))
        for verb in ("assign", "submit_plan", "file_plan", "start_work")[: WALKED.index(stage)]:
            act(verb, number, clerk)
        if waiting:
            act(waiting, number, self.house.cast.luming, **said(waiting, stage, "active"))

    def _hang_names(self) -> None:
        """Somebody of every role hangs her own name on each problem as its leader, or watches over it."""
        people = {each.name: each.person for each in self.people}
        rows = [
            Charge(
                finding=finding,
                role=relation,
                person=people[f"{role}-{relation}"],
                person_name=f"{role}-{relation}",
                since=self.today,
            )
            for finding in Finding.objects.all()
            for role in ROLES
            for relation in ("leader", "watcher")
        ]
        Charge.objects.bulk_create(rows)

    def number(self, verb: str, stage: str) -> str:
        """A problem at (or put to) this stage that has what the verb needs."""
        walked, waiting = self.walked(stage), waiting_for(verb)
        return self.numbers[walked, waiting if self._can_wait(walked, waiting) else ""]

    @staticmethod
    def walked(stage: str) -> str:
        return stage if stage in WALKED else "in_progress"

    def put(self, number: str, stage: str, standing: str, verb: str) -> None:
        """Where no verb of the ledger leads it yet, the problem is put by hand, its last step with it."""
        rows = Finding.objects.filter(number=number)
        rows.update(stage=stage, standing=standing)
        last = Step.objects.filter(finding__number=number).order_by("-ordinal").values("pk")[:1]
        Step.objects.filter(pk__in=last).update(end=stage, start=stage)
        if verb in {"approve_standing"} and standing != "active":
            waiting = Request.objects.filter(finding__number=number, state="open")
            waiting.update(kind="resume", original={"standing": standing})

    def put_all(self, stage: str, standing: str) -> None:
        for number in self.numbers.values():
            self.put(number, stage, standing, "")

    @staticmethod
    def make_hers(number: str, who: Someone) -> None:
        """What waits, and the last step, are hers."""
        Request.objects.filter(finding__number=number, state="open").update(asked_by=who.person)
        last = Step.objects.filter(finding__number=number).order_by("-ordinal").values("pk")[:1]
        Step.objects.filter(pk__in=last).update(by=who.person)


def waiting_for(verb: str) -> str:
    """Which request must wait so that the verb has something to do; the last step of all is a request too."""
    if verb in {"approve_change", "refuse_change"}:
        return "ask_change"
    if verb in {"approve_standing", "refuse_standing", "take_back", "withdraw_step"}:
        return "ask_standing"
    return ""


def said(verb: str, stage: str, standing: str) -> dict[str, Any]:
    """Inputs with which nothing but the person, the stage and the gates can stand in the way."""
    planning = stage in {"registered", "plan_draft"}
    # As long as it takes at least, and no longer than the rule lets anything rest.
    soon = timezone.localdate() + datetime.timedelta(days=90)
    leaving = {"kind": "suspend", "until": soon} if standing == "active" else {"kind": "resume"}
    inputs: dict[str, dict[str, Any]] = {
        "charge": {"role": "supporting", "names": ("市财政局", "市交通局")},
        "change_people": {"role": "person", "names": ("韩雪 局长",)},
        "waive": {"what": "indicator" if planning else "publication"},
        "correct": {"what": "printed_no", "after": "（九）"},
        "set_sites": {"sites": ("北门排口",)},
        "set_deadline": {"purpose": "accept", "date": LATER},
        "record_event": {"name": "约谈", "happened_on": datetime.date(2026, 1, 5)},
        "draft_plan": {"goal": "消除直排，断面水质达到Ⅲ类。"},
        "join_group": {"member": "望汀区"},
        "coordinate": {"text": "会商管网走向。"},
        "ask_change": {"kind": "deadline", "deadline": LATER, "assessment": "汛期无法施工。"},
        "approve_change": {"letter_no": "整改〔2026〕9号"},
        "ask_standing": leaving,
    }
    return {"reason": "确有需要。", **inputs.get(verb, {})}
