"""duban lifecycle: the table of the life cycle as a document; --write puts it into docs, --check holds docs to it."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duban.ledger.lifecycle_document import document

PLACE = Path("docs/lifecycle.md")


class Command(BaseCommand):
    help = "Print the life cycle of a finding, write docs/lifecycle.md, or check that it is current."
    requires_system_checks: list[str] = []  # noqa: RUF012  as Django declares it

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--write", action="store_true", help=f"write {PLACE}")
        what.add_argument(
            "--check", action="store_true", help=f"fail where {PLACE} is not what the table says"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = document()
        if options["write"]:
            PLACE.write_text(wanted, "utf-8")
        elif options["check"]:
            if not PLACE.is_file() or PLACE.read_text("utf-8") != wanted:
                raise CommandError(f"{PLACE} is not what the table says. Run duban lifecycle --write.")
        else:
            self.stdout.write(wanted, ending="")
