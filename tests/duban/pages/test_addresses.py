"""The address of the server: free again when its holder was killed, and a clear sentence where it is not."""

from __future__ import annotations

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from duban.pages.addresses import refusal

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def taken() -> Iterator[str]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield f"127.0.0.1:{holder.getsockname()[1]}"


def test_a_taken_address_is_named_with_what_to_do(taken: str) -> None:
    told = refusal(taken, patience=0)
    assert f"地址 {taken} 已被占用，没有启动" in told
    assert f"http://{taken}/" in told
    assert "--bind" in told
    with pytest.raises(CommandError, match="已被占用"):
        call_command("serve", "--bind", taken)


def test_a_free_address_is_no_matter(taken: str) -> None:
    port = taken.rpartition(":")[2]
    assert refusal("127.0.0.1:0", patience=0) == ""
    assert refusal(f"unix:/tmp/{port}.socket", patience=0) == ""
    assert refusal(f"[::1]:{port}", patience=0) == "" or not socket.has_ipv6


@pytest.mark.parametrize("bind", ["192.0.2.1:8000", "127.0.0.1:99999", "127.0.0.1:abc"])
def test_an_address_that_is_none_of_ours(bind: str) -> None:
    assert f"不能使用地址 {bind}" in refusal(bind, patience=0)


def test_one_who_waits_gets_it_when_it_is_free(taken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The holder lets go while the newcomer waits."""
    from duban.pages import addresses

    answers = iter([errno.EADDRINUSE, errno.EADDRINUSE, 0])
    monkeypatch.setattr(addresses, "_problem", lambda _bind: next(answers))
    assert refusal(taken) == ""


def test_a_killed_server_leaves_its_address_free(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        bind = f"127.0.0.1:{probe.getsockname()[1]}"
    env = {**os.environ, "DUBAN_DATA": str(tmp_path), "PYTHONPATH": f"{ROOT / 'src'}"}
    env.pop("DATABASE_URL", None)
    program = (
        "import django; django.setup(); from duban.pages.serving import Server; "
        f"Server({bind!r}, threads=1).run()"
    )
    env["DJANGO_SETTINGS_MODULE"] = "duban.settings"
    server = subprocess.Popen([sys.executable, "-c", program], env=env, stderr=subprocess.DEVNULL)
    try:
        assert _answers(bind, server)
    finally:
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
    assert refusal(bind) == ""


def _answers(bind: str, server: subprocess.Popen[bytes]) -> bool:
    """It serves: the process that answers is there, whatever it answers on a data folder without tables."""
    until = time.monotonic() + 60
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(f"http://{bind}/static/none", timeout=5)
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.1)
    return False
