"""``duban serve``: brings the data folder up to date, then serves until it is told to stop."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from duban.pages.addresses import refusal
from duban.pages.serving import Server

_STAMP = "collected"


class Command(BaseCommand):
    help = "启动督办：更新数据库和页面资源，然后提供网页服务，后台任务在同一进程内处理。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--bind", default="127.0.0.1:8000", help="监听的地址和端口")
        parser.add_argument("--threads", type=int, default=8)
        parser.add_argument("--prepare-only", action="store_true", help="只做准备，不启动服务")

    def handle(self, *args: Any, **options: Any) -> None:
        told = "" if options["prepare_only"] else refusal(options["bind"])
        if told:
            raise CommandError(told)
        self._migrate()
        self._collect()
        if options["prepare_only"]:
            return
        connection.close()
        self.stdout.write(f"督办已启动：http://{options['bind']}/　按 Ctrl+C 停止。")
        self.stdout.flush()
        Server(options["bind"], options["threads"]).run()

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("正在更新数据库……")
            call_command("migrate", verbosity=0, interactive=False)

    def _collect(self) -> None:
        """Collect static files when any of them is newer than the last collection."""
        source = Path(settings.STATICFILES_DIRS[0])
        if not (source / "built" / "main.css").exists():
            raise CommandError("页面资源尚未构建。请先运行 make assets，再启动。")
        stamp = Path(settings.STATIC_ROOT) / _STAMP
        newest = max(path.stat().st_mtime for path in source.rglob("*") if path.is_file())
        if stamp.exists() and stamp.stat().st_mtime >= newest:
            return
        self.stdout.write("正在整理页面资源……")
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.touch()
