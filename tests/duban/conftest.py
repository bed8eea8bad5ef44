"""The standing cast of the house's tests, and short ways to put a plan on file."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from duban.accounts.models import Membership, Person, Role
from duban.files.models import Document, StoredFile
from duban.ledger.actions import register_plan
from duban.ledger.inputs import (
    Acceptance,
    ChargeInput,
    DeadlineInput,
    IndicatorInput,
    InspectionInput,
    MilestoneInput,
    Origin,
    PlanInput,
    PlanItemInput,
)
from duban.organizations.models import Body, BodyKind

TEXT = "（一）鹿鸣县沿河排口直排。整改目标：消除直排。整改时限：2026年6月底前。"


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Nothing a test stores lands in the data folder of this machine."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def _files_when_asked(settings: object) -> None:
    """Every client of a test would go through all static files first; so each is looked for when it is asked for."""
    settings.WHITENOISE_AUTOREFRESH = True  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Cast:
    """clerk, head: the office. luming, tangxi: liaison officers of two counties. reader: sees all, changes nothing.
    leader: sees what stands under her name.
    admin: system administrator without business rights. outsider: signs in, holds no role at all."""

    clerk: Person
    head: Person
    luming: Person
    tangxi: Person
    reader: Person
    leader: Person
    admin: Person
    outsider: Person


@pytest.fixture
def cast(db: None) -> Cast:
    office = Body.objects.create(name="澜州市整改办")
    luming = Body.objects.create(name="鹿鸣县", kind=BodyKind.PLACE)
    tangxi = Body.objects.create(name="棠溪县", kind=BodyKind.PLACE)
    return Cast(
        clerk=_person("clerk", "方静", office, Role.OFFICE_CLERK),
        head=_person("head", "沈知远", office, Role.OFFICE_HEAD),
        luming=_person("luming", "鲁晓", luming, Role.LIAISON),
        tangxi=_person("tangxi", "唐宁", tangxi, Role.LIAISON),
        reader=_person("reader", "于安", office, Role.READER),
        leader=_person("leader", "程砚秋", office, Role.LEADER),
        admin=_person("admin", "管维", office, Role.SYSTEM_ADMIN),
        outsider=_person("outsider", "卫星", None, None),
    )


def _person(username: str, name: str, body: Body | None, role: Role | None) -> Person:
    person = Person.objects.create_user(username, display_name=name)
    if body and role:
        Membership.objects.create(person=person, body=body, role=role)
    return person


@pytest.fixture
def document(cast: Cast) -> Document:
    stored = StoredFile.objects.create(sha256="0" * 64, size=len(TEXT))
    return Document.objects.create(
        stored_file=stored,
        name="整改方案.txt",
        media_type="text/plain",
        text=TEXT,
        blocks=[{"type": "paragraph", "start": 0, "end": len(TEXT)}],
        reader="text/1",
        created_by=cast.clerk,
    )


ItemMaker = Callable[..., PlanItemInput]


@pytest.fixture
def item(document: Document, cast: Cast) -> ItemMaker:
    """A full item; any field can be given otherwise."""

    def make(**facts: object) -> PlanItemInput:
        confirmed = {
            "document": document.uuid,
            "reader": "text/1",
            "confirmed_by": cast.clerk.pk,
            "confirmed_at": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC),
        }
        usual: dict[str, object] = {
            "problem": "鹿鸣县沿河排口直排。",
            "printed_no": "（一）",
            "category": ("一、水环境方面",),
            "goal": "消除直排，断面水质达到Ⅲ类。",
            "measures": ("封堵排口。", "建成污水管网12公里。"),
            "deadline": DeadlineInput("2026年6月底前", "fixed", datetime.date(2026, 6, 30)),
            "milestones": (MilestoneInput(datetime.date(2026, 3, 31), "完成排口封堵", 0),),
            "charges": (
                ChargeInput("main", "鹿鸣县", office="党委、政府"),
                ChargeInput("supervising", "市生态环境局"),
                ChargeInput("leader", "程砚秋", post="副市长"),
            ),
            "indicators": (IndicatorInput("管网", ">=", 12, "公里"),),
            "origins": (
                Origin("problem", start=3, end=13, quote="鹿鸣县沿河排口直排。", how="read", **confirmed),  # type: ignore[arg-type]
                Origin("deadline", start=27, end=36, quote="2026年6月底前", how="selected", **confirmed),  # type: ignore[arg-type]
            ),
        }
        return PlanItemInput(**{**usual, **facts})  # type: ignore[arg-type]

    return make


Filer = Callable[..., Acceptance]


@pytest.fixture
def file_plan(cast: Cast, document: Document) -> Filer:
    """Put items on file as the clerk."""

    def file(*items: PlanItemInput, inspection: str = "2025年省级例行督察") -> Acceptance:
        return register_plan(
            InspectionInput(name=inspection, type="routine", level="provincial"),
            PlanInput(title="澜州市整改方案", documents=(document.uuid,)),
            items,
            cast.clerk,
        )

    return file
