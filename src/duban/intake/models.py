"""Uploaded sets, what was read from them, and the reviewers' work on top of it.

A :class:`Reading` is never changed. Reviewers work on :class:`DraftItem` rows that begin as copies of its items;
every act is a :class:`Change` with the item before and after it, so that it can be told and taken back.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from duban.intake.queries import DraftItemQuerySet, IntakeSetQuerySet

PERSON = settings.AUTH_USER_MODEL


class Role(models.TextChoices):
    """What a file is within its set."""

    MAIN = "main", _("正文")
    MEASURES = "measures", _("附件：措施清单")
    FINISHED = "finished", _("附件：已完成问题清单")
    MEMBERS = "members", _("附件：组成人员名单")
    OTHER = "other", _("其他附件")


class FileState(models.TextChoices):
    WAITING = "waiting", _("等待识读")
    READING = "reading", _("正在识读")
    READ = "read", _("已识读")
    FAILED = "failed", _("未能识读")
    REFUSED = "refused", _("不予接收")


class IntakeSet(models.Model):
    """Main text and annexes that arrived together."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("名称"), max_length=200)
    created_at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    created_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="intake_sets")
    #: Chosen at upload for a revised plan, or set by the first acceptance.
    inspection = models.ForeignKey(
        "ledger.Inspection", on_delete=models.PROTECT, null=True, blank=True, related_name="intake_sets"
    )
    #: The plan that an acceptance of this set registered; later acceptances of the rest go to it.
    plan = models.ForeignKey(
        "ledger.Plan", on_delete=models.PROTECT, null=True, blank=True, related_name="intake_sets"
    )
    #: It was compared with the plan and accepted as its revision; what was not accepted can be compared again.
    is_revision = models.BooleanField(default=False)
    #: What a file is was changed after reviewers had worked: the items do not follow it until somebody says so.
    files_stale = models.BooleanField(default=False)
    #: Uploaded by mistake and taken off the list. The record stays; the same file may come again.
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_reason = models.CharField(_("撤下理由"), max_length=300, blank=True)

    objects = IntakeSetQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("上传的文件组")
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("intake:set", args=[self.uuid])

    @property
    def review_url(self) -> str:
        return reverse("intake:review", args=[self.uuid])


class Reading(models.Model):
    """What gongwen read in a document, as the contract's JSON without its text. Immutable."""

    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="readings")
    result = models.JSONField()
    #: The result without its items: what the review page asks for all the time.
    summary = models.JSONField(default=dict)
    reader = models.CharField(max_length=80)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.document_id} · {self.reader}"


class SetFile(models.Model):
    """One file of a set, from its arrival to its reading. ``token`` names the waiting bytes until then."""

    intake_set = models.ForeignKey(IntakeSet, on_delete=models.CASCADE, related_name="files")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("文件名"), max_length=255)
    role = models.CharField(_("用途"), max_length=10, choices=Role, default=Role.OTHER)
    role_chosen = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    token = models.CharField(max_length=32, blank=True)
    state = models.CharField(max_length=10, choices=FileState, default=FileState.WAITING)
    #: Why it could not be read: one full sentence for the person who uploaded it.
    sentence = models.TextField(blank=True)
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, null=True, related_name="set_files")

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name


class ItemState(models.TextChoices):
    ACTIVE = "active", _("保留")
    DROPPED = "dropped", _("已移除")
    #: Absorbed by the item before it, or its making was taken back. Kept for the record, shown nowhere.
    GONE = "gone", _("已并入")


class DraftItem(models.Model):
    """One problem under review. ``version`` counts its changes; two reviewers cannot both change the same one."""

    intake_set = models.ForeignKey(IntakeSet, on_delete=models.CASCADE, related_name="items")
    document = models.ForeignKey("files.Document", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.ACTIVE)
    drop_reason = models.CharField(_("移除理由"), max_length=300, blank=True)
    content = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    #: Field key → [version, person, name]: who changed it last, and what that made of the version.
    touched = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    #: Set by acceptance; from then on the ledger is where it lives, and the draft stands still.
    finding = models.ForeignKey("ledger.Finding", on_delete=models.PROTECT, null=True, related_name="+")

    #: It did not become that finding: its document was attached to it as a notice or a report.
    mention = models.ForeignKey("ledger.Mention", on_delete=models.PROTECT, null=True, related_name="+")

    objects = DraftItemQuerySet.as_manager()

    class Meta:
        ordering = ("position", "id")
        indexes = [models.Index(fields=["intake_set", "state", "position"], name="draft_order")]

    def __str__(self) -> str:
        return f"{self.intake_set_id}/{self.pk}"


class Change(models.Model):
    """One act of a reviewer: what it did to which items, each before and after."""

    intake_set = models.ForeignKey(IntakeSet, on_delete=models.CASCADE, related_name="changes")
    item = models.ForeignKey(DraftItem, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    verb = models.CharField(max_length=20)
    #: The field it touched (``goal``, ``measures.3``); ``*`` where it touched the whole item.
    key = models.CharField(max_length=60, default="*")
    #: [{"item", "before", "after"}]; before is null for an item that the act made.
    steps = models.JSONField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=["intake_set", "person", "undone"], name="change_last")]

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"


class Presence(models.Model):
    """Who looks at which item right now; rows older than a few beats mean nothing."""

    intake_set = models.ForeignKey(IntakeSet, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(DraftItem, on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["intake_set", "person"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.item_id}"


class AcceptedPart(models.Model):
    """One acceptance of a set, under the token of the page that asked for it: asked twice, it happens once."""

    intake_set = models.ForeignKey(IntakeSet, on_delete=models.PROTECT, related_name="accepted_parts")
    token = models.UUIDField(unique=True)
    person = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.JSONField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return str(self.token)
