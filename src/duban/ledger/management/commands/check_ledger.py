"""``duban check-ledger``: does every finding say what its rows say? Changes nothing."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from duban.ledger.agreeing import disagreements

SHOWN = 50


class Command(BaseCommand):
    help = "核对台账：每个问题的阶段、时限、在册情况、备案和检索文字是否与其逐条记录一致。"

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(islice(disagreements(), SHOWN))
        for number, told in found:
            self.stdout.write(f"  {number}  {told}")
        if found:
            raise CommandError(_("台账与逐条记录不一致，如上所列（最多列出%s条）。台账没有变动。") % SHOWN)
        self.stdout.write(_("台账与逐条记录一致。"))
