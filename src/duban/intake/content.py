"""The content of a draft item: a reading's item as values that know their place, their way and their hand.

A value is ``{"id", "text", "span", "doc", "how", "reader", "by", "at"}``: ``how`` is read, selected or typed;
``by`` and ``at`` name who last changed it. A value lives under a key:

    no · problem · goal · status · deadline · path.<id> · measures.<id> · milestones.<id>
    units.<role>.<id> · indicators.<id> · extra.<id> · context.<id>

Ids are unique within the item and never used again, so a key stays true while others add and remove parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongwen.results import ROLES

Json = dict[str, Any]
SINGLE = ("no", "problem", "goal")
LISTS = ("path", "measures", "milestones", "indicators", "extra", "context")


def empty() -> Json:
    return {
        "seq": 0,
        "no": None,
        "problem": None,
        "goal": None,
        "path": [],
        "measures": [],
        "milestones": [],
        "indicators": [],
        "extra": [],
        "context": [],
        "deadline": {"raw": None, "kind": None, "date": None, "rule": None},
        "units": {role: [] for role in ROLES},
        "status": {"value": None, "text": None},
        "doubts": [],
    }


def next_id(content: Json) -> str:
    content["seq"] += 1
    return str(content["seq"])


class Importer:
    """Turns one item of a reading (the contract's JSON) into the content of a draft."""

    def __init__(self, document: str, reader: str) -> None:
        self.document = document
        self.reader = reader

    def content(self, item: Json) -> Json:
        content = empty()
        no = item.get("no")
        content["no"] = self._no(no, item.get("no_span"))
        for key in ("problem", "goal"):
            content[key] = self._value(item.get(key))
        for key in ("path", "measures", "context"):
            content[key] = [self._part(content, text) for text in item.get(key) or []]
        content["deadline"] = self._deadline(item.get("deadline") or {})
        content["milestones"] = [self._milestone(content, m) for m in item.get("milestones") or []]
        content["units"] = self._units(content, item.get("units") or {})
        content["indicators"] = [self._indicator(content, i) for i in item.get("indicators") or []]
        content["extra"] = [self._extra(content, *pair) for pair in (item.get("extra") or {}).items()]
        content["status"] = {"value": item.get("status"), "text": self._value(item.get("status_text"))}
        content["doubts"] = [self.doubt(content, d) for d in item.get("doubts") or []]
        return content

    def _value(self, quote: Json | None) -> Json | None:
        if not quote or not quote.get("text"):
            return None
        return {
            "text": quote["text"],
            "span": list(quote["span"]) if quote.get("span") else None,
            "doc": self.document,
            "how": "read",
            "reader": self.reader,
        }

    def _no(self, no: Any, span: Any) -> Json | None:
        return self._value({"text": no, "span": span}) if isinstance(no, str) else self._value(no)

    def _part(self, content: Json, quote: Json, **more: Any) -> Json:
        return {"id": next_id(content), **(self._value(quote) or {"text": "", "how": "read"}), **more}

    def _deadline(self, deadline: Json) -> Json:
        rule = deadline.get("rule")
        if rule and isinstance(rule.get("anchor"), dict):
            rule = {**rule, "anchor": rule["anchor"]["text"]}
        return {
            "raw": self._value(deadline.get("raw")),
            "kind": deadline.get("kind"),
            "date": deadline.get("date"),
            "rule": rule,
        }

    def _milestone(self, content: Json, milestone: Json) -> Json:
        return self._part(content, milestone["what"], date=milestone["date"])

    def _units(self, content: Json, units: Json) -> Json:
        return {
            role: [self._part(content, party, office=party.get("office")) for party in units.get(role) or []]
            for role in ROLES
        }

    def _indicator(self, content: Json, indicator: Json) -> Json:
        name = indicator.get("name") or ""
        name = name["text"] if isinstance(name, dict) else name
        quote = {"text": name or "—", "span": indicator.get("span")}
        facts = {key: indicator.get(key) for key in ("op", "value", "unit", "by_date")}
        part = self._part(content, quote, **facts)
        return {**part, "text": name, "by_date": indicator.get("by")}

    def _extra(self, content: Json, label: str, quote: Json) -> Json:
        return self._part(content, quote, label=label)

    def doubt(self, content: Json, doubt: Json) -> Json:
        return {
            "id": next_id(content),
            "code": doubt["code"],
            "message": doubt["message"],
            "span": list(doubt["span"]) if doubt.get("span") else None,
            "doc": self.document,
            "key": field_key(content, doubt.get("field")),
            "settled": None,
        }


def field_key(content: Json, field: str | None) -> str | None:
    """The key of a field as a reading names it: ``measures[2]`` → ``measures.<id>``, ``units.lead`` as it is."""
    if not field or "[" not in field:
        return field
    name, _, rest = field.partition("[")
    index = rest.partition("]")[0]
    parts = parts_of(content, name)
    if index.isdigit() and int(index) < len(parts):
        return f"{name}.{parts[int(index)]['id']}"
    return name


def parts_of(content: Json, name: str) -> list[Json]:
    """The list that a name addresses: ``measures``, ``units.lead``; empty for what is no list."""
    if name.startswith("units."):
        found: list[Json] = content["units"].get(name[6:], [])
        return found
    return content[name] if name in LISTS else []


def walk(content: Json) -> Iterator[tuple[str, Json]]:
    """Every value with its key, in the order of the item."""
    for key in SINGLE:
        if content[key]:
            yield key, content[key]
    if content["deadline"]["raw"]:
        yield "deadline", content["deadline"]["raw"]
    if content["status"]["text"]:
        yield "status", content["status"]["text"]
    for name in (*LISTS, *(f"units.{role}" for role in ROLES)):
        for part in parts_of(content, name):
            yield f"{name}.{part['id']}", part


def text_of(value: Json | None) -> str:
    return (value or {}).get("text") or ""


def open_doubts(content: Json) -> list[Json]:
    return [doubt for doubt in content["doubts"] if not doubt["settled"]]
