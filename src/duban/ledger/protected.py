"""Fields of a finding that name who complained. They stand on the page by name only; reading one takes a reason, and the
record keeps who read it and why."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts.models import Person, Role
from duban.accounts.permissions import OFFICE, Someone, roles_of
from duban.journal.actions import record_read
from duban.ledger.errors import Refused, Unseen
from duban.ledger.models import Finding, Remark

_WORDS = ("举报人", "投诉人", "来电人", "来信人", "信访人", "联系电话", "联系方式", "身份证", "住址")
_MAY = OFFICE | {Role.PETITION_CLERK}


def is_protected(label: str) -> bool:
    return any(word in label for word in _WORDS)


def may_read(person: Someone) -> bool:
    """The office and those who handle petitions; whoever is charged with the problem need not know who complained."""
    return bool(roles_of(person) & _MAY)


@transaction.atomic
def read(number: str, remark: int, reason: str, actor: Person) -> Remark:
    """The field itself, for this once."""
    finding = Finding.objects.visible_to(actor).filter(number=number).first()
    row = finding.remarks.filter(pk=remark).first() if finding and may_read(actor) else None
    if finding is None or row is None or not is_protected(row.label):
        raise Unseen(_("没有编号为 %s 的问题，或者它不在您的工作范围内。") % number)
    reason = reason.replace("\x00", "").strip()
    if not reason:
        raise Refused(_("请写明查看的理由，理由将记入查阅记录。"))
    record_read(("finding", str(finding.pk)), actor, reason[:300], f"{finding.number} {row.label}")
    return row
