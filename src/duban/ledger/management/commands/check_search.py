"""``duban check-search``: does the index have what the findings say? ``--rebuild`` makes it anew."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.utils.translation import gettext as _

from duban.ledger.searching import index

SHOWN = 20


class Command(BaseCommand):
    help = "核对台账的检索索引；--rebuild 重新建立。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="重新建立检索索引")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rebuild"]:
            self.stdout.write(_("检索索引已重新建立，收录%s个问题。") % index.rebuild(connection))
            return
        found = list(islice(index.disagreements(connection), SHOWN))
        if found:
            told = _("、").join(found)
            raise CommandError(
                _("检索索引与台账不一致：%s。台账没有变动；请执行 duban check-search --rebuild。") % told
            )
        self.stdout.write(_("检索索引与台账一致。"))
