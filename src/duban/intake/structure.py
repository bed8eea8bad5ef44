"""Cutting one item in two and joining two into one. Pure, like :mod:`duban.intake.fields`."""

from __future__ import annotations

import copy
from typing import Any

from django.utils.translation import gettext as _

from duban.intake import quoting
from duban.intake.content import LISTS, SINGLE, Json, empty, next_id, parts_of, walk
from duban.intake.fields import BadEdit, Hand, Selection, join_values
from gongwen.results import ROLES

GROUPS = (*LISTS, *(f"units.{role}" for role in ROLES))
#: What both halves of a split keep, where only one of them would have it.
SHARED = ("deadline", *(f"units.{role}" for role in ROLES))


def from_selection(selection: Selection, hand: Hand) -> Json:
    """A new item whose problem is the selected text; a number that it begins with becomes its number."""
    content = empty()
    number, skipped = quoting.leading_number(selection.quote)
    start, end = selection.span
    place = quoting.place_of(selection.text, start, end, skipped) if number else None
    if number and place is not None and place < selection.end:
        content["no"] = _chosen(Selection(selection.document, selection.text, selection.start, place), hand)
        content["no"]["text"] = number
        selection = Selection(selection.document, selection.text, place, selection.end)
    content["problem"] = _chosen(selection, hand)
    return content


def _chosen(selection: Selection, hand: Hand) -> Json:
    return {
        "text": selection.quote,
        "span": selection.span,
        "doc": selection.document,
        "how": "selected",
        "reader": "",
        "by": hand.person,
        "by_name": hand.name,
        "at": hand.at,
    }


def split(content: Json, selection: Selection, hand: Hand) -> tuple[Json, Json]:
    """Cut an item where the selection begins. The selected text is the second one's problem; what stands after it
    goes along, what stands before it stays."""
    if not selection.quote:
        raise BadEdit(_("请先在左边的原文中选中第二个问题的文字，再拆分。"))
    first, second = copy.deepcopy(content), from_selection(selection, hand)
    second["path"] = copy.deepcopy(content["path"])
    second["seq"] = content["seq"]
    for name in GROUPS:
        if name != "path":
            _split_list(first, second, name, selection)
    _split_singles(first, second, selection)
    _share(first, second, hand)
    return _tidy(first), _tidy(second)


def _split_list(first: Json, second: Json, name: str, cut: Selection) -> None:
    stay, go = [], []
    for part in parts_of(first, name):
        before, after = _cut(part, cut)
        stay += [before] if before else []
        go += [after] if after else []
    parts_of(first, name)[:] = stay
    parts_of(second, name)[:] = go


def _split_singles(first: Json, second: Json, cut: Selection) -> None:
    for key in SINGLE:
        if first[key]:
            before, after = _cut(first[key], cut)
            first[key] = before
            if key == "goal":
                second[key] = after
            elif after and key == "problem":
                second["measures"].insert(0, {"id": next_id(second), **after})
    raw = first["deadline"]["raw"]
    if raw and _cut(raw, cut)[0] is None:
        second["deadline"], first["deadline"] = first["deadline"], empty()["deadline"]
    text = first["status"]["text"]
    if text and _cut(text, cut)[0] is None:
        second["status"], first["status"] = first["status"], empty()["status"]


def _cut(value: Json, cut: Selection) -> tuple[Json | None, Json | None]:
    """What of a value stands before the selection, and what after it. The selected part itself is taken."""
    if value.get("doc") != cut.document or not value.get("span"):
        return value, None
    start, end = value["span"]
    if end <= cut.start:
        return value, None
    if start >= cut.end:
        return None, value
    return _narrowed(value, cut, start, min(end, cut.start)), _narrowed(value, cut, max(start, cut.end), end)


def _narrowed(value: Json, cut: Selection, start: int, end: int) -> Json | None:
    start, end = quoting.trim(cut.text, start, end)
    text = quoting.quote(cut.text, start, end)
    if not any(character.isalnum() for character in text):
        return None
    return {**value, "span": [start, end], "text": text}


def _share(first: Json, second: Json, hand: Hand) -> None:
    """Deadline and units that only one half would have are both's, each with a doubt that says so."""
    for giver, taker in ((first, second), (second, first)):
        if giver["deadline"]["raw"] and not _has_deadline(taker):
            taker["deadline"] = copy.deepcopy(giver["deadline"])
            _doubt(taker, "deadline", "整改时限由拆分前的一项沿用，请核对是否适用于这一项。")
        for role in ROLES:
            if giver["units"][role] and not taker["units"][role]:
                taker["units"][role] = copy.deepcopy(giver["units"][role])
                _doubt(taker, f"units.{role}", "单位由拆分前的一项沿用，请核对是否适用于这一项。")


def _has_deadline(content: Json) -> bool:
    return bool(content["deadline"]["raw"] or content["deadline"]["kind"])


def _doubt(content: Json, key: str, message: str, span: Any = None, code: str = "after-split") -> None:
    content["doubts"].append(
        {
            "id": next_id(content),
            "code": code,
            "message": message,
            "span": span,
            "doc": None,
            "key": key,
            "settled": None,
        }
    )


def _tidy(content: Json) -> Json:
    """Doubts about parts that are no longer here go with them."""
    keys = {key for key, _value in walk(content)} | {"deadline", "status", *SINGLE, *GROUPS}
    content["doubts"] = [d for d in content["doubts"] if not d["key"] or d["key"] in keys]
    return content


def merge(first: Json, second: Json) -> Json:
    """The second item's values join the first's. Where both have a single value, the second's becomes context."""
    merged = copy.deepcopy(first)
    merged["seq"] = max(first["seq"], second["seq"])
    _merge_problem(merged, second)
    for key in ("goal",):
        if not merged[key]:
            merged[key] = second[key]
        elif second[key]:
            _append(merged, "context", second[key])
    for name in GROUPS:
        if name != "path":
            _merge_list(merged, second, name)
    _merge_deadline(merged, second)
    if not merged["status"]["value"]:
        merged["status"] = second["status"]
    merged["doubts"] += [{**d, "id": next_id(merged)} for d in second["doubts"]]
    return _tidy(merged)


def _merge_problem(merged: Json, second: Json) -> None:
    problem = second["problem"]
    if not problem:
        return
    if not merged["problem"]:
        merged["problem"] = problem
    elif merged["measures"] and not second["measures"]:
        _append(merged, "measures", problem)
    else:
        merged["problem"] = join_values(merged["problem"], problem)


def _append(content: Json, name: str, value: Json) -> None:
    parts_of(content, name).append({**value, "id": next_id(content)})


def _merge_list(merged: Json, second: Json, name: str) -> None:
    present = {part["text"] for part in parts_of(merged, name)}
    for part in parts_of(second, name):
        if not (name.startswith("units.") and part["text"] in present):
            _append(merged, name, part)


def _merge_deadline(merged: Json, second: Json) -> None:
    if not _has_deadline(merged):
        merged["deadline"] = second["deadline"]
    elif second["deadline"]["raw"] and second["deadline"]["raw"]["text"] != _raw(merged):
        _append(merged, "context", second["deadline"]["raw"])
        _doubt(
            merged,
            "deadline",
            f"合并前后一项的时限是“{_raw(second)}”，请核对以哪个为准。",
            code="after-merge",
        )


def _raw(content: Json) -> str:
    return (content["deadline"]["raw"] or {}).get("text") or ""
