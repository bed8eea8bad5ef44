"""Regions and bodies: who exists, what it was called before, who belongs to it, and where it belongs."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.Model):
    """An administrative region with its GB/T 2260 code. Development zones have none and carry one of their own.

    A region whose code changes (县 to 区) is closed and followed by a new row, so that old codes keep their meaning.
    """

    code = models.CharField(_("代码"), max_length=12, unique=True)
    name = models.CharField(_("名称"), max_length=60)
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_zone = models.BooleanField(_("开发区"), default=False)
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
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
    LEADING_GROUP = "leading_group", _("领导小组")
    TASK_FORCE = "task_force", _("工作专班")
    AREA_TEAM = "area_team", _("包片督导组")


#: Kinds that consist of other bodies.
OF_MEMBERS = frozenset({BodyKind.GROUP, BodyKind.LEADING_GROUP, BodyKind.TASK_FORCE})


class Body(models.Model):
    """A unit that can be charged. ``place`` is the region's Party committee and government taken together, the way
    plans print it (鹿鸣县 for 鹿鸣县委、县政府); ``group`` is a party of many (各县市区)."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    short_name = models.CharField(_("简称"), max_length=60, blank=True, db_index=True)
    kind = models.CharField(_("类别"), max_length=16, choices=BodyKind, default=BodyKind.DEPARTMENT)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="bodies")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    #: Who answers for it since it was merged; always the last in line, so that one step is enough.
    successor = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="absorbed"
    )
    valid_from = models.DateField(null=True, blank=True)
    #: The last day on which it existed.
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


class Alias(models.Model):
    """A name that documents use, and the body a person said it means. Asked once, remembered for ever."""

    name = models.CharField(_("名称"), max_length=120, unique=True)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="aliases")
    confirmed_at = models.DateTimeField(auto_now_add=True)
    #: A number and a name, as in the journal: people live a floor above.
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_by_name = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.name} → {self.body}"


class GroupMember(models.Model):
    """A body belongs to a group party, a leading group or a task force from one day to another."""

    group = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="members")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="groups")
    since = models.DateField()
    #: The last day of belonging.
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "body"], condition=models.Q(until__isnull=True), name="group_member_once"
            ),
            models.CheckConstraint(condition=~models.Q(group=models.F("body")), name="group_not_of_itself"),
        ]
        ordering = ["group", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.group} · {self.body}"


class TeamArea(models.Model):
    """An area team watches over a region from one day to another."""

    team = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="areas")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="teams")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["team", "region"], condition=models.Q(until__isnull=True), name="team_area_once"
            ),
        ]
        ordering = ["team", "since", "pk"]

    def __str__(self) -> str:
        return f"{self.team} · {self.region}"
