"""Later documents that speak of a finding: close-out notices, reports on progress. They change nothing by themselves."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.findings import Finding


class MentionKind(models.TextChoices):
    CLOSE_OUT = "close_out", _("整改结果公示")
    PROGRESS = "progress", _("整改进展报告")


class MentionStatus(models.TextChoices):
    """What the document says of the problem; the stage of the finding is decided elsewhere."""

    COMPLETED = "completed", _("已完成整改")
    IN_PROGRESS = "in_progress", _("正在整改")


class Mention(models.Model):
    """One place of a document that is about this finding. One that was attached by mistake is taken back, not deleted."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="mentions")
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("文件种类"), max_length=10, choices=MentionKind)
    title = models.CharField(_("文件标题"), max_length=300)
    published = models.DateField(_("成文日期"), null=True)
    printed_no = models.TextField(_("文中序号"), blank=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField(blank=True)
    status = models.CharField(_("文中完成情况"), max_length=12, choices=MentionStatus, blank=True)
    status_text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    taken_back_reason = models.CharField(_("取消理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("相关文件")
        ordering = ["finding", "at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "document", "start"],
                condition=models.Q(taken_back_at__isnull=True),
                name="mention_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} · {self.title}"

    @property
    def source_url(self) -> str:
        """The place in the document."""
        return self.document.place_url(self.start, self.end)
