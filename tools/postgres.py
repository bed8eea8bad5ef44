"""A PostgreSQL of one's own for a test run: found where Debian puts it, started on a free port, thrown away after.

with postgres() as url: …        # None where PostgreSQL is not installed
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def binaries() -> Path | None:
    """The folder of initdb and postgres: the newest Debian version, else wherever PATH has them."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def as_plain_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root; Debian's package brings a user for it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@contextlib.contextmanager
def postgres() -> Iterator[str | None]:
    """Yield the DATABASE_URL of a throw-away server (UTF-8 in C.UTF-8: with plain C, trigrams lose Chinese)."""
    folder = binaries()
    if folder is None:
        yield None
        return
    home = Path(tempfile.mkdtemp(prefix="duban-postgres-"))
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(home, user.pw_uid, user.pw_gid)
    data, port = home / "data", free_port()
    try:
        subprocess.run(
            as_plain_user([str(folder / "initdb"), "-D", str(data), "-U", "duban", "--auth=trust",
                           "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]),
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        options = f"-p {port} -h 127.0.0.1 -k {home} -c fsync=off -c full_page_writes=off"
        control = [str(folder / "pg_ctl"), "-D", str(data), "-w"]
        subprocess.run(
            as_plain_user([*control, "-o", options, "-l", str(home / "log"), "start"]), check=True, cwd="/",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            yield f"postgres://duban@127.0.0.1:{port}/postgres"
        finally:
            subprocess.run(as_plain_user([*control, "-m", "immediate", "stop"]), capture_output=True, cwd="/")
    finally:
        shutil.rmtree(home, ignore_errors=True)
