"""Signing in."""

from __future__ import annotations

from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """A refusal never says which of the two was wrong."""

    error_messages = {  # noqa: RUF012 the parent's plain dictionary
        "invalid_login": _("用户名或密码不正确，请核对后重新输入；忘记密码请联系系统管理员。"),
        "inactive": _("这个账号已停用，请联系系统管理员。"),
    }
