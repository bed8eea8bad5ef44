"""People and what they are for which unit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may be for a unit (domain rules, section 4)."""

    OFFICE_HEAD = "office_head", _("整改办负责人")
    OFFICE_CLERK = "office_clerk", _("整改办经办人")
    LIAISON = "liaison", _("单位联络员")
    LEADER = "leader", _("督办领导")
    SUPERVISING = "supervising", _("监管人员")
    ACCEPTING = "accepting", _("验收人员")
    INSPECTOR = "inspector", _("督导组成员")
    DISCIPLINE = "discipline", _("纪检监察人员")
    PUBLISHER = "publisher", _("信息公开人员")
    PETITION_CLERK = "petition_clerk", _("信访经办人")
    READER = "reader", _("查阅人员")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> Person:
        person = self.model(username=username, **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. Never deleted: the record names her for ever; she is only switched off."""

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    display_name = models.CharField(_("姓名"), max_length=60)
    is_active = models.BooleanField(_("在用"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name


class Membership(models.Model):
    """A person holds a role for a unit."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "body", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.body} · {self.get_role_display()}"
