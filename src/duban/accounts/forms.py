"""What is filled in at the door, in one's own account, and by the administrators."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.accounts.actions import signing
from duban.accounts.entering import address_of
from duban.accounts.models import ADMINISTRATORS, Person, Role
from duban.organizations.models import Body

_MISSING = {"required": gettext_lazy("请填写这一栏。")}


def _date(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": gettext_lazy("日期请写成2026-09-30的样子。"), **_MISSING}
    return forms.DateField(label=label, required=required, widget=widget, error_messages=wrong)


def _text(label: Any, length: int = 60, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, error_messages=_MISSING)


class SignInForm(AuthenticationForm):
    """A refusal never says which of the two was wrong; too many of them and one has to wait."""

    error_messages = {  # noqa: RUF012 the parent's plain dictionary
        "invalid_login": gettext_lazy("用户名或密码不正确，请核对后重新输入；忘记密码请联系系统管理员。"),
        "ended": gettext_lazy("初始密码已过有效期，不能再用来登录；请联系系统管理员重置密码。"),
        "inactive": gettext_lazy("这个账号已停用，请联系系统管理员。"),
    }

    def clean(self) -> dict[str, Any]:
        username, now = self.cleaned_data.get("username") or "", timezone.now()
        address = address_of(self.request) if self.request else ""
        until = signing.waiting_until(username, address, now)
        if until is not None:
            raise ValidationError(waiting_sentence(until))
        try:
            return super().clean()
        except ValidationError as error:
            if getattr(error, "code", "") != "ended":
                signing.failed(username, address, now)
            raise

    def confirm_login_allowed(self, user: Any) -> None:
        """The password was right, but it is a first one that came too late."""
        super().confirm_login_allowed(user)
        if user.first_password_until is not None and user.first_password_until < timezone.now():
            raise ValidationError(self.error_messages["ended"], code="ended")


def waiting_sentence(until: Any) -> str:
    facts = {"at": f"{timezone.localtime(until):%H:%M}"}
    return _("登录失败次数过多，已暂停登录，请在%(at)s以后再试；急用请联系安全管理员解除锁定。") % facts


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=gettext_lazy("原密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages=_MISSING,
    )
    new = forms.CharField(
        label=gettext_lazy("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_MISSING,
    )
    again = forms.CharField(
        label=gettext_lazy("再输一遍新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages=_MISSING,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请重新输入。"))
        return data


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("动态口令"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
        error_messages=_MISSING,
    )


class AccountForm(forms.Form):
    username = _text(gettext_lazy("用户名"))
    display_name = _text(gettext_lazy("姓名"))
    body = forms.ModelChoiceField(
        Body.objects.none(), label=gettext_lazy("单位"), required=False, empty_label=gettext_lazy("暂不指定")
    )
    role = forms.ChoiceField(label=gettext_lazy("角色"), required=False)
    post = _text(gettext_lazy("职务"), required=False)
    since = _date(gettext_lazy("起始日期"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_role(self)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("body")) != bool(data.get("role")):
            self.add_error("role", _("单位和角色要一起填写，或者都不填。"))
        return data


class RoleForm(forms.Form):
    body = forms.ModelChoiceField(Body.objects.none(), label=gettext_lazy("单位"), error_messages=_MISSING)
    role = forms.ChoiceField(label=gettext_lazy("角色"), error_messages=_MISSING)
    post = _text(gettext_lazy("职务"), required=False)
    since = _date(gettext_lazy("起始日期"))
    until = _date(gettext_lazy("结束日期（可不填）"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_role(self)


def _choose_role(form: forms.Form) -> None:
    """Units that exist, and roles with an empty choice first."""
    form.fields["body"].queryset = Body.objects.filter(valid_to__isnull=True).order_by("name")  # type: ignore[attr-defined]
    if form.fields["body"].required:
        form.fields["body"].empty_label = _("请选择")  # type: ignore[attr-defined]
    form.fields["role"].choices = [("", _("请选择")), *Role.choices]  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = _text(gettext_lazy("理由"), 200)


class RenameForm(ReasonForm):
    name = _text(gettext_lazy("新的姓名"))

    field_order = ("name", "reason")


class EndRoleForm(ReasonForm):
    until = _date(gettext_lazy("最后一天"))


class _SomebodyForm(forms.Form):
    person = forms.ModelChoiceField(Person.objects.none(), error_messages=_MISSING)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        active = Person.objects.filter(is_active=True).order_by("display_name", "pk")
        self.fields["person"].queryset = active  # type: ignore[attr-defined]
        self.fields["person"].label = self.person_label
        self.fields["person"].empty_label = _("请选择")  # type: ignore[attr-defined]

    person_label: Any = gettext_lazy("代理人")


class WhoForm(_SomebodyForm):
    """Whose name it is; nobody's is an answer too."""

    person_label = gettext_lazy("账号")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].required = False
        # Administrators answer for no problem, so no plan prints one of them.
        anybody = self.fields["person"].queryset  # type: ignore[attr-defined]
        self.fields["person"].queryset = anybody.exclude(memberships__role__in=ADMINISTRATORS)  # type: ignore[attr-defined]


class DeputyForm(_SomebodyForm):
    since = _date(gettext_lazy("开始"))
    until = _date(gettext_lazy("结束（可不填）"), required=False)
    only_on_leave = forms.BooleanField(label=gettext_lazy("仅在请假时代理"), required=False)


class HandoverForm(_SomebodyForm):
    person_label = gettext_lazy("接手人")
    on = _date(gettext_lazy("起始日期"))
    reason = _text(gettext_lazy("理由"), 200)


class LeaveForm(forms.Form):
    since = _date(gettext_lazy("第一天"))
    until = _date(gettext_lazy("最后一天"))
    reason = _text(gettext_lazy("事由（可不填）"), 200, required=False)
