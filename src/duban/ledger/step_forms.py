"""A form for every verb, made from the plain values it may be told (its dataclass): for a page, in place, and in bulk."""

from __future__ import annotations

import dataclasses
import datetime
import types
import typing
import uuid
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _

from duban.ledger.ahead import Ahead
from duban.ledger.drafting import flat
from duban.ledger.gates import Place
from duban.ledger.models import Finding
from duban.ledger.plan_lines import YEARS
from duban.ledger.requesting import needs_letter
from duban.ledger.verbs import Verb
from duban.ledger.verbs.registry import Said

_MANY_LINES = 4
#: So much of what stands in a place is told in a choice.
_BEGINNING = 40
#: How the field in which a file is chosen is called after the input that names it.
CHOSEN = "_file"


class Ticks(forms.CheckboxSelectMultiple):
    """Several boxes under one label; to a page it is not the single box that carries its label beside it."""

    input_type = "ticks"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().create_option(*args, **kwargs), "type": "checkbox"}


class Wordy(forms.Select):
    """Each option carries the words that stand in its place now, so that the field beside it opens with them."""

    def __init__(self, words: Mapping[str, str], fills: str) -> None:
        super().__init__({"data-fills": fills})
        self._words = words

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value) in self._words:
            option["attrs"]["data-words"] = self._words[str(value)]
        return option


class StepForm(forms.Form):
    """``seen``: how many steps the finding had when the form was opened. ``token``: which form it is, so that one that
    is sent twice is taken once."""

    error_css_class = "field-wrong"
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    token = forms.UUIDField(required=False, widget=forms.HiddenInput)

    verb: Verb
    alone: bool

    def said(self, seen: int | None = None) -> Said:
        """What the form says, as the verb takes it."""
        facts = {
            each.name: _value(self.cleaned_data[each.name], _type(self.verb, each.name), self.alone)
            for each in _fields(self.verb)
        }
        return self.verb.inputs(**facts, seen=seen)

    def needs(self) -> list[forms.BoundField]:
        return self.visible_fields()


def form_of(
    verb: Verb, finding: Finding | None = None, data: Any = None, given: Mapping[str, Any] | None = None
) -> StepForm:
    """``finding`` None: the form is for many at once, and what is left empty is left as it is."""
    form = StepForm(data, initial=_opening(verb, finding, given or {}), auto_id=f"{verb.name}-%s")
    form.verb, form.alone = verb, finding is not None
    for each in _fields(verb):
        form.fields[each.name] = _field(verb, each, finding)
        if each.metadata.get("file"):
            _with_a_file(form, each)
    return form


def _with_a_file(form: StepForm, each: dataclasses.Field[Any]) -> None:
    """A file is chosen in a field of its own; the number under which it is kept goes along unseen, so that a refused
    form need not be given it again."""
    form.fields[each.name].widget = forms.HiddenInput()
    chosen = forms.FileField(
        label=each.metadata["label"], help_text=each.metadata.get("help", ""), required=False
    )
    chosen.is_wide, chosen.only = False, ""  # type: ignore[attr-defined]
    form.fields[f"{each.name}{CHOSEN}"] = chosen


def files_of(verb: Verb) -> list[str]:
    """The inputs that are files."""
    return [each.name for each in _fields(verb) if each.metadata.get("file")]


def narrow_to(form: StepForm, found: Ahead, meant: Any, place: Place, lacking: Collection[str] = ()) -> str:
    """Of a form that is shown: only what can be asked for, of what it is about already only its own fields, and what is
    rarely asked only where it is lacking."""
    kind = _narrow_kind(form, found) if found.kinds else ""
    for name in [name for name, each in form.fields.items() if getattr(each, "is_rare", False)]:
        if name not in lacking and not _value_of(form, name):
            del form.fields[name]
    if "letter_no" in form.fields and meant is not None and not needs_letter(meant.kind, place):
        del form.fields["letter_no"]
    return kind


def _value_of(form: StepForm, name: str) -> Any:
    return form.data.get(name) if form.is_bound else form.initial.get(name)


def _narrow_kind(form: StepForm, found: Ahead) -> str:
    field: Any = form.fields["kind"]
    field.choices = [pair for pair in field.choices if not pair[0] or pair[0] in found.kinds]
    said = str(_value_of(form, "kind") or "")
    kind = said if said in found.kinds else ""
    if not kind and (form.verb.name == "ask_change" or len(found.kinds) == 1):
        kind = form.initial["kind"] = found.kinds[0]
    is_settled = bool(kind) and (form.verb.name == "ask_standing" or len(found.kinds) == 1)
    if is_settled:
        field.widget = forms.HiddenInput()
    elif kind:
        field.choices = [pair for pair in field.choices if pair[0]]
    _drop_others(form, (kind,) if is_settled else found.kinds)
    return kind


def _drop_others(form: StepForm, kinds: Collection[str]) -> None:
    """Fields of what is not asked for, or cannot be."""
    wanted = {"", *(f"kind={kind}" for kind in kinds)}
    for name in [name for name, each in form.fields.items() if getattr(each, "only", "") not in wanted]:
        del form.fields[name]


def _opening(verb: Verb, finding: Finding | None, given: Mapping[str, Any]) -> dict[str, Any]:
    opening: dict[str, Any] = {"token": uuid.uuid4()}
    for each in _fields(verb):
        if each.default not in (dataclasses.MISSING, None):
            opening[each.name] = each.default
    if finding is not None:
        opening |= {"seen": finding.step_count, **verb.opening(finding)}
    opening |= {name: value for name, value in given.items() if name in opening or name in _names(verb)}
    return {name: "\n".join(value) if isinstance(value, tuple) else value for name, value in opening.items()}


