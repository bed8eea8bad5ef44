"""``duban serve``: brings database and static files up to date before it serves, and only when needed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from duban.pages.serving import Server


@pytest.fixture
def place(settings: Any, tmp_path: Path) -> Path:
    """A static source of two files, and an empty target."""
    source = tmp_path / "source"
    (source / "built").mkdir(parents=True)
    (source / "built" / "main.css").write_text("body{}")
    settings.STATICFILES_DIRS = [source]
    settings.STATIC_ROOT = tmp_path / "target"
    return tmp_path


def _prepare() -> str:
    out = io.StringIO()
    call_command("serve", "--prepare-only", stdout=out)
    return out.getvalue()


def test_static_files_are_collected_once_and_again_when_they_changed(place: Path, db: None) -> None:
    assert "页面资源" in _prepare()
    assert (place / "target" / "collected").exists()
    assert _prepare() == ""
    newer = (place / "target" / "collected").stat().st_mtime + 10
    import os

    os.utime(place / "source" / "built" / "main.css", (newer, newer))
    assert "页面资源" in _prepare()


def test_without_built_assets_it_says_what_to_run(place: Path, db: None) -> None:
    (place / "source" / "built" / "main.css").unlink()
    with pytest.raises(CommandError, match="make assets"):
        _prepare()


def test_the_server_is_one_process_with_threads_and_no_control_socket() -> None:
    server = Server("127.0.0.1:8765", threads=3)
    assert (server.cfg.workers, server.cfg.threads, server.cfg.worker_class_str) == (1, 3, "gthread")
    assert server.cfg.address == [("127.0.0.1", 8765)]
    assert server.cfg.control_socket_disable is True
