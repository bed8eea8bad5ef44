"""``duban administrators``: the first three administrators of a new house, each with a first password printed once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from duban.accounts.actions.people import Printed, Wanted, approve_account, request_account
from duban.accounts.errors import Refused
from duban.accounts.models import ADMINISTRATORS, Membership, Role
from duban.organizations.actions import ensure_bodies


class Command(BaseCommand):
    help = "建立最初的系统、安全、审计三名管理员，打印各自的初始密码（只打印一次）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("body", help="管理员所在单位的名称，例如“澜州市整改办”")
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            parser.add_argument(role.value, help=f"{role.label}：用户名=姓名，例如 zhang=张三")

    def handle(self, *args: Any, **options: Any) -> None:
        if Membership.objects.filter(
            role__in=ADMINISTRATORS, until__isnull=True, person__is_active=True
        ).exists():
            raise CommandError("已经有管理员了，没有新建任何账号。增补管理员请在“账号”页面申请和批准。")
        try:
            printed = self._make(options)
        except Refused as refused:
            raise CommandError(" ".join(refused.reasons)) from refused
        for each in printed:
            self.stdout.write(
                f"{each.person.display_name}　用户名 {each.person.username}　初始密码 {each.password}"
            )

    @transaction.atomic
    def _make(self, options: dict[str, Any]) -> list[Printed]:
        bodies, _new = ensure_bodies([options["body"]], None)
        body = bodies[options["body"].strip()]
        printed = []
        for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
            username, _is, name = options[role.value].partition("=")
            printed.append(request_account(username, name, [Wanted(body, role)], None))
            approve_account(printed[-1].person, None)
        return printed
