"""``duban work``: a worker process of its own; ``--once`` does what is due and stops."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from duban.jobs.worker import Crew, run_all


class Command(BaseCommand):
    help = "处理后台任务，直到收到停止信号；--once 只处理当前到期的任务。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"已处理 {run_all()} 项任务。")
            return
        crew = Crew()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: crew.stop())
        crew.start().join()
