"""The finding: what was found, in its own words, and where it stands."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models.deadlines import DeadlineKind
from duban.ledger.models.inspections import Inspection
from duban.ledger.models.plans import PlanItem
from duban.ledger.querysets import USUAL, FindingQuerySet
from duban.ledger.searching.folding import FoldedField
from duban.ledger.urgency import expression


class Category(models.Model):
    """A heading of the plan; a tree, because plans have parts with categories in them."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="categories")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.TextField(_("类别"))
    ordinal = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("问题类别")
        ordering = ["inspection", "ordinal", "pk"]

    def __str__(self) -> str:
        return self.name


class Source(models.TextChoices):
    INSPECTION = "inspection", _("督察反馈")
    AUDIT = "audit", _("审计")
    PATROL = "patrol", _("巡察")
    PETITION = "petition", _("信访举报")
    THIRD_PARTY = "third_party", _("第三方巡查")
    SELF_CHECK = "self_check", _("自查")


class Priority(models.TextChoices):
    KEY = "key", _("重点问题")
    COMMON = "common", _("共性问题")


#: The order of a list, and columns by which it is narrowed.
_ORDER = ("urgency", "ordinal", "id")
_ASKED = ("stage", "inspection", "category", "priority", "source", "deadline_kind", "completed_before_plan")


class NumberSeries(models.Model):
    """The last number given out in a series; its row is locked while the next ones are taken."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Finding(models.Model):
    """A problem of the ledger. ``due_on`` and ``deadline_kind`` repeat the latest deadline row for sorting; the rows
    themselves are the truth and are never overwritten. Whether it is late is computed, never stored."""

    number = models.CharField(_("台账编号"), max_length=20, unique=True)
    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="findings", db_index=False
    )
    plan_item = models.OneToOneField(PlanItem, on_delete=models.PROTECT, null=True, related_name="finding")
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, null=True, blank=True, related_name="findings", db_index=False
    )
    printed_no = models.TextField(_("文中序号"), blank=True)
    ordinal = models.PositiveIntegerField(default=0)
    problem = models.TextField(_("问题"))
    goal = models.TextField(_("整改目标"), blank=True)
    source = models.CharField(_("来源"), max_length=12, choices=Source, default=Source.INSPECTION)
    priority = models.CharField(_("重点共性"), max_length=8, choices=Priority, blank=True)
    stage = models.CharField(_("阶段"), max_length=16, choices=Stage, default=Stage.REGISTERED)
    standing = models.CharField(_("在册情况"), max_length=12, choices=Standing, default=Standing.ACTIVE)
    standing_reason = models.CharField(max_length=300, blank=True)
    completed_before_plan = models.BooleanField(_("方案前已完成"), default=False)
    status_text = models.TextField(_("文中完成情况"), blank=True)
    deadline_kind = models.CharField(_("时限类别"), max_length=18, choices=DeadlineKind, blank=True)
    due_on = models.DateField(_("整改时限"), null=True)
    #: How many steps were taken: a form that was opened before the last one is told so.
    step_count = models.PositiveIntegerField(default=0)
    #: Not to be made public, or only in part (domain rules: secret parts).
    unpublished_reason = models.CharField(_("不公开理由"), max_length=300, blank=True)
    #: Everything a search looks through, in one column.
    search_text = FoldedField(blank=True)
    #: What lists are sorted by, and what is late on a day: see :mod:`duban.ledger.urgency`.
    urgency = models.GeneratedField(
        expression=expression(), output_field=models.IntegerField(), db_persist=True
    )
    registered_at = models.DateTimeField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("问题")
        # Each begins with what is asked for, goes on with the order of a list, and ends with whatever else may be asked:
        # the first rows and the counts of a list never touch the rows themselves.
        indexes = [
            models.Index(fields=[*_ORDER, "standing", *_ASKED], name="finding_by_urgency"),
            # What few findings are stands apart: among all of them it would be far behind. Only the few, because a
            # planner that knows no numbers takes such an index for the many as well, whatever the order of the list.
            models.Index(
                fields=["standing", *_ORDER, *_ASKED],
                condition=~models.Q(standing=USUAL["standing"]),
                name="finding_not_in_force",
            ),
            models.Index(
                fields=["source", "standing", *_ORDER, *(name for name in _ASKED if name != "source")],
                condition=~models.Q(source=USUAL["source"]),
                name="finding_of_other_source",
            ),
            models.Index(
                fields=["standing", *_ORDER, *_ASKED],
                condition=models.Q(completed_before_plan=True),
                name="finding_before_plan",
            ),
            models.Index(fields=["stage", "standing", *_ORDER], name="finding_by_stage"),
            models.Index(fields=["inspection", *_ORDER, "standing", "stage"], name="finding_of_inspection"),
            models.Index(
                fields=["inspection", "ordinal", "id", "urgency", "standing", "stage"],
                name="finding_in_order",
            ),
            models.Index(fields=["category", *_ORDER, "standing", "stage"], name="finding_of_category"),
        ]

    def __str__(self) -> str:
        return self.number
