"""Who is charged: a dated row finding (or measure) × body × role."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.content import Measure
from duban.ledger.models.findings import Finding


class ChargeRole(models.TextChoices):
    MAIN = "main", _("主体责任单位")
    LEAD = "lead", _("牵头单位")
    SUPPORTING = "supporting", _("配合单位")
    SUPERVISING = "supervising", _("监管责任单位")
    ACCEPTING = "accepting", _("验收责任单位")
    LEADER = "leader", _("督办领导")
    PERSON = "person", _("责任人")
    WATCHER = "watcher", _("盯办人员")


#: Roles of people; all others are held by units.
OF_PEOPLE: frozenset[str] = frozenset({ChargeRole.LEADER, ChargeRole.PERSON, ChargeRole.WATCHER})
_NOW = models.Q(until__isnull=True)


def _has(name: str) -> models.Q:
    return models.Q(**{f"{name}__isnull": False})


class Charge(models.Model):
    """``printed`` is the name as the document has it; ``body`` is who that is. A leader is a person with a post.

    ``person`` is her account, once it is certain whose name it is. ``via`` is the charge on a group party (各县市区) as
    whose member a body is charged: members are resolved and frozen at filing, later ones join by a recorded act."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="charges", db_index=False)
    measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="charges", db_index=False
    )
    body = models.ForeignKey(
        "organizations.Body",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="charges",
        db_index=False,
    )
    role = models.CharField(_("责任"), max_length=12, choices=ChargeRole)
    ordinal = models.PositiveIntegerField(default=0)
    printed = models.TextField(_("名称"), blank=True)
    office = models.TextField(blank=True)
    post = models.TextField(_("职务"), blank=True)
    person_name = models.TextField(_("姓名"), blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="charges",
        db_index=False,
    )
    via = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="members", db_index=False
    )
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta:
        # From the finding, from the unit, from the leader; what most charges do not have is kept only where they have it.
        # Without these each row would be entered in twice as many.
        indexes = [
            models.Index(fields=["finding", "role", "body", "person", "until"], name="charge_on_finding"),
            models.Index(fields=["body", "finding", "role", "until"], name="charge_of_body"),
            models.Index(fields=["role", "body", "finding"], condition=_NOW, name="charge_now_by_role"),
            models.Index(
                fields=["role", "person_name", "finding"], condition=_NOW, name="charge_now_under_name"
            ),
            models.Index(
                fields=["person", "finding", "until"], condition=_has("person"), name="charge_of_person"
            ),
            models.Index(fields=["measure"], condition=_has("measure"), name="charge_with_measure"),
            models.Index(fields=["via"], condition=_has("via"), name="charge_with_via"),
        ]
        constraints = [
            # One problem, one accountable person (四个一).
            models.UniqueConstraint(
                fields=["finding"],
                condition=models.Q(role="person", until__isnull=True, measure__isnull=True),
                name="charge_one_person",
            )
        ]
        ordering = ["finding", "ordinal", "pk"]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.printed}"
