"""The reader keeps up with the generator: some documents of each layout, with modest floors.

The real floors are those of ``make accuracy``; here a change that breaks a layout is seen at once.
"""

from __future__ import annotations

import tomllib

import pytest

from tests.reading import accuracy
from tests.reading.generator import LAYOUTS
from tests.reading.scoring import FIELDS

SEEDS = range(70_000, 70_070)


@pytest.fixture(scope="module")
def total() -> accuracy.Sum:
    return accuracy.summed(accuracy.judge_seed((seed, None)) for seed in SEEDS)


def test_every_document_is_read(total: accuracy.Sum) -> None:
    assert total.failures == []


def test_fields_are_read(total: accuracy.Sum) -> None:
    assert total.tally.mean() > 0.9


def test_spans_are_true(total: accuracy.Sum) -> None:
    spans = total.tally.score("spans")
    assert spans is not None
    assert spans[0] > 0.99


def test_a_failing_reader_scores_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(data: bytes, name: str) -> dict[str, object]:
        raise ValueError("broken")

    monkeypatch.setattr(accuracy, "read", fail)
    result = accuracy.judge_seed((1, None))
    assert result.failure == "ValueError: broken"
    assert result.tally.mean() == 0.0


def test_floors_name_what_fell_under_them() -> None:
    floors = accuracy.Floors()
    floors.check("generated", "fields", 0.5)
    floors.check("doubts", "right", 0.01, at_most=True)
    assert len(floors.broken) == 1
    assert floors.broken[0].startswith("generated.fields")


def test_floors_do_not_fall() -> None:
    floors = tomllib.loads((accuracy.HERE / "floors.toml").read_text("utf-8"))
    assert floors["shared"]["fields"] >= 0.98
    assert floors["shared"]["documents"] >= 0.96
    assert floors["generated"]["fields"] >= 0.97
    assert floors["shared"]["spans"] == floors["generated"]["spans"] == 1.0
    assert floors["doubts"]["wrong"] >= 0.95
    assert floors["doubts"]["right"] <= 0.05


def test_layouts_and_fields_are_those_of_the_contract() -> None:
    assert len(LAYOUTS) >= 30
    assert len(FIELDS) == 17
