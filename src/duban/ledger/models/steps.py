"""Steps taken on a finding, and the answer "none, with reason" where a plan names nobody for a role."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models.charges import ChargeRole
from duban.ledger.models.findings import Finding


class Step(models.Model):
    """One move that was made. Rows are appended: a step taken by mistake is withdrawn by a further step.

    ``start`` and ``end`` repeat the stages, so that a withdrawal leads back to where the finding stood. ``facts``
    keeps the rules that were followed and what they were applied to."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="steps")
    ordinal = models.PositiveIntegerField()
    verb = models.CharField(_("步骤"), max_length=32)
    start = models.CharField(max_length=16, choices=Stage)
    end = models.CharField(max_length=16, choices=Stage)
    reason = models.TextField(_("理由"), blank=True)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )
    #: Of the form it was taken with: sent twice, the form finds its step here.
    token = models.UUIDField(null=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("步骤")
        ordering = ["finding", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["finding", "ordinal"], name="step_place")]

    def __str__(self) -> str:
        return f"{self.finding_id}#{self.ordinal} {self.verb}"


class Waiver(models.Model):
    """ "None, with reason": the plan names nobody for this role, or no measurable target, and somebody said why."""

    #: What besides a role of a charge may be declared absent.
    INDICATOR = "indicator"
    PUBLICATION = "publication"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="waivers")
    what = models.CharField(
        _("事项"),
        max_length=16,
        choices=[*ChargeRole.choices, (INDICATOR, _("量化指标")), (PUBLICATION, _("公开"))],
    )
    reason = models.TextField(_("理由"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("“无”的说明")
        ordering = ["finding", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "what"],
                condition=models.Q(ended_at__isnull=True),
                name="waiver_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.what}"


class StandingChange(models.Model):
    """Every time a finding left the count or came back to it: withdrawn, merged, transferred, suspended, resumed."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="standing_changes")
    before = models.CharField(max_length=12, choices=Standing)
    after = models.CharField(max_length=12, choices=Standing)
    reason = models.TextField(_("理由"))
    into = models.ForeignKey(Finding, on_delete=models.PROTECT, null=True, related_name="merged_here")
    to_body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, null=True, related_name="+")
    until = models.DateField(_("中止至"), null=True)
    request = models.ForeignKey("ledger.Request", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.before} → {self.after}"
