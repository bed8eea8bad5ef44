"""``duban rotate-sealing-key``: a new key for the secrets in the database, and everything sealed anew with it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duban.accounts import sealing
from duban.accounts.actions.credentials import seal_anew
from duban.accounts.errors import Refused


class Command(BaseCommand):
    help = "换用新的保管密钥，并用它重新加密库中的动态口令密钥；旧密钥留在密钥文件里，直到明确要求去掉。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drop-old",
            action="store_true",
            help="重新加密以后去掉旧密钥；此前的数据库备份将无法再打开这些密钥",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        sealing.add_key()
        try:
            count = seal_anew()
        except Refused as refused:
            raise CommandError(
                "有的动态口令密钥用现有密钥都打不开，没有重新加密任何一个；原有密钥都还在，新启用的从此用新密钥。"
                + " ".join(refused.reasons)
            ) from refused
        dropped = sealing.drop_old_keys() if options["drop_old"] else 0
        self.stdout.write(
            f"已用新密钥重新加密{count}个动态口令密钥，去掉旧密钥{dropped}个：{sealing.key_file()}"
        )
