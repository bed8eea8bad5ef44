"""Stored files and the documents read from them."""

from __future__ import annotations

import uuid
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.files import blocks, storage
from duban.files.queries import DocumentQuerySet
from gongwen.source import Block


class StoredFile(models.Model):
    """Bytes that were received, stored once under their SHA-256."""

    sha256 = models.CharField(_("校验值"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("大小"))
    created_at = models.DateTimeField(_("存入时间"), auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("原始文件")

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        return storage.stored_path(self.sha256)


class Document(models.Model):
    """A file as text that remembers its place. Never changed after it was read."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stored_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(_("文件名"), max_length=255)
    media_type = models.CharField(_("格式"), max_length=120)
    text = models.TextField(_("文字"))
    blocks = models.JSONField(_("段落和表格"))
    page_starts = models.JSONField(_("页起点"), default=list)
    reader = models.CharField(_("识读器"), max_length=80)
    created_at = models.DateTimeField(_("存入时间"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="documents", verbose_name=_("存入人")
    )

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:document", args=[self.uuid])

    def place_url(self, start: int, end: int) -> str:
        """The page of this document, scrolled to a place."""
        return f"{self.get_absolute_url()}?at={start}-{end}#at"

    @cached_property
    def layout(self) -> list[Block]:
        return blocks.from_json(self.blocks)
