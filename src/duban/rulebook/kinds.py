"""What a rule's value may be: how it is typed by a person, kept as JSON, and shown again."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duban.rulebook.errors import RuleRefused


class Kind(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    COUNT = "count"
    RATIO = "ratio"
    BOOL = "bool"
    TEXT = "text"
    LIST = "list"
    CHOICE = "choice"


UNITS: dict[Kind, Any] = {
    Kind.DAYS: gettext_lazy("日"),
    Kind.WORKING_DAYS: gettext_lazy("个工作日"),
    Kind.MONTHS: gettext_lazy("个月"),
}


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    name: Any


def parse(kind: Kind, typed: str, options: tuple[Option, ...] = ()) -> Any:
    """The value a person typed, or a sentence saying what was expected."""
    return _PARSERS[kind](typed.strip(), options)


def check(kind: Kind, value: Any, options: tuple[Option, ...] = ()) -> None:
    """Refuse a value that no person could have typed."""
    if parse(kind, typed(kind, value), options) != value:
        raise RuleRefused(_("规则的值“%s”与它的类型不符，未保存。") % value)


def typed(kind: Kind, value: Any) -> str:
    """The value as a person would type it."""
    if kind == Kind.BOOL:
        return "yes" if value is True else "no" if value is False else str(value)
    if kind == Kind.LIST:
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value)
    if kind == Kind.RATIO and isinstance(value, int | float) and not isinstance(value, bool):
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    return str(value)


def shown(kind: Kind, value: Any, options: tuple[Option, ...] = ()) -> str:
    """The value as a page shows it."""
    if kind == Kind.BOOL:
        return _("是") if value else _("否")
    if kind == Kind.LIST:
        return _("；").join(_option_name(each, options) for each in value) or _("（空）")
    if kind == Kind.CHOICE:
        return _option_name(value, options)
    return f"{typed(kind, value)}{UNITS.get(kind, '')}" or _("（空）")


def _option_name(value: str, options: tuple[Option, ...]) -> str:
    return next((str(option.name) for option in options if option.value == value), str(value))


def _whole(text: str, _options: tuple[Option, ...]) -> int:
    figures = unicodedata.normalize("NFKC", text)
    if not figures.isascii() or not figures.isdigit() or len(figures) > 5:
        raise RuleRefused(_("请填写不带单位的整数，例如 10；填写的是“%s”。") % text)
    return int(figures)


def _ratio(text: str, _options: tuple[Option, ...]) -> float:
    try:
        percent = text.endswith("%") or text.endswith("％")
        number = Decimal(text.rstrip("%％")) / (100 if percent else 1)
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 1:
        raise RuleRefused(_("请填写 0% 至 100% 之间的比例，例如 10%；填写的是“{text}”。").format(text=text))
    return float(number)


def _bool(text: str, _options: tuple[Option, ...]) -> bool:
    if text not in {"yes", "no"}:
        raise RuleRefused(_("请选择“是”或“否”。"))
    return text == "yes"


def _text(text: str, _options: tuple[Option, ...]) -> str:
    if len(text) > 500:
        raise RuleRefused(_("文字最多500个字，请缩短后重新填写。"))
    return text


def _list(text: str, options: tuple[Option, ...]) -> list[str]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    names = {str(option.name): option.value for option in options}
    values = [names.get(line, line) for line in lines]
    if options and set(values) - {option.value for option in options}:
        raise RuleRefused(_("每行一项，只能是：%s。") % _("、").join(names))
    return [_text(value, ()) for value in values]


def _choice(text: str, options: tuple[Option, ...]) -> str:
    if text not in {option.value for option in options}:
        raise RuleRefused(_("请从列出的选项中选择一项。"))
    return text


_PARSERS: dict[Kind, Callable[[str, tuple[Option, ...]], Any]] = {
    Kind.DAYS: _whole,
    Kind.WORKING_DAYS: _whole,
    Kind.MONTHS: _whole,
    Kind.COUNT: _whole,
    Kind.RATIO: _ratio,
    Kind.BOOL: _bool,
    Kind.TEXT: _text,
    Kind.LIST: _list,
    Kind.CHOICE: _choice,
}
