"""Editing the content of a draft item, one field at a time. Pure: content in, changed copy out, no database."""

from __future__ import annotations

import copy
import datetime
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from duban.intake import quoting
from duban.intake.content import LISTS, SINGLE, Json, next_id, parts_of, walk
from gongwen.results import ROLES

KINDS = ("fixed", "immediate", "ongoing", "immediate_ongoing", "conditional")
OPERATORS = ("<=", ">=", "<", ">", "=", "down_by", "up_by")
RULE_UNITS = ("day", "working_day", "month", "year")
STATUSES = ("completed", "in_progress")


class BadEdit(ValueError):
    """An edit that cannot be done; its text is a sentence for the reviewer."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who edits, and when."""

    person: int
    name: str
    at: str


@dataclass(frozen=True, slots=True)
class Selection:
    """A place that a reviewer selected in a document."""

    document: str
    text: str
    start: int
    end: int

    @property
    def quote(self) -> str:
        return quoting.quote(self.text, self.start, self.end)

    @property
    def span(self) -> list[int]:
        return list(quoting.trim(self.text, self.start, self.end))


def find(content: Json, key: str) -> Json | None:
    return next((value for found, value in walk(content) if found == key), None)


def _by(hand: Hand) -> Json:
    return {"by": hand.person, "by_name": hand.name, "at": hand.at}


def _typed(value: Json | None, text: str, hand: Hand) -> Json:
    """A typed text keeps the place it came from: the reviewer corrects what stands there."""
    kept = value or {"span": None, "doc": None, "reader": ""}
    return {**kept, "text": text, "how": "typed", **_by(hand)}


def _selected(value: Json | None, selection: Selection, hand: Hand) -> Json:
    place = {"span": selection.span, "doc": selection.document, "reader": ""}
    return {**(value or {}), **place, "text": selection.quote, "how": "selected", **_by(hand)}


def set_text(content: Json, key: str, new: str | Selection, hand: Hand) -> Json:
    """Give a field its text, typed or selected. A single field that is emptied is unknown again."""
    changed = copy.deepcopy(content)
    make = _selected if isinstance(new, Selection) else _typed
    if key in SINGLE:
        changed[key] = make(changed[key], new, hand) if _has_text(new) else None  # type: ignore[arg-type]
    elif key == "deadline":
        raw = changed["deadline"]["raw"]
        changed["deadline"]["raw"] = make(raw, new, hand) if _has_text(new) else None  # type: ignore[arg-type]
    elif key == "status":
        text = changed["status"]["text"]
        changed["status"]["text"] = make(text, new, hand) if _has_text(new) else None  # type: ignore[arg-type]
    else:
        part = _part(changed, key)
        part.update(make(part, new, hand))  # type: ignore[arg-type]
    return _settle_about(changed, key, hand, "edited")


def _has_text(new: str | Selection) -> bool:
    return bool((new.quote if isinstance(new, Selection) else new).strip())


def _part(content: Json, key: str) -> Json:
    name, _dot, identity = key.rpartition(".")
    for part in parts_of(content, name):
        if part["id"] == identity:
            return part
    raise BadEdit(_("这一栏刚才已被移除，请刷新后再改。"))


def add_part(
    content: Json, name: str, new: str | Selection, hand: Hand, after: str | None = None
) -> tuple[Json, str]:
    """Add a part to a list (``measures``, ``units.lead``); returns the content and the new part's key."""
    value = _selected(None, new, hand) if isinstance(new, Selection) else _typed(None, new, hand)
    changed, keys = add_parts(content, name, [{**value, **_blank(name)}], hand, after)
    return changed, keys[0]


