"""Questions to the ledger that somebody keeps under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """Filters, columns and order as they stand in an address. A shared one is the office's and shown to all who see the
    whole ledger; any other is its owner's alone."""

    name = models.CharField(_("名称"), max_length=30)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    query = models.CharField(max_length=2000)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("视图")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(is_shared=False), name="own_view_once"
            ),
            models.UniqueConstraint(
                fields=["name"], condition=models.Q(is_shared=True), name="shared_view_once"
            ),
        ]
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
