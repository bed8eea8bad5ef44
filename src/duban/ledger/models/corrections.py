"""Errata and opening facts: what is put right or taken over without a new plan."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import Stage
from duban.ledger.models.findings import Finding


class Erratum(models.Model):
    """A clerk's typing error, corrected on record. What the plan promised is not changed by an erratum."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="errata")
    field = models.CharField(max_length=60)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.TextField(_("更正说明"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("更正")
        ordering = ["finding", "pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.field}"


class Takeover(models.Model):
    """One Excel ledger of an office that was taken over, and who vouches for it."""

    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attestation = models.TextField(_("证明说明"))
    at = models.DateTimeField()
    rows = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("接管台账")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class OpeningFacts(models.Model):
    """What was true of a finding when the office took it over: attested, not replayed through gates."""

    finding = models.OneToOneField(Finding, on_delete=models.PROTECT, related_name="opening")
    takeover = models.ForeignKey(Takeover, on_delete=models.PROTECT, related_name="openings")
    row = models.PositiveIntegerField(_("行"))
    old_number = models.CharField(_("原编号"), max_length=120, blank=True)
    stage = models.CharField(_("接管时阶段"), max_length=16, choices=Stage)
    registered_on = models.DateField(_("原登记日期"), null=True)
    finished_on = models.DateField(_("完成日期"), null=True)
    accepted_on = models.DateField(_("验收日期"), null=True)
    closed_on = models.DateField(_("销号日期"), null=True)
    closing_no = models.CharField(_("销号文号"), max_length=120, blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("期初事实")
        indexes = [models.Index(fields=["old_number"], name="opening_old_number")]

    def __str__(self) -> str:
        return self.old_number or str(self.finding_id)


class ColumnMatch(models.Model):
    """How an office's own column head was matched to a field, once, and remembered."""

    head = models.CharField(max_length=120, unique=True)
    field = models.CharField(max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.head} → {self.field}"
