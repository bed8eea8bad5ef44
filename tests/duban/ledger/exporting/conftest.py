"""A ledger that counts as large: what is more than two findings is made in the background."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from duban.accounts.models import Person
from duban.ledger.exporting import asking
from duban.ledger.models import Export
from tests.duban.conftest import Filer, ItemMaker

Pages = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def _two_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ALWAYS_AT_ONCE", 1)
    monkeypatch.setattr(asking, "at_once", lambda: 2)


@pytest.fixture
def many(item: ItemMaker, file_plan: Filer) -> list[str]:
    """Numbers of five findings, four of them of 鹿鸣县 and one of 棠溪县."""
    from duban.ledger.inputs import ChargeInput

    items = [item(problem=f"鹿鸣县第{n}处排口直排。") for n in range(1, 5)]
    other = item(problem="棠溪县扬尘。", charges=(ChargeInput("main", "棠溪县"),))
    return [found.number for found in file_plan(*items, other).findings]


@pytest.fixture
def pages() -> Pages:
    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def asked_by(page: Client, address: str = "/ledger/export/problems/") -> Export:
    answer = page.post(address)
    assert answer.status_code == 302, answer.content.decode()[:500]
    return Export.objects.get(uuid=answer["Location"].rstrip("/").rpartition("/")[2])


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def file_of(page: Client, export: Export) -> bytes:
    answer = page.get(f"/ledger/exports/{export.uuid}/file/")
    assert answer.status_code == 200
    return answer.getvalue()
