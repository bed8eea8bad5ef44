"""An invented city with a ledger of any size: 12 counties, some 200 units, 40 leaders, 20 inspections.

Every finding has 3 measures, 2 milestones, 2 deadlines, 7 charges and a chain of 10 journal entries that verifies; the
same seed and size give the same ledger. The day of the ledger is today, so that something is always late and near.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from duban.accounts.models import Membership, Person, Role
from duban.journal.hashing import beginning, commitment_of_text, hash_of
from duban.journal.models import Canonical, Entry, Stream
from duban.ledger.lifecycle import Stage
from duban.ledger.models import (
    Category,
    Charge,
    Deadline,
    Finding,
    Inspection,
    Measure,
    Milestone,
    NumberSeries,
    Plan,
    PlanItem,
    PlanVersion,
)
from duban.ledger.searching import index
from duban.ledger.searching.folding import fold
from duban.organizations.models import Body, BodyKind, Region
from tests.bench._house.loading import Loader
from tests.bench._house.words import BUREAUS, COUNTIES, Story, leaders, story

ENTRIES, CHUNK = 10, 2000
#: What migrations and people have written stands before the chains of the findings.
BEFORE = 10_000
_KINDS = ("fixed", "ongoing", "immediate", "immediate_ongoing", "conditional")
_CATEGORIES = (
    "水环境",
    "大气环境",
    "土壤和固体废物",
    "自然生态",
    "基础设施",
    "责任落实",
    "信访举报",
    "监管执法",
)
_STAGES = {
    "done": (
        ("closed", 30), ("archived", 30), ("monitoring", 10), ("finished_before", 8), ("self_accepted", 6), ("applied", 5),
        ("doc_review", 4), ("onsite_check", 3), ("public_notice", 3), ("sign_off", 1), ("objection", 1),
    ),
    "owed": (("in_progress", 70), ("registered", 6), ("plan_draft", 8), ("plan_review", 6), ("plan_filed", 6), ("reopened", 4)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class City:
    """Whom the measured requests come from."""

    clerk: Person
    liaison: Person


@dataclass(frozen=True, slots=True)
class _Frame:
    """What all findings share."""

    places: list[Body]
    units: dict[str, list[Body]]
    bureaus: list[Body]
    leaders: list[str]
    inspections: list[tuple[Inspection, list[Category], PlanVersion]]
    clerk: Person
    today: datetime.date


def build(size: int, seed: int = 20260302) -> City:
    chance = random.Random(seed)
    frame, city = _people_and_units()
    loader = Loader(PlanItem, Finding, Measure, Milestone, Deadline, Charge, Stream, Entry)
    index.take_down(connection)
    for pk in range(1, size + 1):
        _finding(pk, size, chance, frame, loader)
        if pk % CHUNK == 0:
            loader.flush()
    loader.flush()
    NumberSeries.objects.create(name=str(frame.today.year), last=size)
    index.rebuild(connection)
    loader.finish()
    return city


def _people_and_units() -> tuple[_Frame, City]:
    city = Region.objects.create(code="990100", name="澜州市")
    office = Body.objects.create(name="澜州市整改办", region=city)
    bureaus = Body.objects.bulk_create(Body(name=f"市{name}", region=city) for name in BUREAUS)
    places, units = [], {}
    for at, county in enumerate(COUNTIES):
        region = Region.objects.create(code=f"9901{at + 10}", name=county, parent=city)
        places.append(Body.objects.create(name=county, kind=BodyKind.PLACE, region=region))
        units[county] = Body.objects.bulk_create(Body(name=f"{county}{n}", region=region) for n in BUREAUS)
    clerk = _person("clerk", "方静", office, Role.OFFICE_CLERK)
    liaison = _person("luming", "鲁晓", places[COUNTIES.index("鹿鸣县")], Role.LIAISON)
    day = timezone.localdate()
    inspections = [_inspection(at, clerk, day) for at in range(20)]
    return _Frame(places, units, bureaus, leaders(40), inspections, clerk, day), City(clerk, liaison)


def _person(username: str, name: str, body: Body, role: Role) -> Person:
    person = Person.objects.create_user(username, display_name=name)
    Membership.objects.create(person=person, body=body, role=role)
    return person


def _inspection(at: int, clerk: Person, day: datetime.date) -> tuple[Inspection, list[Category], PlanVersion]:
    row = Inspection.objects.create(
        name=f"{2015 + at // 2}年第{at % 2 + 1}轮督察", level="provincial", type="routine"
    )
    categories = [
        Category.objects.create(inspection=row, name=f"{name}方面", ordinal=n)
        for n, name in enumerate(_CATEGORIES)
    ]
    plan = Plan.objects.create(inspection=row, title=f"澜州市{row.name}整改方案")
    version = PlanVersion.objects.create(
        plan=plan,
        number=1,
        reason="registered",
        title=plan.title,
        created_at=timezone.now(),
        created_by=clerk,
    )
    return row, categories, version


def _finding(pk: int, size: int, chance: random.Random, frame: _Frame, loader: Loader) -> None:
    county = chance.randrange(len(COUNTIES))
    told = story(chance, COUNTIES[county])
    inspection, categories, version = chance.choice(frame.inspections)
    facts = _standing(chance, frame.today)
    number = f"{frame.today.year}-{pk:06d}"
    category = chance.choice(categories)
    parties = _parties(chance, frame, county)
    now = datetime.datetime(2026, 1, 5, 1, tzinfo=datetime.UTC) + datetime.timedelta(
        seconds=pk, microseconds=7
    )
    loader.add(PlanItem, id=pk, plan_id=version.plan_id)
    loader.add(
        Finding, id=pk, number=number, inspection_id=inspection.pk, plan_item_id=pk, category_id=category.pk,
        printed_no=str(pk), ordinal=pk, problem=told.problem, goal=told.goal, registered_at=now,
        source=chance.choices(("inspection", "petition", "audit", "patrol"), (88, 8, 3, 1))[0],
        priority=chance.choices(("", "key", "common"), (75, 15, 10))[0],
        search_text=fold(_searched(number, category, told, parties)), **facts,
    )  # fmt: skip
    _hang(pk, told, parties, facts["due_on"], facts["deadline_kind"], version, now, loader)
    _chain(pk, number, version.title, frame.clerk, now, loader)


def _standing(chance: random.Random, today: datetime.date) -> dict[str, Any]:
    """Most of what is past is done; the rest is late. Three in a hundred are no longer in force."""
    kind = chance.choices(_KINDS, (72, 10, 8, 5, 5))[0]
    offset = chance.randint(-700, 700)
    done = chance.random() < (0.9 if offset < 0 else 0.15)
    stages, weights = zip(*_STAGES["done" if done else "owed"], strict=True)
    stage = chance.choices(stages, weights)[0]
    return {
        "stage": stage,
        "standing": chance.choices(("active", "withdrawn", "merged", "suspended"), (97, 1, 1, 1))[0],
        "deadline_kind": kind,
        "due_on": today + datetime.timedelta(days=offset) if kind == "fixed" else None,
        "completed_before_plan": stage == Stage.FINISHED_BEFORE,
    }


_Party = tuple[str, Body | None, str]


def _parties(chance: random.Random, frame: _Frame, county: int) -> list[_Party]:
    place = frame.places[county]
    helpers = chance.sample(frame.units[place.name], 2)
    lead, supervising, accepting = chance.sample(frame.bureaus, 3)
    return [
        ("main", place, place.name),
        ("lead", lead, lead.name),
        *(("supporting", body, body.name) for body in helpers),
        ("supervising", supervising, supervising.name),
        ("accepting", accepting, accepting.name),
        ("leader", None, chance.choice(frame.leaders)),
    ]


def _searched(number: str, category: Category, told: Story, parties: list[_Party]) -> str:
    names = [f"{printed} " for _role, _body, printed in parties]
    return "\n".join((number, category.name, told.problem, told.goal, *told.measures, *names))


def _hang(
    pk: int,
    told: Story,
    parties: list[_Party],
    due: datetime.date | None,
    kind: str,
    version: PlanVersion,
    now: datetime.datetime,
    loader: Loader,
) -> None:
    for at, text in enumerate(told.measures):
        loader.add(Measure, id=pk * 3 + at, finding_id=pk, ordinal=at, text=text)
    for at in range(2):
        first = (due or datetime.date(2027, 12, 31)) - datetime.timedelta(days=60 * (2 - at))
        loader.add(
            Milestone,
            id=pk * 2 + at,
            finding_id=pk,
            measure_id=pk * 3 + at,
            ordinal=at,
            date=first,
            what=f"完成第{at + 1}步整治",
        )
        loader.add(
            Deadline, id=pk * 2 + at, finding_id=pk, purpose="complete", kind=kind, date=first if at == 0 and due else due,
            raw=f"{due:%Y-%m-%d}前" if due else "长期坚持", source=("plan", "extension")[at], plan_version_id=version.pk,
            created_at=now,
        )  # fmt: skip
    for at, (role, body, printed) in enumerate(parties):
        loader.add(
            Charge, id=pk * 7 + at, finding_id=pk, body_id=body.pk if body else None, role=role, ordinal=at, printed=printed,
            person_name=printed if role == "leader" else "", post="副市长" if role == "leader" else "", since=now.date(),
        )  # fmt: skip


def _chain(pk: int, number: str, title: str, actor: Person, begun: datetime.datetime, loader: Loader) -> None:
    """Ten entries, each with the hash of the one before."""
    begin, previous = beginning(("finding", str(pk))), ""
    encode = Canonical().encode
    for sequence in range(1, ENTRIES + 1):
        at = begun + datetime.timedelta(days=sequence)
        verb, facts = _fact(sequence, number, title)
        payload, salt = encode(facts), f"{pk:024x}{sequence:08x}"
        said = commitment_of_text(salt, payload.encode())
        moment = at.isoformat(timespec="microseconds")
        hashed = hash_of(begin, sequence, moment, actor.pk, actor.display_name, verb, said, previous)
        loader.add(
            Entry, id=BEFORE + pk * ENTRIES + sequence, stream_id=BEFORE + pk, sequence=sequence, at=at, actor=actor.pk,
            actor_name=actor.display_name, verb=verb, payload=payload, salt=salt, commitment=said, previous_hash=previous,
            hash=hashed,
        )  # fmt: skip
        previous = hashed
    loader.add(Stream, id=BEFORE + pk, kind="finding", key=str(pk), sequence=ENTRIES, head=previous)


def _fact(sequence: int, number: str, title: str) -> tuple[str, dict[str, Any]]:
    if sequence == 1:
        return "finding.register", {"number": number, "title": title}
    changes = [{"field": "measures", "added": 1, "gone": 0}]
    return "finding.revised", {"version": sequence, "title": title, "changes": changes}
