"""A table on its way into the ledger: kept between choosing the file, matching its columns and carrying it out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

#: Rows that take less than half a second.
SMALL = 500


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
    #: Rows of the table that is matched.
    size = models.PositiveIntegerField(default=0)
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

    @property
    def is_small(self) -> bool:
        """So small that a page may wait for whatever is done with it."""
        return 0 < self.size <= SMALL


class ImportTrial(models.Model):
    """What a table would do, found once and shown as often as it is looked at. It holds for what it was made of: ``mark``
    says of which table, match, answers and day, ``since`` and ``lines`` how far the record had come (:mod:`~duban.ledger.
    importing.freshness`)."""

    draft = models.ForeignKey(ImportDraft, on_delete=models.CASCADE, related_name="trials")
    #: Sentences are kept in the words of whoever reads them.
    language = models.CharField(max_length=10)
    #: Counts how often it was asked for, so that work that was overtaken knows it.
    turn = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mark = models.CharField(max_length=64, blank=True)
    since = models.BigIntegerField(default=0)
    lines = models.BigIntegerField(default=0)
    #: Nothing as long as it is being made, or where ``sentence`` says why it cannot be.
    result = models.JSONField(null=True)
    sentence = models.TextField(blank=True)

    class Meta:
        verbose_name = _("试读")
        constraints = [models.UniqueConstraint(fields=["draft", "language"], name="trial_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.language} {self.turn}"

    @property
    def job_key(self) -> str:
        return f"ledger.trial:{self.pk}:{self.turn}"

    @property
    def is_waiting(self) -> bool:
        return self.result is None and not self.sentence


class ImportRun(models.Model):
    """That a table is to be carried out, in the background; ``refused`` says why it was not. Once it was, the draft says so
    and this row is gone."""

    draft = models.OneToOneField(ImportDraft, on_delete=models.CASCADE, related_name="run")
    turn = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    mode = models.CharField(max_length=8)
    attestation = models.TextField(blank=True)
    #: The trial that its person had before her.
    seen = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10)
    refused = models.JSONField(default=list)

    class Meta:
        verbose_name = _("导入")

    def __str__(self) -> str:
        return f"{self.draft_id} {self.turn}"

    @property
    def job_key(self) -> str:
        return f"ledger.import:{self.draft_id}:{self.turn}"


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
