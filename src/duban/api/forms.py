from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from duban.api.models import Scope


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("名称"),
        max_length=60,
        help_text=gettext_lazy("写明给哪个程序使用，例如“夜间同步”。"),
        error_messages={"required": gettext_lazy("请填写名称，写明给哪个程序使用。")},
    )
    scope = forms.ChoiceField(label=gettext_lazy("权限"), choices=Scope.choices, initial=Scope.READ)
