"""Requests (申请): a change of what was approved is asked for with reasons and decided by another person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from duban.ledger.models.findings import Finding


class RequestKind(models.TextChoices):
    DEADLINE = "deadline", _("调整时限")
    MEASURES = "measures", _("调整措施")
    GOAL = "goal", _("调整目标")
    SITES = "sites", _("调整点位")
    WITHDRAW = "withdraw", _("撤销问题")
    MERGE = "merge", _("并入其他问题")
    TRANSFER = "transfer", _("移交其他单位")
    SUSPEND = "suspend", _("中止整改")
    RESUME = "resume", _("恢复整改")


class RequestState(models.TextChoices):
    OPEN = "open", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    TAKEN_BACK = "taken_back", _("已撤回")


class Request(models.Model):
    """``proposal`` is what shall hold after approval, ``original`` what held when it was asked: both stay for ever.

    ``approver`` and ``letter_no`` name who approved, where that is not the office itself: a change is approved by
    whoever approved the plan."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="requests")
    kind = models.CharField(_("申请事项"), max_length=10, choices=RequestKind)
    state = models.CharField(_("状态"), max_length=10, choices=RequestState, default=RequestState.OPEN)
    reason = models.TextField(_("理由"))
    assessment = models.TextField(_("科学评估"), blank=True)
    proposal = models.JSONField(default=dict)
    original = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    due_at_request = models.DateField(null=True)
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, null=True, related_name="+")
    #: The letter or minutes by which it was decided.
    decision_document = models.ForeignKey(
        "files.Document", on_delete=models.PROTECT, null=True, related_name="+"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(_("审批意见"), blank=True)
    approver = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, null=True, related_name="+")
    letter_no = models.CharField(_("批复文号"), max_length=120, blank=True)
    #: Decided by who asked for it, because the rule of the place lets one person do both.
    one_person = models.BooleanField(_("由申请人本人决定"), default=False)

    class Meta:
        verbose_name = _("申请")
        ordering = ["finding", "pk"]
        indexes = [models.Index(fields=["state", "asked_at"], name="request_waiting")]
        constraints = [
            models.UniqueConstraint(
                fields=["finding", "kind"],
                condition=models.Q(state="open"),
                name="request_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | models.Q(state="taken_back")
                | models.Q(one_person=True)
                | ~models.Q(decided_by=models.F("asked_by")),
                name="request_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.kind}"
