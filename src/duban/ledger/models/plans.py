"""Plans and their immutable versions. An item keeps its identity from version to version; findings point to it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.inspections import Inspection


class _Text(models.JSONField):
    """Said value by value when many rows are written. PostgreSQL would get them as one array, in which every quotation
    mark of a text is masked by hand; that takes longer than all the rest of the row."""

    def get_placeholder(self, _value: Any, _compiler: Any, _connection: Any) -> str:
        return "%s"

    def deconstruct(self) -> Any:
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.JSONField", arguments, options


class PlanKind(models.TextChoices):
    MASTER = "master", _("总体方案")
    SPECIAL = "special", _("专项方案")
    CAMPAIGN = "campaign", _("专项行动")
    UNIT = "unit", _("单位实施方案")


class Plan(models.Model):
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="plans")
    kind = models.CharField(_("类别"), max_length=10, choices=PlanKind, default=PlanKind.MASTER)
    title = models.CharField(_("标题"), max_length=300)
    #: Of a special plan or a campaign: who organises it.
    lead = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, null=True, related_name="+")
    leader_name = models.CharField(_("负责领导"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("整改方案")
        # A later document of the same inspection is a revision of it, or a plan of another kind.
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"], condition=models.Q(kind="master"), name="one_master_plan"
            )
        ]

    def __str__(self) -> str:
        return self.title


class VersionReason(models.TextChoices):
    REGISTERED = "registered", _("登记")
    SUPPLEMENTED = "supplemented", _("补充登记")
    REVISED = "revised", _("修订")


class PlanVersion(models.Model):
    """One state of a plan, written once."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    reason = models.CharField(_("缘由"), max_length=14, choices=VersionReason)
    title = models.CharField(_("标题"), max_length=300)
    published = models.DateField(_("成文日期"), null=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number")]
        ordering = ["plan", "number"]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class PlanVersionDocument(models.Model):
    """The documents a version was read from, main text first."""

    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="documents")
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="+")
    ordinal = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "ordinal"], name="version_document_place")]
        ordering = ["ordinal"]

    def __str__(self) -> str:
        return f"{self.version} · {self.ordinal}"


class PlanItem(models.Model):
    """The identity of an item across the versions of its plan."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="items")

    def __str__(self) -> str:
        return f"{self.plan_id}#{self.pk}"


class PlanItemVersion(models.Model):
    """What an item said in one version, frozen."""

    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="versions")
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="items")
    printed_no = models.TextField(blank=True)
    ordinal = models.PositiveIntegerField()
    content = _Text()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "version"], name="item_once_a_version")]
        ordering = ["version", "ordinal"]

    def __str__(self) -> str:
        return f"{self.version} {self.printed_no}"
