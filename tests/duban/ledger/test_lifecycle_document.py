"""docs/lifecycle.md is what the table says, and every word it needs is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from duban.ledger import gates
from duban.ledger import lifecycle_words as words
from duban.ledger.entries import ACTS, OF_FIVE, act_name
from duban.ledger.lifecycle import Stage
from duban.ledger.lifecycle_document import document
from duban.ledger.moves import MOVES
from duban.ledger.verbs import VERBS
from duban.rulebook.catalogue import CATALOGUE
from tests.duban.conftest import Cast

DOCUMENT = Path(__file__).parents[3] / "docs" / "lifecycle.md"


def test_the_document_is_current() -> None:
    assert DOCUMENT.read_text("utf-8") == document()


def test_an_outdated_document_fails_the_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match="duban lifecycle --write"):
        call_command("lifecycle", "--check")
    call_command("lifecycle", "--write")
    call_command("lifecycle", "--check")


def test_every_move_and_state_is_in_it() -> None:
    told = document()
    assert all(f"`{move.verb}`" in told for move in MOVES)
    assert all(f"`{stage.value}`" in told for stage in Stage)
    assert "| `approve_standing` `suspend` | 批准中止 | approve: suspend" in told
    assert "%s" not in told


def test_every_gate_has_words_and_asks_rules_that_exist() -> None:
    asked = {need for move in MOVES for need in move.needs}
    assert asked == set(words.NEEDS)
    assert {rule for need in words.NEEDS.values() for rule in need.rules} <= set(CATALOGUE)


def test_every_gate_of_a_verb_that_can_be_taken_is_kept() -> None:
    assert not [need for verb in VERBS.values() for need in verb.move.needs if not gates.known(need)]


@pytest.mark.django_db
def test_people_read_the_same_table(cast: Cast, client: Client) -> None:
    client.force_login(cast.luming)
    page = client.get(reverse("ledger:lifecycle")).content.decode()
    assert all(str(move.name) in page for move in MOVES if move.verb not in OF_FIVE)
    for verb, word in zip(OF_FIVE, ("申请", "批准", "不予"), strict=True):
        names = [f"{word}{act}" for act in ("中止", "移交", "合并", "撤销", "恢复")]
        assert [act_name(verb, kind) for kind in ACTS] == names
        assert all(f"{name}</" in page for name in names)
    assert "销号之前（限已撤销、并入其他问题、移交、中止的）" in page
    assert all(str(words.NEEDS[need].name) in page for move in MOVES for need in move.needs)
    client.logout()
    assert client.get(reverse("ledger:lifecycle")).status_code == 302
