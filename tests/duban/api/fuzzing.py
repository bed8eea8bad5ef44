"""Requests made from the description of the interface: valid, nearly valid, and nothing of the kind."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

Json = Mapping[str, Any]

TEXTS = (
    "沿河排口直排",
    "a",
    "",
    " ",
    "\x00",
    "程\x00静",
    "\ud800",
    "𠮷🏞️",
    "%",
    "_",
    "'; drop table --",
    "<script>",
    "\u202e",
    "\n\n",
    "二〇二六年六月底前",
    "x" * 500,
    "长" * 30_000,
    "office_clerk",
    "goal",
    "measures.1",
    "units.lead",
    "deadline",
    "all",
)
NUMBERS = (0, 1, 2, 3, 7, -1, 20, 2**31 - 1, 2**31, 2**53, 2**63 - 1, 2**63, 2**64, -(2**63), 10**30, 10**400)
DAYS = ("2026-09-30", "2026-02-28", "1900-01-01", "2199-12-31")
NO_DAYS = ("0001-01-01", "9999-12-31", "2026-02-30", "2026-9-1", "昨天", "2026-09-30T00:00:00", "-1")
NO_JSON = (
    b"",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"\xff\xfe",
    b'{"name": "\xed\xa0\x80"}',
    b'{"a": NaN}',
    b'{"a": Infinity}',
    b'{"a": 1e999}',
    b"[" * 100_000,
    b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    b'{"a": ' + b"9" * 5_000 + b"}",
    '{"reason": "理由"}'.encode("gb18030"),
)
KINDS = (
    "application/json",
    "application/json; charset=gb18030",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "",
    "不是类型",
)


@dataclass(frozen=True)
class Request:
    operation: str
    method: str
    address: str
    body: bytes = b""
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


class Fuzz:
    """A stream of requests. ``known`` holds values that mean something here, by the name of the parameter."""

    def __init__(self, schema: Json, known: Mapping[str, list[Any]], seed: str) -> None:
        self.schema = schema
        self.known = known
        self.dice = random.Random(seed)
        self.operations = [
            (method.upper(), path, told)
            for path, methods in schema["paths"].items()
            for method, told in methods.items()
        ]

    def requests(self, count: int) -> Iterator[Request]:
        for at in range(count):
            # Every operation comes up, however few are asked for.
            chosen = self.operations[at % len(self.operations)]
            yield self.request(*chosen)

    def request(self, method: str, path: str, told: Json) -> Request:
        asked: list[str] = []
        headers: dict[str, str] = {}
        for each in told.get("parameters", ()):
            where, name = each["in"], each["name"]
            if where == "path":
                path = path.replace(
                    f"{{{name}}}", quote(self.plain(self.place(name, each["schema"])), safe="")
                )
            elif where == "query" and self.dice.random() < 0.3:
                asked.append(f"{quote(name)}={self.written(self.value(each['schema'], name))}")
            elif where == "header" and self.dice.random() < 0.4:
                headers[name] = self.dice.choice(("eins", "zwei", "x" * 300, "\u00e9", "a b"))
        address = path + ("?" + "&".join(asked) if asked else "")
        body, kind = self.body(told) if method != "GET" else (b"", "")
        return Request(told["operationId"], method, address, body, kind, headers)

    def plain(self, value: Any) -> str:
        return (str(value) or "x").encode("utf-8", "replace").decode()

    def written(self, value: Any) -> str:
        if self.dice.random() < 0.1:
            return self.dice.choice(("%00", "%ED%A0%80", "%FF", "%", "1&x=2", "²"))
        said = json.dumps(value) if isinstance(value, dict | list) else str(value)
        return quote(said[:3000].encode("utf-8", "replace"))

    def place(self, name: str, schema: Json) -> Any:
        known = self.known.get(name)
        if known and self.dice.random() < 0.85:
            return self.dice.choice(known)
        return self.value(schema, name)

    def body(self, told: Json) -> tuple[bytes, str]:
        content = (told.get("requestBody") or {}).get("content") or {}
        if self.dice.random() < 0.1:
            return self.dice.choice(NO_JSON), self.dice.choice(KINDS)
        if "multipart/form-data" in content:
            return self.form(content["multipart/form-data"]["schema"])
        if not content:
            return b"{}", "application/json"
        said = self.value(content["application/json"]["schema"], "")
        return self.dumped(said), "application/json"

    def dumped(self, said: Any) -> bytes:
        return json.dumps(said, ensure_ascii=self.dice.random() < 0.5).encode("utf-8", "surrogatepass")

    def form(self, schema: Json) -> tuple[bytes, str]:
        parts = []
        for name, each in (self.behind(schema).get("properties") or {}).items():
            inner = self.behind(each)
            is_file = "binary" in json.dumps(inner)
            data = (
                self.dice.choice(NO_JSON) if is_file else self.plain(self.value(each, name)).encode()[:2000]
            )
            more = '; filename="plan.txt"' if is_file else ""
            head = f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n'.encode()
            parts.append(b"--cut\r\n" + head + data + b"\r\n")
        return b"".join(parts) + b"--cut--\r\n", "multipart/form-data; boundary=cut"

    def behind(self, schema: Json) -> Json:
        while "$ref" in schema:
            schema = self.schema["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def value(self, schema: Json, name: str, depth: int = 0) -> Any:
        dice, schema = self.dice, self.behind(schema)
        if dice.random() < 0.04:
            return dice.choice((None, True, 1.5, "x", [], {}, [None], {"a": 1}, *NUMBERS, *TEXTS))
        if "anyOf" in schema:
            return self.value(dice.choice(schema["anyOf"]), name, depth)
        known = self.known.get(name)
        if known and dice.random() < 0.7:
            return dice.choice(known)
        if "const" in schema or "enum" in schema:
            return schema.get("const", None) or dice.choice(schema["enum"])
        made = getattr(self, f"_{schema.get('type', 'string')}", self._string)
        return made(schema, name, depth)

    def _object(self, schema: Json, _name: str, depth: int) -> Any:
        required = set(schema.get("required", ()))
        chosen = {
            name: self.value(each, name, depth + 1)
            for name, each in (schema.get("properties") or {}).items()
            if name in required or self.dice.random() < 0.5
        }
        if chosen and self.dice.random() < 0.05:
            chosen.pop(self.dice.choice(list(chosen)))
        return {**chosen, "余": 1} if self.dice.random() < 0.03 else chosen

    def _array(self, schema: Json, name: str, depth: int) -> Any:
        most = 3 if depth < 4 else 0
        return [
            self.value(schema.get("items") or {}, name, depth + 1) for _n in range(self.dice.randint(0, most))
        ]

    def _string(self, schema: Json, _name: str, _depth: int) -> Any:
        kind = schema.get("format")
        if kind in ("date", "date-time"):
            return self.dice.choice(DAYS if self.dice.random() < 0.8 else NO_DAYS)
        if kind == "uuid":
            return "00000000-0000-4000-8000-000000000000"
        return self.dice.choice(TEXTS[:1] if self.dice.random() < 0.5 else TEXTS)

    def _integer(self, schema: Json, _name: str, _depth: int) -> Any:
        return self.dice.choice((1, 2, 3) if self.dice.random() < 0.6 else NUMBERS)

    def _number(self, schema: Json, name: str, depth: int) -> Any:
        return (
            self.dice.choice((0.5, -1.0, 1e308, 12))
            if self.dice.random() < 0.6
            else self._integer(schema, name, depth)
        )

    def _boolean(self, _schema: Json, _name: str, _depth: int) -> Any:
        return self.dice.random() < 0.5

    def _null(self, _schema: Json, _name: str, _depth: int) -> Any:
        return None
