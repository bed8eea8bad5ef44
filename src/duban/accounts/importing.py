"""Accounts in bulk from an Excel table: looked at as a whole first, every bad cell named, then asked for all or none."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from duban.accounts.actions.people import Printed, Wanted, request_accounts
from duban.accounts.errors import Refused
from duban.accounts.models import Person, Role
from duban.accounts.permissions import clash
from duban.organizations import sheets
from duban.organizations.models import Body
from duban.organizations.queries import match_all
from duban.organizations.sheets import Bad, Line

SHEET = "账号"
HEADINGS = ("用户名", "姓名", "单位", "角色", "职务", "起始日期")
_NEEDED = HEADINGS[:4]


@dataclass(slots=True)
class Asked:
    """An account of the table: its rows are its roles."""

    username: str
    display_name: str
    roles: list[Wanted]
    first: Line


@dataclass(frozen=True, slots=True)
class Trial:
    """What the table would do. With anything bad, nothing of it is done."""

    accounts: tuple[Asked, ...]
    bad: tuple[Bad, ...]
    known: tuple[str, ...]


def template() -> bytes:
    """An empty table with one row that shows how."""
    example = ("luxiaohe", "鲁晓禾", "鹿鸣县", str(Role.LIAISON.label), "科长", "2026-03-01")
    return sheets.write([(SHEET, HEADINGS, [example])])


def try_out(data: bytes) -> Trial:
    """Read the table; accounts that are there already are left alone and named."""
    bad: list[Bad] = []
    book = sheets.open_table(data)
    name = SHEET if SHEET in book.sheet_names else book.sheet_names[0]
    lines = sheets.lines(book, name, _NEEDED, bad)
    bodies = match_all(line.text("单位") for line in lines)
    asked = _by_account(lines, bodies)
    there = set(Person.objects.annotate(low=Lower("username")).values_list("low", flat=True))
    known = [each.username for each in asked if each.username.casefold() in there]
    new = [each for each in asked if each.username.casefold() not in there]
    for each in new:
        if clash({wanted.role for wanted in each.roles}):
            told = _("“%(name)s”在表中有几个角色：系统、安全、审计管理员互不兼任，也不能兼任业务角色。")
            each.first.complain("角色", told % {"name": each.username})
    return Trial(tuple(new), tuple(sorted(bad, key=_place)), tuple(known))


def _place(bad: Bad) -> tuple[int, str]:
    """From the first row to the last, as somebody goes through the table."""
    column = bad.cell.rstrip("0123456789")
    return int(bad.cell.removeprefix(column) or 0), column


def _by_account(lines: list[Line], bodies: dict[str, Body | None]) -> list[Asked]:
    asked: dict[str, Asked] = {}
    for line in lines:
        username, name = line.needed("用户名", 60), line.needed("姓名", 60)
        each = asked.setdefault(username.casefold(), Asked(username, name, [], line))
        if each.display_name != name:
            line.complain("姓名", _("同一用户名“%(name)s”在表中有两个姓名。") % {"name": username})
        wanted = _role(line, bodies)
        if wanted is not None:
            each.roles.append(wanted)
    return list(asked.values())


def _role(line: Line, bodies: dict[str, Body | None]) -> Wanted | None:
    unit, said, since = line.needed("单位"), line.needed("角色"), line.day("起始日期")
    body = bodies.get(unit)
    role = {str(role.label): role for role in Role}.get(said)
    if unit and body is None:
        line.complain("单位", _("组织名录里没有“%(name)s”，请先登记或改用名录中的名称。") % {"name": unit})
    if said and role is None:
        labels = _("、").join(str(role.label) for role in Role)
        line.complain(
            "角色", _("没有“%(name)s”这个角色，可用：%(labels)s。") % {"name": said, "labels": labels}
        )
    return Wanted(body, role, line.short("职务", 60), since) if body and role else None


@transaction.atomic
def take_over(data: bytes, actor: Person | None) -> list[Printed]:
    """Ask for every new account of the table. Taken over twice, the second time does nothing."""
    trial = try_out(data)
    if trial.bad:
        raise Refused(
            _("表格里还有%(n)d处问题，没有申请任何账号，请改好后重新上传。") % {"n": len(trial.bad)}
        )
    if not trial.accounts:
        raise Refused(_("表中的账号都已经有了，没有新的可申请。"))
    return request_accounts(
        [(each.username, each.display_name, each.roles) for each in trial.accounts], actor
    )
