"""Where every value came from: document, place, how it was read, and who confirmed it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.findings import Finding


class How(models.TextChoices):
    READ = "read", _("自动识读")
    SELECTED = "selected", _("选取原文")
    TYPED = "typed", _("人工录入")


class Provenance(models.Model):
    """``field`` names the value inside the finding, the way :mod:`duban.ledger.inputs` does: ``measures.2``, ``deadline``."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="provenance")
    plan_version = models.ForeignKey("ledger.PlanVersion", on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=200)
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="provenance")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    how = models.CharField(max_length=10, choices=How)
    reader = models.CharField(max_length=80, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["finding", "field"], name="provenance_of_field")]
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.field} {self.start}-{self.end}"
