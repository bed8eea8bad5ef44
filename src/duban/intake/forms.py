"""The facts of an inspection and its plan, as the acceptance page asks for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.intake.models import IntakeSet
from duban.intake.presenting import SetView
from duban.journal.wording import kept
from duban.ledger.inputs import InspectionInput, PlanInput
from duban.ledger.models import Inspection, InspectionLevel, InspectionType, PlanKind


def _date() -> forms.DateField:
    return forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class AcceptForm(forms.Form):
    inspection = forms.ModelChoiceField(
        Inspection.objects.order_by("-pk"),
        required=False,
        empty_label=gettext_lazy("新的督察（填写下面各栏）"),
    )
    name = forms.CharField(max_length=200, required=False)
    type = forms.ChoiceField(choices=[("", gettext_lazy("未写明")), *InspectionType.choices], required=False)
    level = forms.ChoiceField(
        choices=[("", gettext_lazy("未写明")), *InspectionLevel.choices], required=False
    )
    team = forms.CharField(max_length=120, required=False)
    letter_no = forms.CharField(max_length=120, required=False)
    onsite_start = _date()
    onsite_end = _date()
    feedback_date = _date()
    region = forms.CharField(max_length=60, required=False)
    title = forms.CharField(max_length=300, error_messages={"required": gettext_lazy("请填写方案标题。")})
    kind = forms.ChoiceField(choices=PlanKind.choices, required=False)
    published = _date()
    scope = forms.ChoiceField(choices=[("confirmed", ""), ("all", "")], required=False)
    token = forms.UUIDField()
    #: What the page showed of each choice; the one that is taken must still be so.
    seen_confirmed = forms.CharField(required=False)
    seen_all = forms.CharField(required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("inspection") and not data.get("name", "").strip():
            self.add_error("name", _("请填写督察名称，或在上面选择已有的督察。"))
        start, end = data.get("onsite_start"), data.get("onsite_end")
        if start and end and end < start:
            self.add_error("onsite_end", _("进驻结束早于进驻开始，请核对。"))
        return data

    def seen(self) -> str:
        return str(self.cleaned_data[f"seen_{self.cleaned_data['scope'] or 'confirmed'}"])

    def inspection_input(self) -> InspectionInput:
        data = self.cleaned_data
        chosen = data["inspection"]
        if chosen is not None:
            return InspectionInput(id=chosen.pk, name=chosen.name, type=chosen.type)
        names = ("name", "type", "level", "team", "letter_no", "region")
        dates = ("onsite_start", "onsite_end", "feedback_date")
        return InspectionInput(**{n: data[n].strip() for n in names}, **{n: data[n] for n in dates})

    def plan_input(self, documents: tuple[Any, ...]) -> PlanInput:
        data = self.cleaned_data
        return PlanInput(
            title=data["title"].strip(),
            kind=data["kind"] or "master",
            published=data["published"],
            documents=documents,
        )


def first_facts(intake_set: IntakeSet, view: SetView) -> dict[str, Any]:
    """What the documents say of the inspection, to begin with."""
    main = next((file for file in view.tabs if file.reading is not None), None)
    summary = main.reading.summary if main and main.reading else {}
    said = summary.get("inspection") or {}
    return {
        "inspection": intake_set.inspection_id,
        "name": _name(summary, said),
        "type": said.get("type") or "",
        "level": said.get("level") or "",
        "team": _text(said.get("body"))[:120],
        "letter_no": _text(said.get("letter_no"))[:120],
        "onsite_start": said.get("onsite_start"),
        "onsite_end": said.get("onsite_end"),
        "feedback_date": said.get("feedback_date"),
        "region": _text(summary.get("jurisdiction"))[:60],
        "title": (_text(summary.get("title")) or intake_set.title)[:300],
        # Petitions come in batches, notices and reports come after the plan: none is the plan of the whole.
        "kind": PlanKind.SPECIAL if _comes_later(summary, intake_set) else PlanKind.MASTER,
        "published": summary.get("published"),
        "scope": "confirmed",
    }


def probably(facts: dict[str, Any]) -> Inspection | None:
    """The inspection on file of which the documents probably speak: the same letter, or the same day of feedback by the
    same team or of the same kind. It is only offered: whoever accepts says which it is."""
    if facts["letter_no"]:
        same_letter = Inspection.objects.filter(letter_no=facts["letter_no"]).order_by("-pk").first()
        if same_letter is not None:
            return same_letter
    try:
        day = parse_date(facts["feedback_date"] or "")
    except ValueError:
        day = None
    if day is None:
        return None
    same_team = Q(team=facts["team"]) & ~Q(team="")
    same_kind = Q(type=facts["type"], level=facts["level"]) & ~Q(type="") & ~Q(level="")
    rows = Inspection.objects.filter(same_team | same_kind, feedback_date=day)
    return rows.order_by("-pk").first()


def _comes_later(summary: dict[str, Any], intake_set: IntakeSet) -> bool:
    kind = summary.get("kind")
    return kind == "petitions" or (kind in ("notice", "report") and intake_set.inspection_id is not None)


def _text(quote: dict[str, Any] | None) -> str:
    return (quote or {}).get("text") or ""


def _name(summary: dict[str, Any], said: dict[str, Any]) -> str:
    """A name to begin with: 2018年省级例行督察. The clerk knows the usual one."""
    day = said.get("onsite_start") or said.get("feedback_date") or summary.get("published") or ""
    year = f"{day[:4]}年" if day else ""
    level = {value: kept(label) for value, label in InspectionLevel.choices}.get(said.get("level") or "", "")
    kind = {value: kept(label) for value, label in InspectionType.choices}.get(said.get("type") or "", "督察")
    return f"{year}{level}{kind}" if year or level else ""
