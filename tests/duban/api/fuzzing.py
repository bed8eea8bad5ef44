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
DAYS = ("2026-03-02", "2026-09-30", "2026-02-28", "1900-01-01", "2199-12-31")
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
    #: Does what it changes stay for those that follow?
    stays: bool = False


class Fuzz:
    """A stream of requests, half of them calm: every value as the description wants it. ``known`` holds values that mean
    something here, by the name of the parameter, or by room and name (``bodies.id``)."""

    def __init__(self, schema: Json, known: Mapping[str, list[Any]], seed: str) -> None:
        self.schema = schema
        self.known = known
        self.dice = random.Random(seed)
        self.wild = True
        self.room = ""
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
        self.wild, self.room = self.dice.random() < 0.5, path.split("/")[3]
        asked: list[str] = []
        headers: dict[str, str] = {}
        for each in told.get("parameters", ()):
            where, name = each["in"], each["name"]
            if where == "path":
                path = path.replace(
                    f"{{{name}}}", quote(self.plain(self.place(name, each["schema"])), safe="")
                )
            elif where == "query" and self.dice.random() < (0.3 if self.wild else 0.15):
                asked.append(f"{quote(name)}={self.written(self.value(each['schema'], name))}")
            elif where == "header" and self.wild and self.dice.random() < 0.6:
                headers[name] = self.dice.choice(("eins", "zwei", "x" * 300, "\u00e9", "a b"))
        address = path + ("?" + "&".join(asked) if asked else "")
        body, kind = self.body(told) if method != "GET" else (b"", "")
        stays = self.dice.random() < 0.1
        return Request(told["operationId"], method, address, body, kind, headers, stays)

    def plain(self, value: Any) -> str:
        return (str(value) or "x").encode("utf-8", "replace").decode()

    def written(self, value: Any) -> str:
        if self.wild and self.dice.random() < 0.2:
            return self.dice.choice(("%00", "%ED%A0%80", "%FF", "%", "1&x=2", "²"))
        said = json.dumps(value) if isinstance(value, dict | list) else str(value)
        return quote(said[:3000].encode("utf-8", "replace"))

    def place(self, name: str, schema: Json) -> Any:
        known = self.meant(name)
        if known and (not self.wild or self.dice.random() < 0.7):
            return self.dice.choice(known)
        return self.value(schema, name)

    def meant(self, name: str) -> list[Any]:
        return self.known.get(f"{self.room}.{name}") or self.known.get(name) or []

    def body(self, told: Json) -> tuple[bytes, str]:
        content = (told.get("requestBody") or {}).get("content") or {}
        if self.wild and self.dice.random() < 0.2:
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

    def file(self) -> bytes:
        return self.dice.choice([*NO_JSON, *self.known.get("files", [])])

    def behind(self, schema: Json) -> Json:
        while "$ref" in schema:
            schema = self.schema["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
        return schema

    def value(self, schema: Json, name: str, depth: int = 0) -> Any:
        dice, schema = self.dice, self.behind(schema)
        if self.wild and dice.random() < 0.08:
            return dice.choice((None, True, 1.5, "x", [], {}, [None], {"a": 1}, *NUMBERS, *TEXTS))
        if "anyOf" in schema:
            return self.value(dice.choice(schema["anyOf"]), name, depth)
        known = self.meant(name)
        if known and (not self.wild or dice.random() < 0.7):
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
        if self.wild and chosen and self.dice.random() < 0.1:
            chosen.pop(self.dice.choice(list(chosen)))
        return {**chosen, "余": 1} if self.wild and self.dice.random() < 0.06 else chosen

    def _array(self, schema: Json, name: str, depth: int) -> Any:
        least, most = (0 if self.wild else 1), (3 if depth < 4 else 0)
        count = self.dice.randint(min(least, most), most)
        return [self.value(schema.get("items") or {}, name, depth + 1) for _at in range(count)]

    def _string(self, schema: Json, _name: str, _depth: int) -> Any:
        kind = schema.get("format")
        if kind in ("date", "date-time"):
            return self.dice.choice(NO_DAYS if self.wild and self.dice.random() < 0.4 else DAYS)
        if kind == "uuid" and not self.wild:
            return self.dice.choice(self.known["document"])
        if kind == "uuid":
            return "00000000-0000-4000-8000-000000000000"
        if self.wild:
            return self.dice.choice(TEXTS)
        return f"沿河排口{self.dice.randint(1, 999)}"[: schema.get("maxLength", 99)]

    def _integer(self, schema: Json, _name: str, _depth: int) -> Any:
        if schema.get("description") == "编号" and not self.wild:
            return self.dice.choice(self.known["body"])
        if self.wild:
            return self.dice.choice(NUMBERS)
        least = int(schema.get("minimum", 0))
        return self.dice.randint(least, min(int(schema.get("maximum", 9)), least + 9))

    def _number(self, schema: Json, name: str, depth: int) -> Any:
        if self.wild and self.dice.random() < 0.5:
            return self._integer(schema, name, depth)
        return self.dice.choice((0.5, -1.0, 1e308, 12))

    def _boolean(self, _schema: Json, _name: str, _depth: int) -> Any:
        return self.dice.random() < 0.5

    def _null(self, _schema: Json, _name: str, _depth: int) -> Any:
        return None
