"""The acts that are killed, each with what it starts from and the sign that it has happened."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable, Iterator
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from django.utils import timezone

from duban.accounts.models import Membership, Person, Role
from duban.files.models import Document, StoredFile
from duban.ledger.actions import register_plan, revise_plan
from duban.ledger.importing import Mode, drafting, trying
from duban.ledger.inputs import (
    DeadlineInput,
    IndicatorInput,
    InspectionInput,
    ItemChange,
    PlanInput,
    PlanItemInput,
)
from duban.ledger.models import Finding, ImportTrial, Plan, Step
from duban.organizations.models import Body, BodyKind
from tests.duban.conftest import Cast
from tests.duban.ledger.planning import CHARGES, Road, act

Named = tuple[str, Callable[[], object], Callable[[], bool]]
_ROLES = (
    ("clerk", "澜州市整改办", Role.OFFICE_CLERK),
    ("head", "澜州市整改办", Role.OFFICE_HEAD),
    ("luming", "鹿鸣县", Role.LIAISON),
    ("tangxi", "棠溪县", Role.LIAISON),
    ("reader", "澜州市整改办", Role.READER),
    ("leader", "澜州市整改办", Role.LEADER),
    ("admin", "澜州市整改办", Role.SYSTEM_ADMIN),
)


#: Every verb that can be taken on a finding, in an order in which a reader meets them.
STEPS = (
    "charge",
    "assign",
    "set_sites",
    "submit_plan",
    "return_plan",
    "file_plan",
    "start_work",
    "coordinate",
    "ask_change",
    "approve_change",
    "refuse_change",
    "ask_standing",
    "approve_standing",
    "correct",
    "set_deadline",
    "record_event",
    "withdraw_step",
)


def acts() -> Iterator[Named]:
    house = House()
    yield house.registration()
    yield house.revision()
    yield house.importing()
    for verb in STEPS:
        yield house.step(verb)


def _table() -> bytes:
    rows = [["督察", "具体问题", "整改措施", "主体责任单位", "所处阶段", "点位"]]
    rows += [
        ["表中督察", f"表中问题{n}。", "巡查。", "鹿鸣县", "整改中", "东堆场、西堆场"] for n in range(20)
    ]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("台账")
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    return buffer.getvalue()


class House:
    """A small house with its people and one document; every act gets a finding of its own."""

    def __init__(self) -> None:
        bodies = {name: Body.objects.create(name=name) for name in ("澜州市整改办", "市水务局")}
        for name in ("鹿鸣县", "棠溪县"):
            bodies[name] = Body.objects.create(name=name, kind=BodyKind.PLACE)
        people = {}
        for username, body, role in _ROLES:
            people[username] = Person.objects.create_user(username, display_name=username)
            Membership.objects.create(person=people[username], body=bodies[body], role=role)
        self.cast = Cast(**people, outsider=Person.objects.create_user("outsider", display_name="outsider"))
        stored = StoredFile.objects.create(sha256="0" * 64, size=1)
        self.document = Document.objects.create(
            stored_file=stored,
            name="方案.txt",
            media_type="text/plain",
            text="方案",
            blocks=[],
            reader="text/1",
            created_by=self.cast.clerk,
        )
        self.turn = 0

    def item(self, **said: Any) -> PlanItemInput:
        usual: dict[str, Any] = {
            "problem": "鹿鸣县沿河排口直排。",
            "category": ("一、水环境方面",),
            "goal": "消除直排。",
            "measures": ("封堵排口。", "建成管网。"),
            "deadline": DeadlineInput("2099年6月底前", "fixed", datetime.date(2099, 6, 30)),
            "charges": CHARGES,
            "indicators": (IndicatorInput("管网", ">=", 12, "公里"),),
        }
        return PlanItemInput(**{**usual, **said})

    def file(self, count: int = 1) -> list[str]:
        self.turn += 1
        items = [self.item(problem=f"鹿鸣县第{self.turn}次第{n}处排口直排。") for n in range(count)]
        done = register_plan(*self._plan(), items, self.cast.clerk)
        return [each.number for each in done.findings]

    def _plan(self) -> tuple[InspectionInput, PlanInput]:
        seat = InspectionInput(name=f"第{self.turn}次督察", type="routine", level="provincial")
        return seat, PlanInput(title=f"方案{self.turn}", documents=(self.document.uuid,))

    def registration(self) -> Named:
        self.turn += 1
        seat, plan = self._plan()
        items = [self.item(problem=f"新的问题{n}。") for n in range(5)]
        return (
            "register_plan",
            lambda: register_plan(seat, plan, items, self.cast.clerk),
            lambda: Finding.objects.filter(problem__startswith="新的问题").count() == 5,
        )

    def revision(self) -> Named:
        self.file(3)
        plan = Plan.objects.latest("pk")
        first, second, _third = plan.items.order_by("pk")
        changes = [
            ItemChange("changed", first.pk, self.item(problem="修订后的问题。", measures=("另一措施。",))),
            ItemChange("gone", second.pk),
            ItemChange("new", None, self.item(problem="修订后新增的问题。")),
        ]
        return (
            "revise_plan",
            lambda: revise_plan(plan, PlanInput(title="修订稿"), changes, self.cast.clerk),
            lambda: Finding.objects.filter(problem__startswith="修订后").count() == 2,
        )

    def importing(self) -> Named:
        """A table with everything on it, from the job that carries it out to the last of its rows."""
        draft = drafting.receive("台账.xlsx", _table(), self.cast.clerk)
        assert drafting.is_plain(draft, self.cast.clerk)
        trying.prepare(draft.pk, self.cast.clerk)
        return (
            "import",
            lambda: drafting.complete(draft.pk, Mode.STOP, "属实。", self.cast.clerk),
            lambda: (
                Finding.objects.filter(problem__startswith="表中问题").count() == 20
                and not ImportTrial.objects.exists()
            ),
        )

    def step(self, verb: str) -> Named:
        """A verb on a fresh finding that was taken to where the verb starts."""
        (number,) = self.file()
        road, cast = Road(number, cast=self.cast), self.cast
        said: dict[str, Any] = {"reason": "确有需要。"}
        actor = cast.clerk
        match verb:
            case "charge":
                said |= {"role": "person", "names": ("陆明 局长",)}
            case "assign":
                act("charge", number, cast.clerk, role="person", names=("陆明 局长",))
            case "submit_plan" | "set_sites":
                road.assigned()
                said |= _said(verb)
            case "return_plan":
                road.submitted()
            case "file_plan":
                road.ready()
            case "start_work":
                road.filed()
                self._publish()
            case "ask_change" | "coordinate" | "ask_standing" | "withdraw_step" | "correct" | "set_deadline":
                road.working()
                said |= _said(verb)
            case "record_event":
                road.working()
                said |= _said(verb)
            case "approve_change" | "refuse_change" | "approve_standing":
                road.working()
                asked = "ask_standing" if verb == "approve_standing" else "ask_change"
                act(asked, number, cast.clerk, reason="确有需要。", **_said(asked))
                actor = cast.head
                said |= {"letter_no": "整改〔2026〕9号"} if verb == "approve_change" else {}
        said["seen"] = Finding.objects.get(number=number).step_count
        steps = Step.objects.filter(finding__number=number, verb=verb)
        before = steps.count()
        return verb, lambda: act(verb, number, actor, **said), lambda: steps.count() == before + 1

    def _publish(self) -> None:
        from tests.duban.ledger.planning import publish

        publish(self.cast)


def _said(verb: str) -> dict[str, Any]:
    return {
        "ask_change": {
            "kind": "deadline",
            "deadline": datetime.date(2099, 9, 30),
            "assessment": "汛期无法施工。",
        },
        "ask_standing": {"kind": "suspend", "until": timezone.localdate() + datetime.timedelta(days=300)},
        "set_sites": {"sites": ("北门排口", "南桥排口")},
        "set_deadline": {"purpose": "close", "date": datetime.date(2099, 9, 30)},
        "record_event": {"name": "约谈", "happened_on": datetime.date(2026, 1, 5)},
        "coordinate": {"text": "会商管网走向。"},
        "correct": {"what": "printed_no", "after": "（二）"},
    }.get(verb, {})