def add_parts(
    content: Json, name: str, values: list[Json], hand: Hand, after: str | None = None
) -> tuple[Json, list[str]]:
    """Add several parts, one behind the other; behind the part ``after``, else at the end."""
    if name not in LISTS and name not in {f"units.{role}" for role in ROLES}:
        raise BadEdit(_("这里不能增加内容。"))
    changed = copy.deepcopy(content)
    parts = parts_of(changed, name)
    place = next((i + 1 for i, p in enumerate(parts) if p["id"] == after), len(parts))
    made = [{"id": next_id(changed), **value} for value in values]
    parts[place:place] = made
    return _settle_about(changed, name, hand, "edited"), [f"{name}.{part['id']}" for part in made]


def set_parties(content: Json, key: str, parties: list[Json], hand: Hand) -> Json:
    """Several units in the place of one: the first takes its field, the others stand behind it."""
    changed = copy.deepcopy(content)
    _part(changed, key).update(parties[0])
    name, _dot, identity = key.rpartition(".")
    return add_parts(changed, name, parties[1:], hand, identity)[0]


def _blank(name: str) -> Json:
    if name == "milestones":
        return {"date": None}
    if name == "indicators":
        return {"op": ">=", "value": None, "unit": "", "by_date": None}
    if name == "extra":
        return {"label": ""}
    return {"office": None} if name.startswith("units.") else {}


def remove_part(content: Json, key: str, hand: Hand) -> Json:
    changed = copy.deepcopy(content)
    part = _part(changed, key)
    parts_of(changed, key.rpartition(".")[0]).remove(part)
    return _settle_about(changed, key, hand, "edited")


def move_part(content: Json, key: str, by: int) -> Json:
    changed = copy.deepcopy(content)
    part = _part(changed, key)
    parts = parts_of(changed, key.rpartition(".")[0])
    place = parts.index(part)
    parts.insert(max(0, min(len(parts) - 1, place + by)), parts.pop(place))
    return changed


def split_part(content: Json, key: str, offset: int, text: str | None, hand: Hand) -> tuple[Json, str]:
    """Cut a part in two at a character of its text. Both halves keep their places where the document says them."""
    changed = copy.deepcopy(content)
    part = _part(changed, key)
    whole = part["text"]
    if not 0 < offset < len(whole):
        raise BadEdit(_("请先把光标放在要拆开的地方。"))
    name = key.rpartition(".")[0]
    rest = {**part, "id": next_id(changed), "text": whole[offset:].strip(), **_by(hand)}
    middle = _middle(part, text, offset)
    if middle is not None and text is not None:
        start, end = part["span"]
        rest["span"] = list(quoting.trim(text, middle, end))
        part["span"] = list(quoting.trim(text, start, middle))
    else:
        rest["how"] = "typed"
    part.update(text=whole[:offset].strip(), **_by(hand))
    parts = parts_of(changed, name)
    parts.insert(parts.index(part) + 1, rest)
    return changed, f"{name}.{rest['id']}"


def _middle(part: Json, text: str | None, offset: int) -> int | None:
    """The place in the document at which a part is cut, where its text is still what stands there."""
    if text is None or not part.get("span"):
        return None
    start, end = part["span"]
    if quoting.quote(text, start, end) != part["text"]:
        return None
    return quoting.place_of(text, *quoting.trim(text, start, end), offset)


def join_part(content: Json, key: str, hand: Hand) -> Json:
    """Join a part with the one after it."""
    changed = copy.deepcopy(content)
    part = _part(changed, key)
    parts = parts_of(changed, key.rpartition(".")[0])
    place = parts.index(part)
    if place + 1 == len(parts):
        raise BadEdit(_("后面没有可以合并的内容。"))
    following = parts.pop(place + 1)
    part.update(join_values(part, following), **_by(hand))
    return changed


def join_values(first: Json, second: Json) -> Json:
    """Two values as one: neighbours in the same document become one place."""
    joined = {**first, "text": first["text"] + second["text"]}
    if first.get("span") and second.get("span") and first.get("doc") == second.get("doc"):
        joined["span"] = [min(first["span"][0], second["span"][0]), max(first["span"][1], second["span"][1])]
    if "typed" in (first.get("how"), second.get("how")):
        joined["how"] = "typed"
    return joined


