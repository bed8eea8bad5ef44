"""The form of a verb on plans, made from what the verb asks for."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, fields
from typing import Any, get_type_hints

from django import forms
from django.utils.translation import gettext_lazy

Options = Sequence[tuple[Any, Any]]
_MISSING = {"required": gettext_lazy("请填写这一栏。")}
_NO_DAY = {"invalid": gettext_lazy("日期请写成2026-09-30的样子。"), **_MISSING}


def form_of(inputs: type, options: Mapping[str, Options]) -> type[forms.Form]:
    """``options``: what fields that name a version or an inspection may name, by the kind of row."""
    hints = get_type_hints(inputs)
    made = {each.name: _field(each, hints[each.name], options) for each in fields(inputs)}
    return type(f"{inputs.__name__}Form", (forms.Form,), made)


def named_in(inputs: type) -> set[str]:
    """The kinds of rows that the fields name."""
    return {each.metadata["of"] for each in fields(inputs) if "of" in each.metadata}


def suggested_in(inputs: type) -> set[str]:
    """What its fields offer names of."""
    return {each.metadata["suggest"] for each in fields(inputs) if "suggest" in each.metadata}


def units_of(inputs: type, told: Any) -> list[str]:
    """The names of units among what was said."""
    return [getattr(told, each.name) for each in fields(inputs) if each.metadata.get("suggest") == "bodies"]


def said(inputs: type, cleaned: Mapping[str, Any]) -> Any:
    """What was filled in, as the verb takes it."""
    hints = get_type_hints(inputs)
    return inputs(**{name: _value(hints[name], value) for name, value in cleaned.items()})


def _field(each: Field[Any], hint: Any, options: Mapping[str, Options]) -> forms.Field:
    usual: dict[str, Any] = {
        "label": each.metadata["label"],
        "help_text": each.metadata.get("help", ""),
        "required": each.default is MISSING,
        "error_messages": _MISSING,
    }
    if each.metadata.get("of") is not None:
        return forms.ChoiceField(**usual, choices=[("", "—"), *options.get(each.metadata["of"], ())])
    if each.metadata.get("choices"):
        initial = "" if each.default is MISSING else each.default
        return forms.ChoiceField(**usual, choices=each.metadata["choices"], initial=initial)
    if hint in (datetime.date, datetime.date | None):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(**{**usual, "error_messages": _NO_DAY}, widget=widget)
    if each.metadata.get("long"):
        return forms.CharField(**usual, widget=forms.Textarea(attrs={"rows": 3}))
    field = forms.CharField(**usual, max_length=500)
    if suggest := each.metadata.get("suggest"):
        field.widget.attrs |= {"list": f"suggest-{suggest}", "autocomplete": "off"}
    return field


def _value(hint: Any, value: Any) -> Any:
    if hint == tuple[str, ...]:
        return tuple(value.splitlines())
    if hint == (int | None):
        return int(value) if value else None
    return value
