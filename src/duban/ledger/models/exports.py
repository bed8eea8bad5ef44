"""Lists as files that take longer than a request: asked for, made in the background, kept for some days."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    WAITING = "waiting", _("正在制作")
    MADE = "made", _("可以下载")
    FAILED = "failed", _("没有做成")


class Export(models.Model):
    """``question`` is the filter as asked, ``mark`` tells equal questions of one person: while one is being made, asking
    again finds it. ``held`` is which findings the file holds, so that it can be asked whether she still sees them all."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    question = models.JSONField(default=dict)
    mark = models.CharField(max_length=64)
    #: The question in words, for its owner.
    asked = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    #: The token through which it was asked for; empty on pages.
    through = models.CharField(max_length=120, blank=True)
    expected = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    #: Why it was not made, as a full sentence.
    sentence = models.TextField(blank=True)
    over_at = models.DateTimeField(null=True)
    count = models.PositiveIntegerField(default=0)
    name = models.CharField(_("文件名"), max_length=255, blank=True)
    file = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    held = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("导出")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "-id"], name="export_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "mark"], condition=models.Q(state="waiting"), name="export_waits_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("ledger:export_page", args=[self.uuid])

    @property
    def job_key(self) -> str:
        return f"ledger.export:{self.uuid}"
