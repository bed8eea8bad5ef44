"""Under one key a change happens once, and the answer is given again."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from duban.accounts.models import Leave, Person
from duban.api.handlers import forget
from duban.api.models import Answer
from duban.journal.models import Entry
from duban.organizations.models import Body
from tests.duban.api.conftest import Program, Three, Tokens
from tests.duban.conftest import Cast
from tests.duban.test_two_at_once import at_once

LEAVE = {"since": "2026-03-02", "until": "2026-03-03", "reason": "年休"}


def test_the_same_request_again_gives_the_same_answer(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    first, again = (clerk.post("/me/leaves", LEAVE, key="a1") for _time in range(2))
    assert first.status_code == again.status_code == 200
    assert first.content == again.content
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert Leave.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    clerk.post("/me/leaves", LEAVE, key="a1")
    for path, said in (
        ("/me/leaves", {**LEAVE, "until": "2026-03-09"}),
        ("/bodies", {"name": "澜州市水务局"}),
    ):
        answer = clerk.post(path, said, key="a1")
        assert (answer.status_code, answer.json()["code"]) == (409, "key_taken")
    assert Leave.objects.count() == 1
    assert not Body.objects.filter(name="澜州市水务局").exists()


def test_a_key_belongs_to_its_token(cast: Cast, program: Tokens) -> None:
    program(cast.clerk).post("/me/leaves", LEAVE, key="a1")
    assert program(cast.head).post("/me/leaves", LEAVE, key="a1").status_code == 200
    assert Leave.objects.count() == 2


def test_what_was_refused_may_be_asked_again(cast: Cast, program: Tokens) -> None:
    head = program(cast.head)
    assert head.post("/bodies", {"name": "澜州市整改办"}, key="a1").status_code == 422
    assert not Answer.objects.exists()
    Body.objects.filter(name="澜州市整改办").update(name="澜州市督察整改办")
    assert head.post("/bodies", {"name": "澜州市整改办"}, key="a1").status_code == 200


def test_a_secret_is_not_kept_for_another_time(three: Three, program: Tokens) -> None:
    system = program(three.system)
    said = {"username": "luxiaohe", "display_name": "鲁晓禾"}
    first = system.post("/people", said, key="a1")
    password = first.json()["password"]
    again = system.post("/people", said, key="a1")
    assert (again.status_code, again.json()["code"]) == (409, "done_before")
    assert Person.objects.filter(username="luxiaohe").count() == 1
    assert password not in Answer.objects.get().body
    assert not any(password in str(entry.payload) for entry in Entry.objects.all())


def test_a_form_counts_by_what_it_holds(cast: Cast, program: Tokens, settings: object) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def plan(text: str) -> dict[str, object]:
        return {"files": SimpleUploadedFile("方案.txt", text.encode())}

    clerk = program(cast.clerk)
    first = clerk.send("/intake/sets", plan("一、鹿鸣县沿河排口直排。"), key="a1")
    assert first.status_code == 200, first.content.decode()
    again = clerk.send("/intake/sets", plan("一、鹿鸣县沿河排口直排。"), key="a1")
    assert again.content == first.content
    assert clerk.send("/intake/sets", plan("二、望汀区扬尘。"), key="a1").status_code == 409


@pytest.mark.parametrize("key", ["x" * 201, "a\tb"])
def test_a_key_is_short_and_plain(cast: Cast, program: Tokens, key: str) -> None:
    answer = program(cast.clerk).post("/me/leaves", LEAVE, key=key)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_key")
    assert not Leave.objects.exists()


def test_keys_are_forgotten_when_the_rule_says(cast: Cast, program: Tokens) -> None:
    clerk = program(cast.clerk)
    clerk.post("/me/leaves", LEAVE, key="alt")
    clerk.post("/me/leaves", LEAVE, key="neu")
    now = timezone.now()
    Answer.objects.filter(key="alt").update(at=now - timedelta(days=8))
    assert forget(now) == {"answers": 1}
    assert list(Answer.objects.values_list("key", flat=True)) == ["neu"]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one(cast: Cast, program: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    """On PostgreSQL in two threads: the second waits at the key for the first, and gets its answer."""
    clerk: Program = program(cast.clerk)
    if connection.vendor == "postgresql":
        from duban.accounts.actions import deputies

        taken = deputies.take_leave
        monkeypatch.setattr(deputies, "take_leave", lambda *said: (time.sleep(0.2), taken(*said))[1])
    given = at_once(*(lambda: clerk.post("/me/leaves", LEAVE, key="a1") for _time in range(2)))
    assert [answer.status_code for answer in given] == [200, 200]
    assert given[0].content == given[1].content
    assert sorted("Idempotency-Replayed" in answer for answer in given) == [False, True]
    assert Leave.objects.count() == 1
