"""A table on its way into the ledger: kept between choosing the file, matching its columns and carrying it out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportDraft(models.Model):
    """``data`` is emptied when the table has been carried out; ``outcome`` then says what it did."""

    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64)
    data = models.BinaryField()
    inspection = models.CharField(_("督察"), max_length=200, blank=True)
    #: The field for each head, once somebody has said so.
    fields = models.JSONField(null=True)
    #: The sheet that a person chose, where several could be the ledger.
    sheet = models.CharField(_("工作表"), max_length=120, blank=True)
    #: What words about the progress were said to mean: by key, a stage or nothing.
    stages = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    outcome = models.JSONField(null=True)

    class Meta:
        verbose_name = _("待导入的表格")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class TableWord(models.Model):
    """A word of somebody's table, and what a person said it means: asked once. ``answer`` is empty where a name is no unit,
    or where words about the progress name no stage."""

    UNIT, STAGE = "unit", "stage"

    kind = models.CharField(max_length=8, choices=[(UNIT, _("单位")), (STAGE, _("所处阶段"))])
    said = models.CharField(max_length=200)
    answer = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("表格用词")
        constraints = [models.UniqueConstraint(fields=["kind", "said"], name="table_word_once")]

    def __str__(self) -> str:
        return f"{self.said} → {self.answer}"