def set_facts(content: Json, key: str, facts: Json, hand: Hand) -> Json:
    """The facts of a field beside its text: kind and date of the deadline, date of a milestone, comparison …"""
    changed = copy.deepcopy(content)
    if key == "deadline":
        changed["deadline"].update(_deadline_facts({**changed["deadline"], **facts}))
        changed["deadline"].update(_by(hand))
    elif key == "status":
        changed["status"]["value"] = _one_of(facts.get("value"), STATUSES)
        changed["status"].update(_by(hand))
    else:
        part = _part(changed, key)
        part.update(_part_facts(key, facts), **_by(hand))
        part["corrected"] = True
    return _settle_about(changed, key, hand, "edited")


def _deadline_facts(facts: Json) -> Json:
    kind = _one_of(facts.get("kind"), KINDS)
    date = _date(facts.get("date")) if kind == "fixed" else None
    rule = _rule(facts.get("rule")) if kind == "conditional" else None
    return {"kind": kind, "date": date, "rule": rule}


def _rule(rule: Any) -> Json | None:
    if not isinstance(rule, dict) or not rule.get("amount"):
        return None
    amount = str(rule["amount"])
    if not amount.isdigit() or not 0 < int(amount) < 10_000:
        raise BadEdit(_("期限应是一个正整数。"))
    unit = _one_of(rule.get("unit"), RULE_UNITS) or "day"
    return {"anchor": str(rule.get("anchor") or "")[:200], "amount": int(amount), "unit": unit}


def _part_facts(key: str, facts: Json) -> Json:
    name = key.split(".")[0]
    if name == "milestones":
        return {"date": _date(facts.get("date"))}
    if name == "units":
        return {"office": (str(facts.get("office") or "")[:60] or None)}
    if name == "extra":
        return {"label": str(facts.get("label") or "")[:60]}
    if name == "indicators":
        return _indicator_facts(facts)
    raise BadEdit(_("这一栏没有可改的属性。"))


def _indicator_facts(facts: Json) -> Json:
    changed: Json = {}
    if "op" in facts:
        changed["op"] = _one_of(facts["op"], OPERATORS) or ">="
    if "value" in facts:
        changed["value"] = _number(facts["value"])
    if "unit" in facts:
        changed["unit"] = str(facts["unit"] or "")[:40]
    if "by_date" in facts:
        changed["by_date"] = _date(facts["by_date"])
    return changed


def _number(raw: Any) -> float | None:
    if raw in (None, ""):
        return None
    try:
        number = float(raw)
    except (TypeError, ValueError):
        raise BadEdit(_("指标的数值应是数字。")) from None
    if number != number or number in (float("inf"), float("-inf")):
        raise BadEdit(_("指标的数值应是数字。"))
    return number


def _date(raw: Any) -> str | None:
    if not raw:
        return None
    try:
        return datetime.date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise BadEdit(_("日期应写成 2026-09-30 的样子。")) from None


def _one_of(raw: Any, allowed: tuple[str, ...]) -> str | None:
    if not raw:
        return None
    if raw not in allowed:
        raise BadEdit(_("没有这个选项。"))
    return str(raw)


def settle(content: Json, doubt: str, hand: Hand) -> Json:
    changed = copy.deepcopy(content)
    for found in changed["doubts"]:
        if found["id"] == doubt and not found["settled"]:
            found["settled"] = {"how": "checked", **_by(hand)}
    return changed


def settle_all(content: Json, hand: Hand) -> Json:
    changed = copy.deepcopy(content)
    for found in changed["doubts"]:
        found["settled"] = found["settled"] or {"how": "confirmed", **_by(hand)}
    return changed


def _settle_about(content: Json, key: str, hand: Hand, how: str) -> Json:
    """Whoever edits a field has looked at the doubts about it."""
    for doubt in content["doubts"]:
        about = doubt["key"] or ""
        if about and not doubt["settled"] and (about == key or key.startswith(f"{about}.")):
            doubt["settled"] = {"how": how, **_by(hand)}
    return content
