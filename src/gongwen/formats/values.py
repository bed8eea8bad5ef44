"""Values of cells as a reader sees them: numbers in their format, dates as dates."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

_WEEKDAYS = "一二三四五六日"
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_SETTINGS = re.compile(r"\[[^\]]*\]")
_PADDING = re.compile(r"[_*].")
_DATE_TOKEN = re.compile(r"y+|m+|d+|h+|s+|a{3,4}|AM/PM|上午/下午", re.I)
_NUMBER = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+")
_GENERAL = "general"
_MAX_DECIMALS = 30
#: Formats that files name only by their number (ECMA-376 18.8.30, Chinese locale).
BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy/m/d",
    15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss",
    22: "yyyy/m/d h:mm", 27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日",
    32: "h时mm分", 33: "h时mm分ss秒", 34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 37: "#,##0",
    38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 47: "mm:ss", 49: "@", 50: "yyyy年m月",
    51: "m月d日", 52: "yyyy年m月", 53: "m月d日", 54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒",
    57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip


def printed(value: object) -> str:
    """A value whose format is not known."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return general(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def general(value: float) -> str:
    """Whole numbers whole (telephone numbers have eleven digits), others without the noise of binary fractions."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}"


def in_format(value: float, pattern: str, from_1904: bool = False) -> str:
    """A number as the format prints it; formats beyond the usual ones fall back to the plain number."""
    form = _form(pattern)
    if form.is_date:
        return _as_date(value, form.text, from_1904)
    match = None if form.text.lower() == _GENERAL else _NUMBER.search(form.text)
    return general(value) if match is None else _as_number(value, form.text, match)


class _Form:
    """The first section of a format, without colours, conditions and padding."""

    __slots__ = ("is_date", "text")

    def __init__(self, pattern: str) -> None:
        section = pattern.split(";")[0]
        text = _QUOTED.sub(_kept, section)
        self.text = _PADDING.sub("", _SETTINGS.sub("", text))
        bare = re.sub(r"[\ue000-\uf8ff]", "", self.text)
        self.is_date = bare.lower() != _GENERAL and bool(re.search(r"[ymdhs]|aaa", bare, re.I))


def _kept(found: re.Match[str]) -> str:
    """Chinese literals stay; others could be taken for tokens and are put into private characters."""
    literal = found[1] if found[1] is not None else found[2]
    return "".join(chr(0xE000 + ord(char)) if char.isascii() else char for char in literal)


@lru_cache(maxsize=256)
def _form(pattern: str) -> _Form:
    return _Form(pattern)


def _shown(text: str) -> str:
    return "".join(chr(ord(char) - 0xE000) if "\ue000" <= char <= "\ue07f" else char for char in text)


def _as_number(value: float, form: str, match: re.Match[str]) -> str:
    pattern = match[0]
    decimals = pattern.partition(".")[2][:_MAX_DECIMALS]
    amount = value * 100 if "%" in form else value
    digits = f"{amount:{',' if ',' in pattern else ''}.{len(decimals)}f}"
    for _ in range(len(decimals) - len(decimals.rstrip("#?"))):
        digits = digits.removesuffix("0").removesuffix(".") if digits.endswith("0") else digits
    return _shown(form[: match.start()] + digits + form[match.end() :]).strip()


def _as_date(value: float, form: str, from_1904: bool) -> str:
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    try:
        moment = start + timedelta(seconds=round(value * 86_400))
    except OverflowError:
        return general(value)
    tokens = [found[0].lower() for found in _DATE_TOKEN.finditer(form)]
    minutes = {index for index, token in enumerate(tokens) if token[0] == "m" and _beside_time(tokens, index)}
    numbers = iter(range(len(tokens)))

    def replaced(found: re.Match[str]) -> str:
        return _token(found[0].lower(), moment, next(numbers) in minutes)

    return _shown(_DATE_TOKEN.sub(replaced, form)).strip()


def _beside_time(tokens: list[str], index: int) -> bool:
    before = tokens[index - 1][0] if index else ""
    after = tokens[index + 1][0] if index + 1 < len(tokens) else ""
    return before == "h" or after == "s"


def _token(token: str, moment: datetime, minute: bool) -> str:
    kind, width = token[0], len(token)
    if token in ("am/pm", "上午/下午"):
        return "上午" if moment.hour < 12 else "下午"
    if kind == "a":
        return ("星期" if width == 4 else "") + _WEEKDAYS[moment.weekday()]
    if kind == "y":
        return f"{moment:%Y}" if width > 2 else f"{moment:%y}"
    number = {
        "m": moment.minute if minute else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }
    if kind == "d" and width > 2:
        return "星期" + _WEEKDAYS[moment.weekday()]
    return f"{number[kind]:02d}" if width == 2 else str(number[kind])
