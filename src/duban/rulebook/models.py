"""Rules as data: profiles that inherit, values with validity and source, and the working-day calendar."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    NATION = "nation", _("国家")
    PROVINCE = "province", _("省级")
    CITY = "city", _("市级")


class Confidence(models.TextChoices):
    """How sure we are that the source says so."""

    HIGH = "high", _("已核实")
    MEDIUM = "medium", _("单一来源")
    LOW = "low", _("依据不足")
    UNVERIFIED = "unverified", _("未核实")


class Profile(models.Model):
    """The rules of a place. What it does not say itself it inherits from its parent: city from province from nation."""

    name = models.CharField(_("名称"), max_length=60, unique=True)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    region = models.OneToOneField(
        "organizations.Region", on_delete=models.PROTECT, null=True, blank=True, related_name="rule_profile"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level"], condition=models.Q(level="nation"), name="one_nation_profile"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleValue(models.Model):
    """What a profile says of a rule from a day on. Rows are only added: of those in force, the latest one holds.

    A row that ``inherits`` ends what the profile said itself. Who set it is a number and a name, as in the record.
    """

    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="values")
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    inherits = models.BooleanField(default=False)
    valid_from = models.DateField(_("生效日期"))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    document = models.CharField(_("依据"), max_length=200, blank=True)
    article = models.CharField(_("条款"), max_length=60, blank=True)
    confidence = models.CharField(
        _("核实情况"), max_length=12, choices=Confidence, default=Confidence.UNVERIFIED
    )
    note = models.TextField(_("说明"), blank=True)
    reason = models.TextField(_("理由"))
    set_by = models.BigIntegerField(null=True)
    set_by_name = models.CharField(max_length=60, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "profile", "valid_from"], name="rule_value_in_force")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="rule_value_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.key} {self.value!r}"


class CalendarYear(models.Model):
    """A year whose holidays have been published. A year without a row is counted as Monday to Friday, and said so."""

    year = models.PositiveSmallIntegerField(unique=True)
    notice = models.CharField(_("通知"), max_length=200)

    class Meta:
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class DayKind(models.TextChoices):
    HOLIDAY = "holiday", _("放假")
    WORKDAY = "workday", _("调休上班")


class Day(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day that is worked."""

    date = models.DateField(_("日期"), unique=True)
    kind = models.CharField(_("类型"), max_length=8, choices=DayKind)
    name = models.CharField(_("名称"), max_length=30)
    notice = models.CharField(_("通知"), max_length=200, blank=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
