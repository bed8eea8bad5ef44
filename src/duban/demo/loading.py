"""Loads the sample documents the way a clerk would: upload, reading, confirmation item by item, acceptance."""

from __future__ import annotations

import datetime
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from duban.accounts.models import Person
from duban.demo.building import DOCUMENTS, plan_docx, revised
from duban.intake.actions import accepting, receiving, shaping
from duban.intake.actions.accepting import Asked
from duban.intake.actions.receiving import Incoming
from duban.intake.filing import documents_of
from duban.intake.models import FileState, IntakeSet
from duban.intake.presenting import SetView
from duban.jobs.worker import run_all
from duban.ledger.inputs import InspectionInput, PlanInput

#: How long to wait for a server that reads at the same time.
PATIENCE = 120.0

Say = Callable[[str], None]


class NotRead(Exception):
    """A sample document that could not be read; the sentence says which and why."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: its file, and the inspection it belongs to; without one it is left for the reviewer to try."""

    source: str
    name: str
    inspection: InspectionInput | None = None


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "lookback.txt",
        "澜州市省生态环境保护督察“回头看”整改情况报告.txt",
        InspectionInput(
            name="2024年岚江省生态环境保护督察“回头看”",
            type="lookback",
            level="provincial",
            team="岚江省生态环境保护督察组",
            letter_no="岚环督办〔2024〕7号",
            onsite_start=datetime.date(2024, 5, 6),
            onsite_end=datetime.date(2024, 5, 24),
            feedback_date=datetime.date(2024, 8, 9),
            region="澜州市",
        ),
    ),
    Sample(
        "plan.txt",
        "澜州市贯彻落实省生态环境保护例行督察反馈意见整改方案.docx",
        InspectionInput(
            name="2025年岚江省生态环境保护例行督察",
            type="routine",
            level="provincial",
            team="岚江省第三生态环境保护督察组",
            letter_no="岚环督〔2025〕12号",
            onsite_start=datetime.date(2025, 9, 1),
            onsite_end=datetime.date(2025, 9, 28),
            feedback_date=datetime.date(2025, 12, 3),
            region="澜州市",
        ),
    ),
    Sample("complaints.html", "群众信访举报转办和边督边改公开情况一览表（第六批）.html"),
    Sample("notice.html", "第十二项问题整改完成情况公示.html"),
)


#: The letter number of the inspection whose problems are taken along their way.
WALKED = "岚环督〔2025〕12号"

#: Not loaded: for trying the comparison of a revised plan.
REVISED = "澜州市贯彻落实省生态环境保护例行督察反馈意见整改方案（修订稿）.docx"


def content_of(sample: Sample) -> bytes:
    content = (DOCUMENTS / sample.source).read_bytes()
    return plan_docx(content.decode("utf-8")) if sample.name.endswith(".docx") else content


def write_samples(folder: Path) -> None:
    """The samples as files one can upload by hand, with a revised plan to compare with the one on file."""
    folder.mkdir(parents=True, exist_ok=True)
    for sample in SAMPLES:
        (folder / sample.name).write_bytes(content_of(sample))
    plan, changes = ((DOCUMENTS / name).read_text("utf-8") for name in ("plan.txt", "revision.txt"))
    (folder / REVISED).write_bytes(plan_docx(revised(plan, changes)))


def load(sample: Sample, clerk: Person, say: Say) -> None:
    """Load one sample; one that is there already is left alone, one that was interrupted goes on."""
    content = content_of(sample)
    received = receiving.receive(clerk, [Incoming(sample.name, len(content), [content])])
    intake_set = received.intake_set or received.known[0].where
    _wait(intake_set)
    if sample.inspection is None or intake_set.plan_id is not None:
        return
    count = _accept(intake_set, sample.inspection, clerk)
    say(f"  已登记 {count} 个问题：{sample.inspection.name}")


def _wait(intake_set: IntakeSet) -> None:
    """Read what waits; a server that runs already may be doing it."""
    until = time.monotonic() + PATIENCE
    while True:
        run_all("demo")
        file = intake_set.files.get()
        if file.state == FileState.READ:
            return
        if file.state in {FileState.FAILED, FileState.REFUSED} or time.monotonic() > until:
            raise NotRead(f"示例文件“{file.name}”没有读成：{file.sentence or '等待识读超时。'}")
        time.sleep(0.2)


def _accept(intake_set: IntakeSet, inspection: InspectionInput, clerk: Person) -> int:
    view = SetView(intake_set)
    for item in accepting.candidates(view, everything=True):
        if not item.confirmed_at:
            shaping.confirm(clerk, item, item.version)
    view = SetView(intake_set)
    items = accepting.candidates(view, everything=False)
    asked = Asked(uuid.uuid4(), False, accepting.fingerprint(items))
    plan = PlanInput(title=intake_set.title, documents=documents_of(view.tabs))
    return len(accepting.accept(clerk, intake_set, asked, inspection, plan).result["findings"])
