"""Tokens, by which a program acts as a person, and the answers that are given again when it asks twice."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Scope(models.TextChoices):
    READ = "read", _("只读")
    WRITE = "write", _("读取和办理")


class Token(models.Model):
    """``handle`` finds the row, ``digest`` proves the rest; the token itself is shown once and kept nowhere.

    Never deleted: the record names it. ``epoch`` is her count of ended sessions when it was made: whatever ends all her
    sessions (switched off, made an administrator, password reset or authenticator taken away by another) ends her tokens
    with them. A password that has to be changed only stops them until then, if the rule says so.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(_("名称"), max_length=60)
    handle = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scope = models.CharField(_("权限"), max_length=5, choices=Scope, default=Scope.READ)
    epoch = models.PositiveIntegerField()
    created_at = models.DateTimeField(_("申领时间"), auto_now_add=True)
    expires_at = models.DateTimeField(_("到期时间"))
    last_used_at = models.DateTimeField(_("最近使用"), null=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def stands(self, now: datetime) -> bool:
        """Neither taken back nor out of date."""
        return self.revoked_at is None and self.expires_at > now


class Answer(models.Model):
    """What a change answered under the key its caller chose. The same key again gives the same answer, not the change."""

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="answers")
    key = models.CharField(max_length=200)
    #: Of method, address and body: the key stands for one request, not for two.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content_type = models.CharField(max_length=120, blank=True)
    #: Empty where the answer held a secret, which is told once.
    body = models.TextField(blank=True)
    is_secret = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.key}"
