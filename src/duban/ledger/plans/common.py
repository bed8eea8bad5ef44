"""What the verbs on plans share: who may, what is meant by a name or a number, and what cannot be so."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.accounts.permissions import is_office
from duban.files.models import Document
from duban.ledger.errors import Refused, Unseen
from duban.ledger.models import Finding, Inspection
from duban.ledger.naming import units_called
from duban.ledger.splitting import numbers_in
from duban.organizations.models import Body

Row = TypeVar("Row", bound=Model)
#: Fields that name a unit of the directory, or somebody who leads: the page offers those there are.
OF_UNITS = {"suggest": "bodies"}
OF_LEADERS = {"suggest": "leaders"}
ORDER_NOTE = {
    "label": gettext_lazy("日期先后说明"),
    "help": gettext_lazy("一般不填；日期早于会议审定或上级批复的，写明原因，记入记录。"),
}
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


def caused_by(inspection: Inspection, day: datetime.date, what: str) -> datetime.date:
    """Nothing that answers an inspection was before it: before its feedback, or, where that day is not known, before the
    teams came."""
    begun, event = inspection.feedback_date, _("反馈日期")
    if begun is None:
        begun, event = inspection.onsite_start, _("进驻日期")
    if begun is not None and day < begun:
        facts = {"what": what, "day": day, "event": event, "begun": begun}
        raise Refused(
            _("%(what)s“%(day)s”早于该督察的%(event)s%(begun)s，请核对年份。没有任何改动。") % facts
        )
    return day


def in_order(day: datetime.date, before: datetime.date | None, told: str, note: str) -> str:
    """What usually comes later is entered with an earlier day only when somebody says why; the note, for the record."""
    said = short(note, str(ORDER_NOTE["label"]), 300)
    if before is None or day >= before:
        return ""
    if not said:
        raise Refused(_("%s。核对无误的，请在“日期先后说明”中写明原因后再登记。没有任何改动。") % told)
    return said


def up_to_today(day: datetime.date | None, what: str) -> datetime.date:
    """A day from which, or to which, something holds; nothing said: today. What is still to come is entered when it
    comes, for the ledger tells what is."""
    if day is not None and day > timezone.localdate():
        raise Refused(
            _("%(what)s“%(day)s”还没有到，请到时再登记。没有任何改动。") % {"what": what, "day": day}
        )
    return day or timezone.localdate()


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
