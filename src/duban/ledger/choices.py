"""The choices a filter form offers, and the chips that say in words what a list is narrowed to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from duban.accounts.permissions import Someone
from duban.asking import number
from duban.ledger.filters import LATENESS_NAMES, PROGRESS_NAMES, UNDER_ME_NAME, WINDOW_NAMES, Filters
from duban.ledger.lifecycle import STATIONS, Stage, Standing
from duban.ledger.models import ChargeRole, DeadlineKind, Priority, Source
from duban.ledger.suggesting import called
from duban.ledger.waiting import HEAPS, MINE

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Select:
    """One question of the filter form: a drop-down, a name to type with suggestions (``names``), or a day."""

    name: str
    label: str
    options: list[Pair]
    value: str
    kind: str = "select"
    #: What holds where nothing is asked, if that is not everything.
    usual: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    name: str
    label: str
    value: str


_LABELS: Mapping[str, StrOrPromise] = {
    "waiting": gettext_lazy("待办"),
    "progress": gettext_lazy("进度"),
    "window": gettext_lazy("到期"),
    "lateness": gettext_lazy("逾期"),
    "due_from": gettext_lazy("时限不早于"),
    "due_to": gettext_lazy("时限不晚于"),
    "station": gettext_lazy("环节"),
    "stage": gettext_lazy("阶段"),
    "inspection": gettext_lazy("督察"),
    "category": gettext_lazy("类别"),
    "priority": gettext_lazy("重点共性"),
    "region": gettext_lazy("区域"),
    "body": gettext_lazy("单位"),
    "role": gettext_lazy("责任"),
    "leader": pgettext_lazy("column", "督办领导"),
    "deadline": gettext_lazy("时限类别"),
    "source": gettext_lazy("来源"),
    "before_plan": gettext_lazy("方案前"),
    "standing": gettext_lazy("在册"),
}
#: Questions that are answered with a name; what can be named is offered as one types.
NAMED = ("body", "leader", "region", "inspection", "category")
_DAYS = ("due_from", "due_to")
_FIRST = ("progress", "stage", "body", "leader")
_MORE = (
    "window", "due_from", "due_to", "lateness", "region", "inspection", "category", "role", "deadline", "priority",
    "source", "station", "before_plan", "standing",
)  # fmt: skip


def _pairs(choices: Iterable[tuple[object, object]]) -> list[Pair]:
    return [(str(value), str(label)) for value, label in choices]


_OPTIONS: Mapping[str, Callable[[], list[Pair]]] = {
    "waiting": lambda: [(MINE, _("待我办理")), *((code, str(heap.name)) for code, heap in HEAPS.items())],
    "progress": lambda: _pairs(PROGRESS_NAMES.items()),
    "window": lambda: _pairs(WINDOW_NAMES.items()),
    "lateness": lambda: _pairs(LATENESS_NAMES.items()),
    "station": lambda: [(str(at), str(name)) for at, (name, _stages) in enumerate(STATIONS, start=1)],
    "stage": lambda: _pairs(Stage.choices),
    "priority": lambda: _pairs(Priority.choices),
    "role": lambda: _pairs(ChargeRole.choices),
    "deadline": lambda: _pairs(DeadlineKind.choices),
    "source": lambda: _pairs(Source.choices),
    "before_plan": lambda: [("yes", _("方案前已完成")), ("no", _("方案内整改"))],
    "standing": lambda: [("all", _("不限，包括已撤销等")), *_pairs(Standing.choices)],
}


def _options(name: str) -> list[Pair]:
    return _OPTIONS[name]() if name in _OPTIONS else []


class Choices:
    """The form of one question, and the question in words."""

    def __init__(self, filters: Filters, person: Someone) -> None:
        self.filters, self.person = filters, person
        self._names: dict[str, str] = {}

    def first(self) -> list[Select]:
        """The questions asked every day."""
        return [self._select(name) for name in _FIRST]

    def more(self) -> list[Select]:
        return [self._select(name) for name in _MORE]

    @property
    def more_count(self) -> int:
        """How many of the questions that are folded away are asked."""
        return sum(bool(getattr(self.filters, name)) for name in _MORE)

    def chips(self) -> list[Chip]:
        """What is asked, in words; an unknown value is shown as it stands in the address."""
        chips = []
        for name in self.filters.asked():
            value = getattr(self.filters, name)
            if name == "q":
                chips.append(Chip(name, _("包含"), f"“{value}”"))
            else:
                chips.append(Chip(name, str(_LABELS[name]), self._said(name, value)))
        return chips

    def in_words(self) -> str:
        return _("；").join(_("%s：%s") % (chip.label, chip.value) for chip in self.chips())

    def _select(self, name: str) -> Select:
        value = getattr(self.filters, name)
        kind = "names" if name in NAMED else "day" if name in _DAYS else "select"
        shown = self._said(name, value) if kind == "names" and value else value
        if name == "category" and number(value) is not None:
            shown = f"{value} {shown}"
        usual = _("在册和中止的") if name == "standing" else ""
        return Select(name, str(_LABELS[name]), _options(name), shown, kind, usual)

    def _said(self, name: str, value: str) -> str:
        if name not in NAMED:
            return dict(_options(name)).get(value, value)
        if name == "leader" and self.filters.is_under_me:
            return str(UNDER_ME_NAME)
        if name not in self._names:
            self._names[name] = self._named(name, value)
        return self._names[name]

    def _named(self, name: str, value: str) -> str:
        """The name of what was asked for by its number; to whom it tells nothing, the number."""
        pk = number(value)
        if pk is None or name == "leader":
            return value
        return called(name, pk, self.person) or value
