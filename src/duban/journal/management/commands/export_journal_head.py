"""``duban export-journal-head``: a daily head as a small file, to be signed and kept where this machine cannot reach."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from duban.journal import export
from duban.journal.heads import make_heads
from duban.journal.models import DailyHead


class Command(BaseCommand):
    help = "导出记录的日封，另行保存；默认导出最近一天，--day 指定日期。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--day", type=datetime.date.fromisoformat, help="例如 2026-11-20")
        parser.add_argument("--output", type=Path, help="写入的文件；默认写到当前目录，“-”表示输出到屏幕")

    def handle(self, *args: Any, **options: Any) -> None:
        make_heads(timezone.localdate())
        head = self._head(options["day"])
        text = export.written(export.of(head))
        path = options["output"] or Path(f"journal-head-{head.day}.json")
        if str(path) == "-":
            self.stdout.write(text, ending="")
            return
        path.write_text(text, "utf-8")
        self.stdout.write(f"已导出 {head.day} 的日封（{head.entries:,} 条记录）：{path}")

    def _head(self, day: datetime.date | None) -> DailyHead:
        heads = DailyHead.objects.order_by("-day")
        head: DailyHead | None = (heads.filter(day=day) if day else heads).first()
        if head is None:
            raise CommandError(f"没有 {day} 的日封：当天尚未结束，或那时还没有启用日封。", returncode=2)
        return head
