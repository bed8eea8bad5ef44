"""Small files are read beside the large ones, under smaller limits; what needs more is read again under the full ones."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from duban.intake import handlers
from duban.intake.actions import receiving
from duban.intake.actions.receiving import Incoming
from duban.intake.models import FileState, SetFile
from duban.intake.reading import FULL, QUICK, Limits, Outcome
from duban.jobs.models import Job, Lane, State
from duban.jobs.worker import load_handlers, run_one
from tests.duban.conftest import Cast
from tests.duban.intake import plans


@pytest.mark.parametrize(
    ("name", "size", "lane"),
    [
        ("方案.txt", 3_000, Lane.QUICK),
        ("方案.docx", 1024 * 1024, Lane.QUICK),
        ("方案.docx", 1024 * 1024 + 1, Lane.MAIN),
        ("扫描件.PDF", 40_000_000, Lane.MAIN),
        ("照片.JPG", 80_000, Lane.MAIN),
    ],
)
def test_the_lane_of_a_file(name: str, size: int, lane: Lane) -> None:
    assert receiving._lane(name, size) == lane


def receive(cast: Cast) -> SetFile:
    data = plans.PLAN.encode()
    made = receiving.receive(cast.clerk, [Incoming("方案.txt", len(data), [data])]).intake_set
    assert made is not None
    return made.files.get()


@pytest.mark.parametrize("code", ["timeout", "memory", "crashed", "broken"])
def test_what_runs_out_in_the_quick_lane_is_read_again_with_full_limits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    asked: list[Limits] = []

    def read(path: Path, name: str, beat: object, limits: Limits) -> Outcome:
        asked.append(limits)
        return Outcome(None, code, "没有读成。") if limits == QUICK else plans.answer()

    monkeypatch.setattr(handlers, "read_file", read)
    load_handlers()
    file = receive(cast)
    run_one("quick", (Lane.QUICK,))
    file.refresh_from_db()
    assert (file.state, Job.objects.get().state) == (FileState.READING, State.QUEUED)
    run_one("all")
    file.refresh_from_db()
    assert (file.state, asked) == (FileState.READ, [QUICK, FULL])


def test_what_runs_out_with_full_limits_too_has_its_sentence(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handlers, "read_file", lambda *_asked: Outcome(None, "memory", "内存不够。"))
    load_handlers()
    file = receive(cast)
    run_one()
    run_one()
    file.refresh_from_db()
    assert (file.state, file.sentence) == (FileState.FAILED, "内存不够。")


def test_pictures_are_not_even_begun_under_the_small_limit(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(picture, "PNG")
    path = tmp_path / "扫描件.png"
    path.write_bytes(picture.getvalue())
    command = [sys.executable, "-m", "duban.intake.child", str(path), path.name, str(QUICK.memory)]
    assert subprocess.run(command, capture_output=True).returncode == 3
