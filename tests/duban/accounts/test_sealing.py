"""Secrets are sealed in the database; keys change without losing any; what no key opens is said, not guessed."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from duban.accounts import sealing, totp
from duban.accounts.actions import credentials
from duban.accounts.models import Person, SecondFactor
from duban.journal import queries as journal
from duban.journal.sentences import tell
from tests.duban.conftest import Cast

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def _enrol(person: Person) -> tuple[str, list[str]]:
    secret = credentials.begin_second_factor(person)
    codes = credentials.confirm_second_factor(person, _code(secret, 0), NOW)
    return secret, codes


def _code(secret: str, later: int) -> str:
    return totp.code(totp.as_bytes(secret), totp.step_of(NOW.timestamp()) + later)


def _rotate(*arguments: str) -> str:
    said = io.StringIO()
    call_command("rotate_sealing_key", *arguments, stdout=said)
    return said.getvalue()


def test_the_database_alone_opens_nothing(cast: Cast) -> None:
    secret, _codes = _enrol(cast.head)
    kept = SecondFactor.objects.get().sealed_secret
    assert secret not in kept
    assert sealing.opened(kept) == secret
    path = sealing.key_file()
    assert os.stat(path).st_mode & 0o077 == 0
    assert path.read_text().strip() not in kept


def test_a_key_is_rotated_and_codes_still_count(cast: Cast) -> None:
    secret, _codes = _enrol(cast.head)
    first = SecondFactor.objects.get().sealed_secret
    assert "重新加密1个" in _rotate()
    assert SecondFactor.objects.get().sealed_secret != first
    assert sealing.opened(first) == secret
    assert credentials.check_second_factor(cast.head, _code(secret, 1), NOW)
    assert "去掉旧密钥2个" in _rotate("--drop-old")
    with pytest.raises(sealing.SealBroken):
        sealing.opened(first)
    assert sealing.opened(SecondFactor.objects.get().sealed_secret) == secret
    assert "重新加密1个" in tell(list(journal.stream("accounts", "sealing"))[-1])


def test_a_lost_key_is_said_and_a_recovery_code_still_opens_the_door(cast: Cast) -> None:
    secret, codes = _enrol(cast.head)
    sealing.key_file().unlink()
    with pytest.raises(sealing.SealBroken, match="恢复码"):
        credentials.check_second_factor(cast.head, _code(secret, 1), NOW)
    assert credentials.check_second_factor(cast.head, codes[0], NOW)
    assert not SecondFactor.objects.filter(sealed_secret="").exists()
    with pytest.raises(CommandError, match="没有重新加密任何一个"):
        _rotate("--drop-old")
    assert len(sealing.key_file().read_text().split()) == 1


def test_a_secret_that_nobody_confirmed_is_drawn_anew_when_its_key_is_gone(cast: Cast) -> None:
    first = credentials.begin_second_factor(cast.head)
    assert credentials.begin_second_factor(cast.head) == first
    sealing.key_file().unlink()
    with pytest.raises(sealing.SealBroken):
        credentials.begin_second_factor(cast.head)
    assert not sealing.key_file().exists()
    sealing.add_key()
    assert credentials.begin_second_factor(cast.head) != first


def test_a_page_that_cannot_seal_says_so(cast: Cast, client: Client) -> None:
    _enrol(cast.luming)
    sealing.key_file().unlink()
    client.force_login(cast.head)
    assert "没有启用" in client.get("/account/me/second-factor/").content.decode()


def test_keys_are_written_whole(tmp_path: Path, settings: object) -> None:
    settings.SEALING_KEY_FILE = str(tmp_path / "elsewhere" / "keys")  # type: ignore[attr-defined]
    (tmp_path / "elsewhere").mkdir()
    kept = sealing.seal("JBSWY3DP")
    sealing.add_key()
    assert sealing.opened(kept) == "JBSWY3DP"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["keys"]


@pytest.mark.django_db(transaction=True)
def test_rows_of_an_older_house_are_sealed_as_they_come_over() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    try:
        executor.migrate([("accounts", "0004_inherited_posts")])
        apps = executor.loader.project_state([("accounts", "0004_inherited_posts")]).apps
        person = apps.get_model("accounts", "Person").objects.create(username="old", display_name="旧人")
        apps.get_model("accounts", "SecondFactor").objects.create(person=person, secret="JBSWY3DP")
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
    kept = SecondFactor.objects.get().sealed_secret
    assert kept != "JBSWY3DP"
    assert sealing.opened(kept) == "JBSWY3DP"
