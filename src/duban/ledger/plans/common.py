"""What the verbs on plans share: who may, what is meant by a name or a number, and what cannot be so."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.accounts.permissions import is_office
from duban.files.models import Document
from duban.ledger.errors import Refused, Unseen
from duban.ledger.models import Finding
from duban.ledger.naming import units_called
from duban.ledger.splitting import numbers_in
from duban.organizations.models import Body

Row = TypeVar("Row", bound=Model)
_EARLIEST = datetime.date(1990, 1, 1)


def demand_office(actor: Person) -> None:
    """To everybody else these records are not there, so that a refusal tells nothing of them."""
    if not is_office(actor):
        raise Unseen(_("没有这一记录，或者它不在您的工作范围内。"))


def held(model: type[Row], pk: int) -> Row:
    """The locked row."""
    row = model._default_manager.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
    if row is None:
        raise Unseen(_("没有这一记录，或者它不在您的工作范围内。"))
    return row


def body_named(name: str) -> Body | None:
    """The body of that name; one that nobody knows is asked."""
    wanted = name.strip()
    return units_called([wanted])[wanted] if wanted else None


def document_of(uuid: str, actor: Person) -> Document | None:
    """One of the files that the office keeps; none where nothing was chosen."""
    if not uuid.strip():
        return None
    try:
        found = Document.objects.visible_to(actor).filter(uuid=UUID(uuid.strip())).first()
    except ValueError:
        found = None
    if found is None:
        raise Refused(_("所选的文件不在文件库中，没有任何改动。"))
    return found


def findings_numbered(numbers: Iterable[str]) -> list[Finding]:
    """The locked findings of these numbers, in one order, so that two who name the same never wait for each other."""
    wanted = numbers_in(numbers)
    rows = list(Finding.objects.select_for_update(no_key=True).filter(number__in=wanted).order_by("pk"))
    unknown = sorted(set(wanted) - {row.number for row in rows})
    if unknown:
        raise Refused(_("没有编号为%s的问题，没有任何改动。") % _("、").join(unknown))
    return rows


def past(day: datetime.date | None, what: str) -> datetime.date:
    """A day on which something happened."""
    if day is None:
        raise Refused(_("请填写%s，没有任何改动。") % what)
    if day > timezone.localdate() or day < _EARLIEST:
        raise Refused(
            _("%(what)s“%(day)s”不对：不能晚于今天，请核对。没有任何改动。") % {"what": what, "day": day}
        )
    return day


def filled(text: str, what: str, most: int) -> str:
    said = text.strip()
    if not said:
        raise Refused(_("请填写%s，没有任何改动。") % what)
    return short(said, what, most)


def short(text: str, what: str, most: int) -> str:
    said = text.strip()
    if len(said) > most:
        raise Refused(_("%(what)s不超过%(most)s字，没有任何改动。") % {"what": what, "most": most})
    return said


def among(value: str, choices: Sequence[tuple[str, object]], what: str) -> str:
    if value not in dict(choices):
        raise Refused(_("请选择%s，没有任何改动。") % what)
    return value
