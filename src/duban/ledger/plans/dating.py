"""One date for a whole deadline class of an inspection."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.models import Person
from duban.journal.actions import record
from duban.ledger.errors import Refused
from duban.ledger.models import ClassDeadline, DeadlineKind, DeadlinePurpose, Inspection
from duban.ledger.plans.common import among, caused_by, held, short
from duban.ledger.plans.registry import Subject, plan_verb

#: Work with a limit of its own stands last: of it only acceptance and closing have a date by class.
_KINDS = sorted(DeadlineKind.choices, key=lambda pair: pair[0] == DeadlineKind.FIXED)
_LAST = datetime.date(2199, 12, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDeadlineSaid:
    kind: str = field(metadata={"label": gettext_lazy("时限类别"), "choices": _KINDS})
    purpose: str = field(
        default=DeadlinePurpose.COMPLETE,
        metadata={
            "label": gettext_lazy("期限事项"),
            "choices": DeadlinePurpose.choices,
            "help": gettext_lazy("“确保销号”一类的要求选完成销号；逾期只按完成整改的时限计算。"),
        },
    )
    date: datetime.date = field(metadata={"label": gettext_lazy("日期")})
    words: str = field(
        default="",
        metadata={
            "label": gettext_lazy("原文"),
            "help": gettext_lazy("如：立行立改的，2026年7月底前确保销号。"),
        },
    )


@plan_verb("set_class_deadline", gettext_lazy("规定类别时限"), Subject.INSPECTION, ClassDeadlineSaid)
def set_class_deadline(pk: int, said: ClassDeadlineSaid, actor: Person) -> ClassDeadline:
    """规定类别时限: holds for findings of the class without a date of their own, from their filing on. A later date for
    the same purpose replaces it for those that are still to be filed."""
    inspection = held(Inspection, pk)
    kind = among(said.kind, DeadlineKind.choices, _("时限类别"))
    if kind == DeadlineKind.FIXED and said.purpose == DeadlinePurpose.COMPLETE:
        raise Refused(
            _(
                "限期整改的问题各有自己的完成时限，不能按类规定；要改个别问题的时限请用“申请调整”。没有任何改动。"
            )
        )
    if not datetime.date(1990, 1, 1) <= said.date <= _LAST:
        raise Refused(_("日期“%s”不在合理范围内，请核对年份。没有任何改动。") % said.date)
    caused_by(inspection, said.date, _("类别时限"))
    row = ClassDeadline.objects.create(
        inspection=inspection,
        kind=kind,
        purpose=among(said.purpose, DeadlinePurpose.choices, _("期限事项")),
        date=said.date,
        words=short(said.words, _("原文"), 300),
        by=actor,
        at=timezone.now(),
    )
    facts = {"kind": kind, "purpose": row.purpose, "date": row.date.isoformat(), "words": row.words}
    record(("inspection", str(inspection.pk)), "inspection.class_deadline", actor, facts)
    return row
