"""Regions and bodies: who exists, what it was called before, and where it belongs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """An administrative region. Development zones have no GB/T 2260 code and carry one of their own."""

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class BodyKind(models.TextChoices):
    PARTY = "party", _("党委")
    GOVERNMENT = "government", _("政府")
    DEPARTMENT = "department", _("部门")
    COMPANY = "company", _("企业")
    ZONE = "zone", _("开发区")
    GROUP = "group", _("群体")
    PLACE = "place", _("属地")


class Body(models.Model):
    """A unit that can be charged. ``place`` is the region's Party committee and government taken together, the way
    plans print it (鹿鸣县 for 鹿鸣县委、县政府); ``group`` is a party of many (各县市区)."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=60, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=12, choices=BodyKind, default=BodyKind.DEPARTMENT)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    #: True where it was taken from a document and nobody has looked at it yet.
    unconfirmed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("单位")

    def __str__(self) -> str:
        return self.name


class FormerName(models.Model):
    """What a body was called until a date (市环境保护局 → 市生态环境局)."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(_("曾用名"), max_length=120, db_index=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="former_name_once")]

    def __str__(self) -> str:
        return self.name
