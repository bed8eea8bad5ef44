"""The choices a filter form offers, and the chips that say in words what a list is narrowed to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from duban.accounts.permissions import Someone
from duban.asking import number
from duban.ledger.filters import WINDOW_NAMES, Filters
from duban.ledger.lifecycle import Stage, Standing
from duban.ledger.models import (
    Category,
    Charge,
    ChargeRole,
    DeadlineKind,
    Finding,
    Inspection,
    Priority,
    Source,
)
from duban.organizations.models import Body

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down of the filter form."""

    name: str
    label: str
    options: list[Pair]
    value: str


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    label: str
    value: str


def _pairs(choices: Iterable[tuple[object, object]]) -> list[Pair]:
    return [(str(value), str(label)) for value, label in choices]


class Choices:
    """What this person can choose from: only what occurs on findings she may see."""

    def __init__(self, filters: Filters, person: Someone) -> None:
        self.filters = filters
        self._seen = Finding.objects.visible_to(person)

    def first(self) -> list[Select]:
        """The questions asked every day."""
        return self._selects(["window", "inspection", "body", "leader"])

    def more(self) -> list[Select]:
        return self._selects(
            ["category", "role", "deadline", "stage", "priority", "source", "before_plan", "standing"]
        )

    def chips(self) -> list[Chip]:
        """What is asked, in words; an unknown value is shown as it stands in the address."""
        chips = []
        for name in self.filters.asked():
            value = getattr(self.filters, name)
            if name == "q":
                chips.append(Chip(name, _("包含"), f"“{value}”"))
            else:
                label, options = self._question(name)
                chips.append(Chip(name, label, dict(options).get(value, value)))
        return chips

    def _selects(self, names: list[str]) -> list[Select]:
        selects = []
        for name in names:
            label, options = self._question(name)
            if options:
                selects.append(Select(name, label, options, getattr(self.filters, name)))
        return selects

    def _question(self, name: str) -> tuple[str, list[Pair]]:
        fixed: dict[str, tuple[str, list[Pair]]] = {
            "window": (_("到期"), _pairs(WINDOW_NAMES.items())),
            "role": (_("责任"), _pairs(ChargeRole.choices)),
            "deadline": (_("时限类别"), _pairs(DeadlineKind.choices)),
            "stage": (_("阶段"), _pairs(Stage.choices)),
            "priority": (_("重点共性"), _pairs(Priority.choices)),
            "source": (_("来源"), _pairs(Source.choices)),
            "before_plan": (_("方案前"), [("yes", _("方案前已完成")), ("no", _("方案内整改"))]),
            "standing": (_("在册"), [("all", _("包括已撤销等")), *_pairs(Standing.choices[1:])]),
        }
        if name in fixed:
            return fixed[name]
        return {
            "inspection": (_("督察"), self._inspections),
            "category": (_("类别"), self._categories),
            "body": (_("单位"), self._bodies),
            "leader": (pgettext("column", "督办领导"), self._leaders),
        }[name]

    @cached_property
    def _inspections(self) -> list[Pair]:
        rows = Inspection.objects.filter(findings__in=self._seen).distinct().order_by("-pk")
        return _pairs(rows.values_list("pk", "name")[:200])

    @cached_property
    def _categories(self) -> list[Pair]:
        rows = Category.objects.filter(findings__in=self._seen).distinct()
        inspection = number(self.filters.inspection)
        if inspection is not None:
            rows = rows.filter(inspection=inspection)
        return _pairs(rows.order_by("inspection", "ordinal").values_list("pk", "name")[:300])

    @cached_property
    def _bodies(self) -> list[Pair]:
        rows = Body.objects.filter(charges__finding__in=self._seen, charges__until__isnull=True)
        return _pairs(rows.distinct().order_by("kind", "name").values_list("pk", "name")[:1000])

    @cached_property
    def _leaders(self) -> list[Pair]:
        rows = Charge.objects.filter(finding__in=self._seen, role="leader", until__isnull=True)
        names = rows.exclude(person_name="").order_by("person_name").values_list("person_name", flat=True)
        return [(name, name) for name in names.distinct()[:300]]
