"""``duban verify-journal``: proves that the record holds, or names the first places that do not."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from duban.journal import export
from duban.journal.checking import verify_and_note
from duban.journal.telling import told


class Command(BaseCommand):
    help = "核验全部记录：逐条校验每个对象的记录链和每日日封；--head 同时与另存的日封文件核对。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--head", type=Path, help="export-journal-head 导出的文件")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = self._kept(options["head"])
        report = verify_and_note(kept, lambda count: self.stderr.write(f"  已核验 {count:,} 条……"))
        self.stdout.write(
            f"核验 {report.streams:,} 个对象的 {report.entries:,} 条记录、{report.heads:,} 个日封，"
            f"用时 {report.seconds:.2f} 秒（每秒 {report.rate:,} 条）。"
        )
        if report.holds:
            with_file = "，与另存的日封一致" if kept else ""
            self.stdout.write(f"记录完整，未发现改动{with_file}。")
            return
        for found in report.breaks:
            self.stdout.write(f"  {told(found)}")
        raise CommandError("记录已被改动，请保留数据库现状并立即报告审计管理员。", returncode=1)

    def _kept(self, path: Path | None) -> export.HeadFile | None:
        if path is None:
            return None
        try:
            return export.read(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError):
            raise CommandError(f"读不到日封文件“{path}”，请核对路径；没有进行核验。", returncode=2) from None
        except export.NotAHead as error:
            raise CommandError(str(error), returncode=2) from None
