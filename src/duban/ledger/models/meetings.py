"""Meetings: what stood on the agenda, what was decided, and which findings it touches."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Manager
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.entries import StandingManager
from duban.ledger.models.findings import Finding
from duban.ledger.models.inspections import Inspection


class MeetingKind(models.TextChoices):
    STANDING_COMMITTEE = "standing_committee", _("常委会会议")
    EXECUTIVE = "executive", _("政府常务会议")
    LEADING_GROUP = "leading_group", _("领导小组会议")
    JOINT = "joint", _("联席会议")
    DISPATCH = "dispatch", _("调度会")
    OFFICE = "office", _("整改办会议")
    OTHER = "other", _("其他会议")


class Meeting(models.Model):
    kind = models.CharField(_("会议"), max_length=20, choices=MeetingKind)
    name = models.CharField(_("名称"), max_length=200)
    held_on = models.DateField(_("日期"))
    body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, null=True, related_name="+")
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    minutes = models.ForeignKey("files.Document", on_delete=models.PROTECT, null=True, related_name="+")
    minutes_no = models.CharField(_("纪要文号"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("会议")
        ordering = ["-held_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.name}"


class AgendaItem(models.Model):
    """A matter on the agenda; ``decision`` is empty until the meeting has decided. ``approves`` is a plan version
    that the meeting let pass."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="agenda")
    ordinal = models.PositiveSmallIntegerField()
    title = models.CharField(_("议题"), max_length=300)
    decision = models.TextField(_("议定事项"), blank=True)
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, null=True, related_name="+")
    approves = models.ForeignKey(
        "ledger.PlanVersion", on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    findings = models.ManyToManyField(Finding, related_name="agenda_items")
    #: Entered by mistake: it stays on record and counts for nothing.
    taken_back_at = models.DateTimeField(null=True, editable=False)

    objects = StandingManager()
    everything = Manager()  # noqa: DJ012  a manager, too

    class Meta:
        verbose_name = _("议题")
        ordering = ["meeting", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["meeting", "ordinal"], name="agenda_place")]

    def __str__(self) -> str:
        return self.title


class CoordinationNote(models.Model):
    """A line in the coordination log (协调联动) of a finding that several units share."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="coordination")
    body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField(_("日期"))
    text = models.TextField(_("协调事项"))
    outcome = models.TextField(_("议定结果"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("协调记录")
        ordering = ["finding", "-happened_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.happened_on}"
