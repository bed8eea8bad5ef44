"""What a place of installation needs: the data folder, its secret key, the static files with hashed names."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


def data_folder(configured: str) -> Path:
    """The folder that holds everything this installation owns; made when absent."""
    folder = Path(configured) if configured else _project_folder() / "var"
    folder.mkdir(parents=True, exist_ok=True)
    return folder.resolve()


def _project_folder() -> Path:
    """The working copy this code runs from, or the current folder where the package was installed."""
    root = Path(__file__).resolve().parents[2]
    return root if (root / "pyproject.toml").exists() else Path.cwd()


def secret_key(folder: Path) -> str:
    """A key of this installation's own, written on first use and readable by its owner only."""
    path = folder / "secret-key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashed names where the files were collected; the plain name where they were not (tests, development)."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
