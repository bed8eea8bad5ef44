"""One verb taken on many findings: each row stands for itself, and is done once however often the form is sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class BulkRun(models.Model):
    """``token`` is the form's: sent again, it finds this run. ``said`` is what the form held, for those that failed."""

    token = models.UUIDField(unique=True, editable=False)
    verb = models.CharField(_("步骤"), max_length=32)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("批量办理")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.token}"


class BulkChoice(models.Model):
    """Findings that were chosen to be acted on at once, so that the page that asks how has an address. ``said``: what was
    typed there and could not be taken as it was."""

    token = models.UUIDField(unique=True, editable=False)
    numbers = models.JSONField(default=list)
    said = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("批量选择")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.token)


class BulkRow(models.Model):
    """``told`` is empty until the row was tried; a refused one keeps its reasons and gaps there."""

    run = models.ForeignKey(BulkRun, on_delete=models.PROTECT, related_name="rows")
    ordinal = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    tried = models.BooleanField(default=False)
    step = models.OneToOneField("ledger.Step", on_delete=models.PROTECT, null=True, related_name="+")
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["run", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="bulk_number_once"),
            models.UniqueConstraint(fields=["run", "ordinal"], name="bulk_place"),
        ]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"