def _names(verb: Verb) -> set[str]:
    return {each.name for each in _fields(verb)}


def _fields(verb: Verb) -> list[dataclasses.Field[Any]]:
    """Its own inputs, then the reason, where the record wants one."""
    own = [each for each in dataclasses.fields(verb.inputs) if each.name not in {"reason", "seen"}]
    reason = [each for each in dataclasses.fields(verb.inputs) if each.name == "reason"]
    return own + [each for each in reason if verb.move.reason or "label" in each.metadata]


def _type(verb: Verb, name: str) -> Any:
    return typing.get_type_hints(verb.inputs)[name]


def _bare(hint: Any) -> tuple[Any, bool]:
    """The type without None, and whether None may be said."""
    if typing.get_origin(hint) in {types.UnionType, typing.Union}:
        kinds = [each for each in typing.get_args(hint) if each is not types.NoneType]
        return kinds[0], True
    return hint, False


def _field(verb: Verb, each: dataclasses.Field[Any], finding: Finding | None) -> forms.Field:
    facts: Mapping[str, Any] = each.metadata
    if each.name == "reason" and "label" not in facts:
        facts = {"label": _("理由"), "long": True}
    kind, optional = _bare(_type(verb, each.name))
    required = each.default is dataclasses.MISSING or (each.name == "reason" and verb.move.reason)
    common = {
        "label": facts.get("label", each.name),
        "help_text": facts.get("help", ""),
        "required": required and kind is not bool,
        "error_messages": {"required": _("请填写这一项。")},
    }
    field = _of_kind(kind, facts, common, finding, blank=optional or not required)
    if facts.get("hidden"):
        field.widget = forms.HiddenInput()
    field.is_wide = isinstance(field.widget, forms.Textarea | forms.CheckboxSelectMultiple | Wordy)  # type: ignore[attr-defined]
    field.only = "=".join(facts.get("only", ()))  # type: ignore[attr-defined]
    field.is_rare = bool(facts.get("rare"))  # type: ignore[attr-defined]
    if suggest := facts.get("suggest"):
        field.widget.attrs["list"] = f"suggest-{suggest}"
    return field


def _of_kind(
    kind: Any, facts: Mapping[str, Any], common: dict[str, Any], finding: Finding | None, blank: bool
) -> forms.Field:
    if kind is bool:
        return forms.BooleanField(**common)
    if kind is int:
        return forms.IntegerField(**common)
    if kind is datetime.date:
        return _date_field(common)
    if typing.get_origin(kind) is tuple and "choices_of" in facts and finding is not None:
        return _several(_choices(facts, finding) or [], common)
    if typing.get_origin(kind) is tuple:
        return forms.CharField(widget=forms.Textarea({"rows": _MANY_LINES}), **common)
    if "words_of" in facts:
        return _wordy(facts, common, finding)
    choices = _choices(facts, finding)
    if choices is not None:
        return forms.ChoiceField(choices=[("", "—"), *choices] if blank else choices, **common)
    if facts.get("long"):
        return forms.CharField(widget=forms.Textarea({"rows": _MANY_LINES}), **common)
    return forms.CharField(**common)


def _wordy(facts: Mapping[str, Any], common: dict[str, Any], finding: Finding | None) -> forms.Field:
    """A place whose words are to be written anew; what stands there is shown to who has no script, too."""
    rows = facts["words_of"](finding) if finding is not None else []
    told = [(name, f"{label}{_('：')}{flat(text)[:_BEGINNING] or _('（空）')}") for name, label, text in rows]
    words = {name: text for name, _label, text in rows}
    field = forms.ChoiceField(choices=[("", "—"), *told], widget=Wordy(words, facts["fills"]), **common)
    field.present = [(label, text) for _name, label, text in rows]  # type: ignore[attr-defined]
    return field


def _several(choices: list[tuple[str, Any]], common: dict[str, Any]) -> forms.Field:
    """Ticked among what there is; where there is nothing, nothing is asked."""
    widget = Ticks() if choices else forms.MultipleHiddenInput()
    return forms.MultipleChoiceField(choices=choices, widget=widget, **common)


def _date_field(common: dict[str, Any]) -> forms.DateField:
    """A year out of all reason is a slip of the pen: it is asked for again."""
    first, last = datetime.date(YEARS[0], 1, 1), datetime.date(YEARS[-1], 12, 31)
    said = _("日期应在 %(first)d 年至 %(last)d 年之间，请核对年份。") % {"first": YEARS[0], "last": YEARS[-1]}
    return forms.DateField(
        widget=forms.DateInput({"type": "date", "min": first, "max": last}, format="%Y-%m-%d"),
        validators=[MinValueValidator(first, said), MaxValueValidator(last, said)],
        **common,
    )


def _choices(facts: Mapping[str, Any], finding: Finding | None) -> list[tuple[str, Any]] | None:
    if "choices_of" in facts:
        return list(facts["choices_of"](finding)) if finding is not None else []
    if "choices" in facts:
        return [pair for pair in facts["choices"] if pair[0] not in {None, ""}]
    return None


def _value(cleaned: Any, hint: Any, alone: bool) -> Any:
    """As the dataclass wants it. In bulk an empty field says nothing where nothing may be said."""
    kind, optional = _bare(hint)
    if optional and cleaned in {None, ""} and (not alone or kind not in {str, tuple}):
        return () if typing.get_origin(kind) is tuple and alone else None
    if typing.get_origin(kind) is tuple:
        lines = cleaned if isinstance(cleaned, list) else (cleaned or "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())
    return cleaned
