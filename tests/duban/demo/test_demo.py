"""The demo city: read through the same code as an upload, and loading it twice changes nothing."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from docx import Document as Word

from duban.accounts.models import Person
from duban.demo import city, loading
from duban.demo.building import DOCUMENTS, plan_docx, revised
from duban.intake.models import DraftItem, IntakeSet
from duban.journal.models import Entry
from duban.ledger.models import Deadline, Finding, Inspection, Provenance
from duban.organizations.models import Body


def _told() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DUBAN_DATA = tmp_path


@pytest.mark.django_db
def test_the_demo_is_a_working_city_and_a_second_load_does_nothing() -> None:
    told = _told()
    assert "clerk" in told
    assert city.PASSWORD in told
    plan = Inspection.objects.get(letter_no="岚环督〔2025〕12号")
    assert plan.findings.count() == 26
    lookback = Inspection.objects.get(letter_no="岚环督办〔2024〕7号")
    assert lookback.findings.filter(completed_before_plan=True).count() == 6
    assert lookback.findings.count() == 8
    assert DraftItem.objects.filter(finding__isnull=True, state="active").count() >= 9
    first = Finding.objects.get(inspection=plan, printed_no="（一）")
    assert {charge.body.name for charge in first.charges.filter(role="main") if charge.body} == {
        "望汀区",
        "石溪区",
    }
    assert Deadline.objects.filter(finding=first).earliest("pk").raw == "2027年6月底前"
    stages = set(plan.findings.values_list("stage", flat=True))
    assert stages == {"registered", "plan_draft", "plan_review", "plan_filed", "in_progress"}
    assert set(plan.findings.values_list("standing", flat=True)) == {"active", "suspended"}
    assert plan.findings.filter(requests__isnull=False).exists()
    before = _counts()
    _told()
    assert _counts() == before


def _counts() -> list[int]:
    return [model.objects.count() for model in (Finding, IntakeSet, Person, Body, Entry, Provenance)]


@pytest.mark.django_db
def test_every_demo_value_stands_where_its_document_says(tmp_path: Path) -> None:
    _told()
    for row in Provenance.objects.select_related("document"):
        printed = row.document.text[row.start : row.end]
        assert "".join(row.quote.split()) == "".join(printed.split())


def test_the_plan_is_built_the_same_every_time_and_is_a_real_word_file() -> None:
    text = (DOCUMENTS / "plan.txt").read_text()
    content = plan_docx(text)
    assert content == plan_docx(text)
    assert [p.text for p in Word(io.BytesIO(content)).paragraphs] == text.splitlines()


def test_every_sample_file_is_there() -> None:
    for sample in loading.SAMPLES:
        assert len(loading.content_of(sample)) > 1000


def test_the_revised_plan_differs_where_it_should() -> None:
    plan, changes = ((DOCUMENTS / name).read_text() for name in ("plan.txt", "revision.txt"))
    new = revised(plan, changes)
    assert new.count("整改时限：") == plan.count("整改时限：") == 26
    assert "4.建设集中区公共物流廊道2.4公里" in new
    assert "排污许可证后监管薄弱" in new
    assert "县级监测站" not in new


def test_the_samples_can_be_uploaded_by_hand(tmp_path: Path) -> None:
    loading.write_samples(tmp_path / "samples")
    names = {path.name for path in (tmp_path / "samples").iterdir()}
    assert names == {sample.name for sample in loading.SAMPLES} | {loading.REVISED}
