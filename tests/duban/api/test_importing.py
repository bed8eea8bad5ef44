"""Rows in over the interface, by the same verb as a table."""

from __future__ import annotations

from typing import Any

from duban.ledger.models import Finding
from tests.duban.api.conftest import Tokens
from tests.duban.conftest import Cast

ROWS = [
    {
        "problem": "鹿鸣县沿河排口直排。",
        "main": "鹿鸣县",
        "deadline": "2026年6月底前",
        "measures": "1. 封堵排口。\n2. 建成管网。",
    },
    {"problem": "望汀区扬尘扰民。", "main": "望汀区", "deadline": "立行立改"},
]


def said(**more: Any) -> dict[str, Any]:
    return {"rows": ROWS, "inspection": "2025年省级例行督察", **more}


def test_a_dry_run_says_what_would_be_and_changes_nothing(cast: Cast, program: Tokens) -> None:
    told = program(cast.clerk).post("/findings/import", said(dry_run=True)).json()
    assert (told["dry_run"], told["new"], told["bad"]) == (True, 2, [])
    assert told["new_inspections"] == ["2025年省级例行督察"]
    assert told["unknown_units"] == [{"name": "望汀区", "rows": [2]}]
    assert not Finding.objects.exists()


def test_the_same_rows_twice_change_nothing(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    first = clerk.post("/findings/import", said()).json()
    assert (first["new"], [each["name"] for each in first["unknown_units"]]) == (2, ["望汀区"])
    again = clerk.post("/findings/import", said(mode="update")).json()
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)
    assert [row["number"] for row in first["rows"]] == [row["number"] for row in again["rows"]]
    assert Finding.objects.count() == 2


def test_every_bad_cell_is_named(cast: Cast, program: Tokens) -> None:
    bad = said(rows=[*ROWS, {"problem": "", "deadline": "2026-13-45", "priority": "很重要"}])
    clerk = program(cast.clerk)
    told = clerk.post("/findings/import", {**bad, "dry_run": True}).json()
    assert {cell["field"] for cell in told["bad"]} >= {"problem", "priority"}
    assert all(cell["row"] == 3 and cell["sentence"] for cell in told["bad"])
    refused = clerk.post("/findings/import", bad)
    assert refused.status_code == 422
    assert "rows.3.priority" in refused.json()["fields"]
    assert not Finding.objects.exists()


def test_only_the_office_imports(cast: Cast, program: Tokens) -> None:
    answer = program(cast.luming).post("/findings/import", said(dry_run=True))
    assert answer.status_code == 403
    assert not Finding.objects.exists()
