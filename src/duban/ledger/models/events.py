"""Named events (约谈、停产、通知) from whose day relative deadlines are counted, where the ledger does not know the day itself."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.entries import Recorded
from duban.ledger.models.findings import Finding
from duban.ledger.models.plans import Plan


class AnchorEvent(Recorded):
    """On which day it happened, for one finding or for all of a plan. A wrong day is corrected by a further row; the one
    that it replaces is taken back and stays on record."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="events")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, related_name="events")
    name = models.CharField(_("事项"), max_length=60)
    happened_on = models.DateField(_("日期"))
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    #: The wrong entry that this one corrects.
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )

    class Meta(Recorded.Meta):
        verbose_name = _("起算事项")
        ordering = ["finding", "plan", "happened_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finding__isnull=True) ^ models.Q(plan__isnull=True),
                name="event_of_one",
            ),
            models.UniqueConstraint(
                fields=["finding", "name"],
                condition=models.Q(taken_back_at__isnull=True, finding__isnull=False),
                name="event_of_finding_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "name"],
                condition=models.Q(taken_back_at__isnull=True, plan__isnull=False),
                name="event_of_plan_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.happened_on}"
