"""Inspections: who looked, when, and by which letter the findings came."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class InspectionType(models.TextChoices):
    ROUTINE = "routine", _("例行督察")
    SPECIAL = "special", _("专项督察")
    LOOKBACK = "lookback", _("督察“回头看”")
    PATROL = "patrol", _("巡察")


class InspectionLevel(models.TextChoices):
    CENTRAL = "central", _("中央")
    PROVINCIAL = "provincial", _("省级")
    MUNICIPAL = "municipal", _("市级")


class Inspection(models.Model):
    name = models.CharField(_("名称"), max_length=200, unique=True)
    type = models.CharField(_("类型"), max_length=12, choices=InspectionType, blank=True)
    level = models.CharField(_("层级"), max_length=12, choices=InspectionLevel, blank=True)
    team = models.CharField(_("督察组"), max_length=120, blank=True)
    letter_no = models.CharField(_("反馈文号"), max_length=120, blank=True)
    onsite_start = models.DateField(_("进驻开始"), null=True, blank=True)
    onsite_end = models.DateField(_("进驻结束"), null=True, blank=True)
    feedback_date = models.DateField(_("反馈日期"), null=True, blank=True)
    region = models.ForeignKey("organizations.Region", on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("督察")

    def __str__(self) -> str:
        return self.name
