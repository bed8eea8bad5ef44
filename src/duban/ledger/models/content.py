"""What a finding is made of: measures, dated steps, measurable targets, sites, and what belongs to no other field."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.findings import Finding


def _entered_where(name: str, **names: str) -> list[models.Index]:
    """Indexes of what only few rows have. With the many empty ones in them, a planner that knows no numbers would go
    through all of these to find the rows of one finding that are not struck out."""
    return [
        models.Index(
            fields=[field], condition=models.Q(**{f"{field}__isnull": False}), name=f"{name}_{ending}"
        )
        for field, ending in names.items()
    ]


class Measure(models.Model):
    """A rectification measure. One that a revised plan no longer has is struck out, not deleted."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="measures")
    ordinal = models.PositiveIntegerField()
    text = models.TextField(_("整改措施"))
    superseded_by = models.ForeignKey(
        "ledger.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    #: The request by whose approval it was struck out, where that was no new plan.
    struck_by = models.ForeignKey(
        "ledger.Request", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("整改措施")
        ordering = ["finding", "ordinal", "pk"]
        indexes = _entered_where("measure", superseded_by="superseded", struck_by="struck")

    def __str__(self) -> str:
        return self.text


class Milestone(models.Model):
    """A dated step inside the goal or a measure."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="milestones")
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="milestones"
    )
    ordinal = models.PositiveIntegerField(default=0)
    date = models.DateField(_("节点日期"))
    what = models.TextField(_("节点内容"))
    superseded_by = models.ForeignKey(
        "ledger.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    #: The request by whose approval it was struck out, where that was no new plan.
    struck_by = models.ForeignKey(
        "ledger.Request", on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta:
        verbose_name = _("节点")
        ordering = ["finding", "date", "pk"]
        indexes = _entered_where("milestone", superseded_by="superseded", struck_by="struck")

    def __str__(self) -> str:
        return f"{self.date} {self.what}"


class Indicator(models.Model):
    """A quantified target: ``name`` ``op`` ``value`` ``unit`` by a date."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="indicators")
    ordinal = models.PositiveIntegerField(default=0)
    name = models.TextField(_("指标"))
    op = models.CharField(_("比较"), max_length=8)
    value = models.FloatField(_("数值"))
    unit = models.TextField(_("单位"), blank=True)
    by = models.DateField(_("期限"), null=True)
    superseded_by = models.ForeignKey(
        "ledger.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("指标")
        ordering = ["finding", "ordinal", "pk"]
        indexes = _entered_where("indicator", superseded_by="superseded")

    def __str__(self) -> str:
        return f"{self.name} {self.op} {self.value:g} {self.unit}"


class Remark(models.Model):
    """A further labelled field of the document (受理编号, 污染类型), or, without a label, text of no other field."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="remarks")
    ordinal = models.PositiveIntegerField(default=0)
    label = models.TextField(blank=True)
    text = models.TextField()
    superseded_by = models.ForeignKey(
        "ledger.PlanVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        verbose_name = _("其他内容")
        ordering = ["finding", "ordinal", "pk"]
        indexes = _entered_where("remark", superseded_by="superseded")

    def __str__(self) -> str:
        return f"{self.label}：{self.text}" if self.label else self.text


class Site(models.Model):
    """A concrete place of a finding (点位); both levels are counted. One that is no longer listed keeps its row."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="sites")
    ordinal = models.PositiveIntegerField()
    name = models.CharField(_("点位"), max_length=200)
    region = models.ForeignKey("organizations.Region", on_delete=models.PROTECT, null=True, blank=True)
    place = models.CharField(_("位置"), max_length=300, blank=True)
    #: Taken out of the list; None: it stands.
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("点位")
        ordering = ["finding", "ordinal"]

    def __str__(self) -> str:
        return self.name
