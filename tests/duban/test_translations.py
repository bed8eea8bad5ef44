"""English pages: the catalogue keeps every placeholder and tag, and the pages speak it."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.test import Client
from django.utils.translation import override

import duban
from duban.journal.queries import stream
from duban.ledger.models import Finding
from duban.rulebook.calendar_actions import NewDay, clear_day, set_day
from duban.rulebook.models import DayKind
from tests.duban.conftest import Cast, Filer, ItemMaker

CATALOGUE = Path(duban.__file__).parent / "locale" / "en" / "LC_MESSAGES" / "django.po"
FILLED_IN = re.compile(r"%%|%\(\w+\)[sd]|%[sd]|\{\w+\}|&[PNC]")
TAGS = re.compile(r"<[^>]+>")


def _messages() -> list[Message]:
    with CATALOGUE.open("rb") as handle:
        return [message for message in read_po(handle, locale="en") if message.id and message.string]


def _pairs(message: Message) -> list[tuple[str, str]]:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
    return [(ids[min(at, len(ids) - 1)], said) for at, said in enumerate(strings) if said]


@pytest.mark.parametrize("pattern", [FILLED_IN, TAGS], ids=["placeholders", "tags"])
def test_translations_keep_what_is_filled_in(pattern: re.Pattern[str]) -> None:
    pairs = [pair for message in _messages() for pair in _pairs(message)]
    assert pairs
    differ = [
        (chinese, english)
        for chinese, english in pairs
        if Counter(pattern.findall(chinese)) != Counter(pattern.findall(english))
    ]
    assert differ == []


def test_what_is_filled_in_without_a_name_keeps_its_order() -> None:
    in_order = re.compile(r"%[sd]")
    assert [
        english
        for message in _messages()
        for chinese, english in _pairs(message)
        if in_order.findall(chinese) != in_order.findall(english)
    ] == []


def test_no_chinese_full_stop_or_comma_is_left_in_english() -> None:
    assert [e for m in _messages() for _c, e in _pairs(m) if re.search("[，。；：、（）]", e)] == []


@pytest.fixture
def english(client: Client, cast: Cast) -> Client:
    client.force_login(cast.clerk)
    answer = client.post("/language/", {"language": "en", "next": "/"})
    assert answer.status_code == 302
    return client


def test_the_first_page_speaks_english(
    english: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item())
    text = english.get("/").content.decode()
    assert '<html lang="en">' in text
    assert "Findings in the ledger" in text
    assert "台账问题" not in text


def test_the_ledger_and_a_finding_speak_english_and_keep_the_documents_words(
    english: Client, cast: Cast, item: ItemMaker, file_plan: Filer
) -> None:
    file_plan(item(problem="沿河排口直排。"))
    finding = Finding.objects.get()
    listed = english.get("/ledger/").content.decode()
    assert "Responsible unit" in listed
    assert "沿河排口直排。" in listed
    found = english.get(f"/ledger/{finding.number}/").content.decode()
    assert "Rectification measures" in found
    assert "Registered in the ledger under" in found
    assert "整改措施" not in found


def test_the_record_keeps_the_same_words_whatever_page_its_writer_has(cast: Cast) -> None:
    day = datetime.date(2026, 11, 23)
    with override("en"):
        set_day(NewDay(day, DayKind.HOLIDAY, "市庆"), "澜政办发〔2026〕9号", cast.head, "市政府通知放假")
        clear_day(day, cast.head, "通知撤销")
    facts = [entry.payload for entry in stream("calendar", 2026)][-2:]
    assert [facts[0]["kind"], facts[1]["before"]] == ["放假", "放假 市庆"]
