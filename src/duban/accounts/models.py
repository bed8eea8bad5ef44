"""People, what they are for which unit and since when, and who acts for them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
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


#: The three administrators (三员): never together in one person, and never with a business role.
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> Person:
        person = self.model(username=username, **facts)
        if person.is_active:
            person.approved_at = timezone.now()
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(username=username)


class Person(AbstractBaseUser):
    """Somebody who signs in. Never deleted: the record names her for ever; she is only switched off.

    An account is asked for by one administrator and approved by another; before that it is not active.
    """

    username = models.CharField(_("用户名"), max_length=60, unique=True)
    display_name = models.CharField(_("姓名"), max_length=60)
    is_active = models.BooleanField(_("在用"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)
    must_change_password = models.BooleanField(default=False)
    #: A first password that nobody used by then no longer opens the door.
    first_password_until = models.DateTimeField(null=True, blank=True)
    password_changed_at = models.DateTimeField(default=timezone.now)
    second_factor_at = models.DateTimeField(_("启用动态口令的时间"), null=True, blank=True)
    #: Counts up whenever all her sessions must end.
    session_epoch = models.PositiveIntegerField(default=0)
    #: She handed her post over that day: what was put under her name before it is her successor's (nobody's: None).
    charged_from = models.DateField(null=True, blank=True)
    #: An account of the demo city: keeps its printed password and needs no second factor.
    is_demo = models.BooleanField(default=False)

    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="person_username_once"),
        ]

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    def has_perm(self, name: str, obj: object = None) -> bool:
        """Does one of her roles hold this power? For rooms that stand below the one that knows roles."""
        from duban.accounts.permissions import roles_of
        from duban.accounts.powers import POWERS

        return bool(roles_of(self) & POWERS.get(name, frozenset()))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session holds as long as password and epoch are what they were when it began."""
        value = f"{self.password}/{self.session_epoch}"
        return salted_hmac(
            "duban.accounts.Person.session", value, secret=secret, algorithm="sha256"
        ).hexdigest()

    @property
    def is_pending(self) -> bool:
        """Asked for, and nobody has approved it yet."""
        return not self.is_active and self.approved_at is None


class FormerName(models.Model):
    """A name she bore here until it was changed: documents and the record go on speaking of her under it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="former_names")
    name = models.CharField(_("曾用名"), max_length=60, db_index=True)
    until = models.DateField(_("止"))

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person holds a role for a unit from one day to another, both included. A trigger of the database keeps the
    three administrators apart (migration 0003)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    body = models.ForeignKey("organizations.Body", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    post = models.CharField(_("职务"), max_length=60, blank=True)
    since = models.DateField(_("起"), default=timezone.localdate)
    until = models.DateField(_("止"), null=True, blank=True)
    #: Of a post that was taken over: [name, day, person] of those before her. What was put on them before that day is
    #: hers now; the name is empty where it is no leader's, or another leader's too. (Nullable, so that SQLite adds the
    #: column without rebuilding the table and its trigger. Rows of the first version have no person.)
    inherited = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "body", "role"],
                condition=models.Q(until__isnull=True),
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.body} · {self.get_role_display()}"


class NamedPerson(models.Model):
    """A name with a post, as documents print it, that fits no account or more than one. Somebody says once whose it is;
    the answer may be that she has no account."""

    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="names")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "post"], name="named_person_once")]

    def __str__(self) -> str:
        return f"{self.post}{self.name}"


class Deputy(models.Model):
    """AB角: ``deputy`` acts for ``person`` with all her roles, from one day to another, or only while she is on leave."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputies")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="deputy_of")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    only_on_leave = models.BooleanField(_("仅在请假时代理"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(person=models.F("deputy")), name="deputy_is_another"),
        ]
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.deputy} → {self.person}"


class Leave(models.Model):
    """She is away from one day to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="leaves")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    reason = models.CharField(_("事由"), max_length=200, blank=True)

    class Meta:
        ordering = ["-since", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.since}–{self.until}"


class PastPassword(models.Model):
    """The hash of a password she used before, so that it does not come back."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} {self.at}"


class SecondFactor(models.Model):
    """The secret of her authenticator, sealed (``sealing``), and the last time step that was used with it: no code
    counts twice."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="second_factor")
    sealed_secret = models.CharField(max_length=300)
    last_step = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class RecoveryCode(models.Model):
    """A code on paper that stands in for the authenticator once. Only its hash is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.person)


class Guard(models.Model):
    """Failures in a row of one account or one address, and until when it has to wait.

    The key of an account is a hash: people type passwords where the name belongs.
    """

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=64)
    failures = models.PositiveIntegerField(default=0)
    last_failure = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="guard_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
