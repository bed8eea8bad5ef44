"""How a plan comes into force: approval from above, filing, publication, and what it says of a whole deadline class."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.deadlines import DeadlineKind, DeadlinePurpose
from duban.ledger.models.entries import Recorded
from duban.ledger.models.findings import Finding
from duban.ledger.models.inspections import Inspection
from duban.ledger.models.plans import Plan, PlanVersion


class PlanApproval(Recorded):
    """The letter (批复) by which a higher body let a plan version pass. Changes of it need the same body."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="approvals")
    body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, related_name="+")
    letter_no = models.CharField(_("批复文号"), max_length=120, blank=True)
    approved_on = models.DateField(_("批复日期"))
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Recorded.Meta):
        verbose_name = _("方案批复")
        ordering = ["version", "approved_on", "pk"]

    def __str__(self) -> str:
        return self.letter_no or str(self.approved_on)


class PlanPublication(Recorded):
    """Where the public can read a plan version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="publications")
    channel = models.CharField(_("公开渠道"), max_length=120)
    address = models.CharField(_("网址或版次"), max_length=500, blank=True)
    published_on = models.DateField(_("公开日期"))

    class Meta(Recorded.Meta):
        verbose_name = _("方案公开")
        ordering = ["version", "published_on", "pk"]

    def __str__(self) -> str:
        return f"{self.channel} {self.published_on}"


class Filing(models.Model):
    """The plan of one finding, frozen at filing: the yardstick for dispatch, acceptance and scoring.

    ``frozen`` is the plan of this finding as it stood (goal, measures, deadline, charges, members of groups) with its
    fingerprint; ``due_on`` the last day for filing with the rule in ``facts``."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="filings")
    number = models.PositiveSmallIntegerField(_("版本"))
    receipt_no = models.CharField(_("备案号"), max_length=60, unique=True)
    filed_on = models.DateField(_("备案日期"))
    due_on = models.DateField(_("应备案日期"), null=True)
    frozen = models.JSONField()
    fingerprint = models.CharField(max_length=64)
    facts = models.JSONField(default=dict)
    request = models.ForeignKey("ledger.Request", on_delete=models.PROTECT, null=True, related_name="+")
    #: The step that took this filing back: it stays on record and is no yardstick any more.
    voided_by = models.OneToOneField("ledger.Step", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("方案备案")
        ordering = ["finding", "number"]
        constraints = [models.UniqueConstraint(fields=["finding", "number"], name="filing_number")]

    def __str__(self) -> str:
        return self.receipt_no


class PlanScope(models.Model):
    """A special plan or campaign (专项方案、专项行动) covers this finding beside the master plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="scope")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="special_plans")
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "finding"], condition=models.Q(until__isnull=True), name="scope_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.finding_id}"


class ClassDeadline(Recorded):
    """One date for a whole deadline class of an inspection (立行立改的2017年7月底前销号). Later rows for the same purpose
    replace earlier ones."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="class_deadlines")
    kind = models.CharField(_("时限类别"), max_length=18, choices=DeadlineKind)
    purpose = models.CharField(
        _("期限事项"), max_length=10, choices=DeadlinePurpose, default=DeadlinePurpose.COMPLETE
    )
    date = models.DateField(_("日期"))
    words = models.TextField(_("原文"), blank=True)

    class Meta(Recorded.Meta):
        verbose_name = _("类别时限")
        ordering = ["inspection", "kind", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.date}"
