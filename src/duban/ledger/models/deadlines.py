"""Deadlines as officials write them. Rows are appended, never changed: the first is the original for ever."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DeadlinePurpose(models.TextChoices):
    COMPLETE = "complete", _("完成整改")
    ACCEPT = "accept", _("完成验收")
    CLOSE = "close", _("完成销号")


class DeadlineKind(models.TextChoices):
    FIXED = "fixed", _("限期整改")
    IMMEDIATE = "immediate", _("立行立改")
    ONGOING = "ongoing", _("长期坚持")
    IMMEDIATE_ONGOING = "immediate_ongoing", _("立行立改并长期坚持")
    CONDITIONAL = "conditional", _("按条件确定")


class DeadlineSource(models.TextChoices):
    PLAN = "plan", _("方案")
    EXTENSION = "extension", _("延期批准")
    ORDER = "order", _("责令")
    ERRATUM = "erratum", _("更正")
    BACK = "back", _("撤回")


class RuleUnit(models.TextChoices):
    DAY = "day", _("天")
    WORKING_DAY = "working_day", _("个工作日")
    MONTH = "month", _("个月")
    YEAR = "year", _("年")


class Deadline(models.Model):
    finding = models.ForeignKey("ledger.Finding", on_delete=models.PROTECT, related_name="deadlines")
    purpose = models.CharField(max_length=10, choices=DeadlinePurpose, default=DeadlinePurpose.COMPLETE)
    kind = models.CharField(max_length=18, choices=DeadlineKind, blank=True)
    date = models.DateField(null=True)
    raw = models.TextField(blank=True)
    #: A relative deadline keeps what it is relative to; it is resolved when the anchor happens.
    rule_anchor = models.TextField(blank=True)
    rule_amount = models.PositiveIntegerField(null=True)
    rule_unit = models.CharField(max_length=12, choices=RuleUnit, blank=True)
    source = models.CharField(max_length=10, choices=DeadlineSource, default=DeadlineSource.PLAN)
    plan_version = models.ForeignKey(
        "ledger.PlanVersion", on_delete=models.PROTECT, null=True, related_name="deadlines"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    #: The request by whose approval this row came, where it is an extension.
    request = models.ForeignKey(
        "ledger.Request", on_delete=models.PROTECT, null=True, related_name="deadlines"
    )
    #: By what it was set, in words: the letter, the meeting, the rule.
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    #: The named event from whose day the date was counted.
    event = models.ForeignKey("ledger.AnchorEvent", on_delete=models.PROTECT, null=True, related_name="+")
    #: The date had passed already when the plan was approved: accepted, and marked for ever.
    before_approval = models.BooleanField(_("批复前已到期"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return self.raw or str(self.date or self.kind)
