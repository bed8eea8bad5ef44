"""What a place of installation needs: the data folder, its secret key, the static files with hashed names."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


def data_folder(configured: str) -> Path:
    """The folder that holds everything this installation owns; made when absent."""
    folder = Path(configured) if configured else _project_folder() / "var"
    # The database and the received files are nobody's else on this machine.
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder.resolve()


def _project_folder() -> Path:
    """The working copy this code runs from, or the current folder where the package was installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").exists() else Path.cwd()


def secret_key(folder: Path, name: str = "secret-key") -> str:
    """A key of this installation's own, written on first use and readable by its owner only.

    It appears under its name only when it is whole: of two that start at once, both get the same one."""
    path = folder / name
    known = path.read_text().strip() if path.exists() else ""
    if known:
        return known
    fresh = folder / f"{name}.{os.getpid()}.{secrets.token_hex(4)}"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(50))
    try:
        if path.exists():  # left empty by a start that was broken off
            path.unlink()
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text().strip()


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names where the files were collected; the plain name where they were not (tests, development)."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
