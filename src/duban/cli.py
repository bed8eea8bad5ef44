"""The ``duban`` command. ``duban read`` must start fast, so Django is only imported for the other commands."""

from __future__ import annotations

import gc
import os
import sys


def main(argv: list[str] | None = None) -> int:
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] == ["read"]:
        # Compiling patterns makes many small lists that live on: looking for cycles among them is a third of a start.
        gc.set_threshold(200_000)
        from gongwen.cli import main as read

        return read(arguments[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duban.settings")
    from django.core.management import execute_from_command_line

    # verify-journal is the module verify_journal.
    if arguments and not arguments[0].startswith("-"):
        arguments = [arguments[0].replace("-", "_"), *arguments[1:]]
    execute_from_command_line(["duban", *arguments])
    return 0
