"""What is filled in on the pages of the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from duban.organizations.models import OF_MEMBERS, Body, BodyKind, Region

_MISSING = {"required": gettext_lazy("请填写这一栏。")}


def _date(label: Any, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": gettext_lazy("日期请写成2026-09-30的样子。"), **_MISSING}
    return forms.DateField(label=label, required=required, widget=widget, error_messages=wrong)


def _text(label: Any, length: int = 120, required: bool = True) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, error_messages=_MISSING)


def _body(label: Any, required: bool = True) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        Body.objects.filter(valid_to__isnull=True, unconfirmed=False).order_by("name"),
        label=label,
        required=required,
        empty_label=gettext_lazy("请选择") if required else gettext_lazy("没有"),
        error_messages=_MISSING,
    )


def _region(label: Any, required: bool = False) -> forms.ModelChoiceField[Any]:
    return forms.ModelChoiceField(
        Region.objects.filter(valid_to__isnull=True).order_by("code"),
        label=label,
        required=required,
        empty_label=gettext_lazy("请选择") if required else gettext_lazy("没有"),
        error_messages=_MISSING,
    )


class FactsForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=BodyKind.choices)
    short_name = _text(gettext_lazy("简称"), 60, required=False)
    region = _region(gettext_lazy("所在区划"))
    parent = _body(gettext_lazy("上级单位"), required=False)
    valid_from = _date(gettext_lazy("成立日期"), required=False)


class NewBodyForm(FactsForm):
    name = _text(gettext_lazy("名称"))
    field_order = ("name", "kind", "short_name", "region", "parent", "valid_from")


class RenameForm(forms.Form):
    name = _text(gettext_lazy("新名称"))
    on = _date(gettext_lazy("起始日期"))
    reason = _text(gettext_lazy("理由"), 200)


class FormerNameForm(forms.Form):
    name = _text(gettext_lazy("曾用名"))
    until = _date(gettext_lazy("停用日期（可不填）"), required=False)


class CloseForm(forms.Form):
    on = _date(gettext_lazy("最后一天"))
    reason = _text(gettext_lazy("理由"), 200)


class MergeForm(CloseForm):
    into = _body(gettext_lazy("并入"))
    field_order = ("into", "on", "reason")


class JoinForm(forms.Form):
    body = _body(gettext_lazy("成员"))
    since = _date(gettext_lazy("起始日期"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        single = self.fields["body"].queryset.exclude(kind__in=OF_MEMBERS)  # type: ignore[attr-defined]
        self.fields["body"].queryset = single  # type: ignore[attr-defined]


class CoverForm(forms.Form):
    region = _region(gettext_lazy("片区"), required=True)
    since = _date(gettext_lazy("起始日期"))


class EndForm(forms.Form):
    until = _date(gettext_lazy("最后一天"))
    reason = _text(gettext_lazy("理由"), 200)


class RegionForm(forms.Form):
    code = _text(gettext_lazy("代码"), 12)
    name = _text(gettext_lazy("名称"), 60)
    parent = _region(gettext_lazy("上级区划"))
    is_zone = forms.BooleanField(label=gettext_lazy("开发区（自编代码）"), required=False)
    valid_from = _date(gettext_lazy("启用日期"), required=False)


class CloseRegionForm(CloseForm):
    successor = _region(gettext_lazy("由谁接续"))
    field_order = ("successor", "on", "reason")


class IsNewForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=BodyKind.choices)


class IsOtherForm(forms.Form):
    body = _body(gettext_lazy("就是"))
