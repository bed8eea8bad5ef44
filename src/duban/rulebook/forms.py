"""What people type on the pages of the rules. Values are typed by the kind of their rule, so they are parsed there."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duban.organizations.models import Region
from duban.rulebook.actions import NewValue
from duban.rulebook.calendar_actions import NewDay
from duban.rulebook.definitions import Rule, Source
from duban.rulebook.kinds import Kind, parse
from duban.rulebook.models import Confidence, DayKind, Level, Profile

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ValueForm(forms.Form):
    """A new value of a rule, or that the profile follows its parent again."""

    inherits = forms.BooleanField(label=_("沿用上级的值"), required=False)
    value = forms.CharField(label=_("新的值"), required=False, strip=False)
    valid_from = forms.DateField(label=_("生效日期"), widget=_DATE)
    valid_to = forms.DateField(label=_("失效日期（可不填）"), widget=_DATE, required=False)
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)
    article = forms.CharField(label=_("条款"), max_length=60, required=False)
    confidence = forms.ChoiceField(label=_("核实情况"), choices=Confidence.choices)
    note = forms.CharField(label=_("说明（可不填）"), required=False, max_length=500)
    reason = forms.CharField(label=_("更改理由"), widget=forms.Textarea(attrs={"rows": 2}), max_length=500)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, rule: Rule, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.rule = rule
        self.fields["value"].widget = _widget(rule)

    def new_value(self) -> NewValue:
        said = self.cleaned_data
        source = Source(said["document"], said["article"], said["confidence"])
        value = parse(self.rule.kind, said["value"], self.rule.choices)
        return NewValue(value, said["valid_from"], said["valid_to"], source, said["note"])


def _widget(rule: Rule) -> forms.Widget:
    if rule.kind == Kind.BOOL:
        return forms.Select(choices=[("yes", _("是")), ("no", _("否"))])
    if rule.kind == Kind.CHOICE:
        return forms.Select(choices=[(option.value, option.name) for option in rule.choices])
    if rule.kind == Kind.LIST:
        return forms.Textarea(attrs={"rows": 5})
    attributes = {} if rule.kind in {Kind.TEXT, Kind.RATIO} else {"inputmode": "numeric"}
    return forms.TextInput(attrs=attributes)


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    level = forms.ChoiceField(label=_("层级"), choices=[c for c in Level.choices if c[0] != Level.NATION])
    parent = forms.ModelChoiceField(Profile.objects.exclude(level=Level.CITY), label=_("沿用"))
    region = forms.ModelChoiceField(
        Region.objects.filter(rule_profile=None).order_by("code"), label=_("适用区域"), required=False
    )


class DayForm(forms.Form):
    date = forms.DateField(label=_("日期"), widget=_DATE)
    kind = forms.ChoiceField(
        label=_("安排"), choices=[*DayKind.choices, ("", _("按星期计算"))], required=False
    )
    name = forms.CharField(label=_("节日名称"), max_length=30, required=False)
    notice = forms.CharField(label=_("依据的通知"), max_length=200, required=False)
    reason = forms.CharField(label=_("理由"), max_length=500)

    def new_day(self) -> NewDay:
        said = self.cleaned_data
        return NewDay(said["date"], DayKind(said["kind"]), said["name"])


class YearForm(forms.Form):
    notice = forms.CharField(label=_("放假安排通知的名称和文号"), max_length=200)
    file = forms.FileField(label=_("Excel 文件（列：日期、类型、名称）"))
    reason = forms.CharField(label=_("理由"), max_length=500)
    dry_run = forms.BooleanField(label=_("只检查，不导入"), required=False)
