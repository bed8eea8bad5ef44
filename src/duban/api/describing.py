"""From the OpenAPI description to what the reference page shows: chapters of operations with fields and examples."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = Mapping[str, Any]
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field of a request or an answer."""

    name: str
    kind: str
    required: bool
    words: str


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    title: str
    words: str
    questions: list[FieldLine]
    said: list[FieldLine]
    answer: list[FieldLine]
    example: str

    def speaks_of(self, words: list[str]) -> bool:
        """Every word stands somewhere in it: what it is called, its address, its fields."""
        lines = (*self.questions, *self.said, *self.answer)
        fields = (text for line in lines for text in (line.name, line.words))
        text = "\n".join((self.name, self.path, self.title, self.words, *fields)).casefold()
        return all(word in text for word in words)


@dataclass(slots=True)
class Chapter:
    title: str
    #: Its part of the address.
    place: str = ""
    operations: list[Operation] = field(default_factory=list)


def matching(found: list[Chapter], words: str) -> list[Chapter]:
    """The chapters with those of their operations that speak of these words."""
    asked = words.casefold().split()
    rows = (
        Chapter(each.title, each.place, [row for row in each.operations if row.speaks_of(asked)])
        for each in found
    )
    return [each for each in rows if each.operations]


def chapters(schema: Json, places: Mapping[str, str]) -> list[Chapter]:
    found: dict[str, Chapter] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            title = (told.get("tags") or [""])[0]
            chapter = found.setdefault(title, Chapter(title, places.get(title, "")))
            chapter.operations.append(_operation(schema, path, method, told))
    for chapter in found.values():
        chapter.operations.sort(key=lambda operation: operation.method != "GET")
    return list(found.values())


def _operation(schema: Json, path: str, method: str, told: Json) -> Operation:
    body = _content(told.get("requestBody") or {})
    answer = _content((told.get("responses") or {}).get(200) or {})
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        title=told.get("summary", ""),
        words=told.get("description", ""),
        questions=[_question(schema, each) for each in told.get("parameters", ())],
        said=list(_fields(schema, body, "", 0)),
        answer=list(_fields(schema, answer, "", 0)),
        example=_example(schema, path, method, body),
    )


def _content(told: Json) -> Json:
    for content in (told.get("content") or {}).values():
        found: Json = content.get("schema") or {}
        return found
    return {}


def _question(schema: Json, told: Json) -> FieldLine:
    inside = told.get("schema") or {}
    return FieldLine(
        told["name"], _kind(schema, inside), bool(told.get("required")), told.get("description", "")
    )


def _fields(schema: Json, told: Json, before: str, depth: int) -> Iterator[FieldLine]:
    """Field by field, those of objects and lists inside under their whole name."""
    told = _resolved(schema, told)
    if told.get("type") == "array":
        yield from _fields(schema, told.get("items") or {}, before or "[].", depth)
        return
    required = set(told.get("required") or ())
    for name, each in (told.get("properties") or {}).items():
        whole = f"{before}{name}"
        words = each.get("description") or ""
        yield FieldLine(whole, _kind(schema, each), name in required, words)
        inner = _resolved(schema, each)
        several = inner.get("type") == "array"
        if depth < _DEEPEST and not _is_coded(schema, each):
            deeper = inner.get("items") or {} if several else inner
            if _resolved(schema, deeper).get("properties"):
                yield from _fields(schema, deeper, f"{whole}[]." if several else f"{whole}.", depth + 1)


def _is_coded(schema: Json, told: Json) -> bool:
    return set(_resolved(schema, told).get("properties") or ()) in ({"code", "name"}, {"id", "name"})


def _resolved(schema: Json, told: Json) -> Json:
    """Behind references, and behind "this or nothing"."""
    while True:
        if "$ref" in told:
            told = schema["components"]["schemas"][told["$ref"].rpartition("/")[2]]
        elif "anyOf" in told:
            told = next((each for each in told["anyOf"] if each.get("type") != "null"), {})
        elif len(told.get("allOf") or ()) == 1:
            told = told["allOf"][0]
        else:
            return told


def _kind(schema: Json, told: Json) -> str:
    empty = any(each.get("type") == "null" for each in told.get("anyOf") or ())
    inner = _resolved(schema, told)
    words = _word(schema, inner)
    return f"{words}，可为空" if empty else words


_WORDS = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是否",
    "object": "对象",
}
_FORMATS = {"date": "日期", "date-time": "时间", "uuid": "编号", "binary": "文件"}


def _word(schema: Json, told: Json) -> str:
    if told.get("enum"):
        return " | ".join(map(str, told["enum"][:20]))
    if "const" in told:
        return str(told["const"])
    if told.get("type") == "array":
        return f"列表（{_word(schema, _resolved(schema, told.get('items') or {}))}）"
    return _FORMATS.get(str(told.get("format")), _WORDS.get(str(told.get("type")), "任意"))


def _example(schema: Json, path: str, method: str, body: Json) -> str:
    """A command that can be tried after the token is put in."""
    lines = [f"curl -H 'Authorization: Bearer $TOKEN' 'https://…{path}'"]
    if method != "get":
        lines[0] = (
            f"curl -X {method.upper()} -H 'Authorization: Bearer $TOKEN' -H 'Idempotency-Key: 1' 'https://…{path}'"
        )
    if body:
        plain = json.dumps(sample(schema, body, 0), ensure_ascii=False)
        lines.append(f"  -H 'Content-Type: application/json' -d '{plain}'")
    return " \\\n".join(lines)


def sample(schema: Json, told: Json, depth: int) -> Any:
    """A value of this schema, only what is required in it."""
    if "default" in told:
        return told["default"]
    inner = _resolved(schema, told)
    if inner.get("enum"):
        return inner["enum"][0]
    if "const" in inner:
        return inner["const"]
    return _sample_of(schema, inner, depth)


def _sample_of(schema: Json, told: Json, depth: int) -> Any:
    kind = told.get("type")
    if kind == "object" or told.get("properties"):
        required = told.get("required") or ()
        inside = (told.get("properties") or {}).items()
        return {name: sample(schema, each, depth + 1) for name, each in inside if name in required}
    if kind == "array":
        return [sample(schema, told.get("items") or {}, depth + 1)] if depth < _DEEPEST else []
    formats = {"date": "2026-09-30", "uuid": "00000000-0000-4000-8000-000000000000"}
    return formats.get(
        str(told.get("format")), {"integer": 1, "number": 1, "boolean": False}.get(str(kind), "…")
    )
