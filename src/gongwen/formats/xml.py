"""XML from strangers: no document type, no entities, no network, and nothing outside the given bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import IO, Protocol

from lxml import etree

from gongwen.errors import BrokenDocument, DocumentTooLarge
from gongwen.formats.archive import BOMB
from gongwen.formats.limits import MAX_EVENTS

ENTITIES = "文件内含不允许的 XML 实体定义，没有读取；请核对文件来源。"
MALFORMED = "文件内部的 XML 不完整或已损坏，无法读取；请重新获取原文件。"
_HEAD = 64 * 1024
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


class Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class _Guarded:
    """Refuses a document type before the parser sees any of it."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._head: bytes | None = stream.read(_HEAD)
        if any(doctype in self._head.upper() for doctype in _DOCTYPES):
            raise BrokenDocument(ENTITIES)

    def read(self, size: int = -1) -> bytes:
        if self._head:
            head, self._head = self._head, None
            return head
        return self._stream.read(size)


def parse(data: bytes) -> etree._Element:
    """The root element of a part that is small enough to be held as a tree."""
    root = None
    for _, element in events(BytesIO(data), ("start",)):
        root = element if root is None else root
    if root is None:
        raise BrokenDocument(MALFORMED)
    return root


def events(stream: Stream | IO[bytes], wanted: tuple[str, ...]) -> Iterator[tuple[str, etree._Element]]:
    """Parse events of elements, comments and instructions left out."""
    parser = etree.iterparse(
        _Guarded(stream),
        events=wanted,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        huge_tree=False,
    )
    try:
        for index, (event, element) in enumerate(parser):
            if index == 0 and element.getroottree().docinfo.internalDTD is not None:
                raise BrokenDocument(ENTITIES)
            if index > MAX_EVENTS:
                raise DocumentTooLarge(BOMB)
            yield event, element
    except etree.XMLSyntaxError as error:
        if _TOO_BIG.search(str(error)):
            raise DocumentTooLarge(BOMB) from error
        raise BrokenDocument(MALFORMED) from error


#: How the parser says that a text or a depth is beyond what it takes.
_TOO_BIG = re.compile(r"huge|excessive|too (?:long|deep)|limit", re.I)


def forget(element: etree._Element) -> None:
    """Let go of an element and of all before it, so that a long part needs no more memory than a short one."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


@lru_cache(maxsize=2048)
def local_name(tag: object) -> str:
    """The name without its namespace: strict and transitional Office files then read alike."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def name_of(element: etree._Element) -> str:
    return local_name(element.tag)


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace prefix."""
    for key, value in element.attrib.items():
        if local_name(key) == name:
            return str(value)
    return None


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first child of that local name, and so on down the path."""
    for name in path:
        if element is None:
            return None
        element = next((one for one in element if local_name(one.tag) == name), None)
    return element


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    return iter(()) if element is None else (one for one in element if local_name(one.tag) == name)


def value(element: etree._Element | None, *path: str) -> str | None:
    """``val`` of the element at the path, as Office files write most of their settings."""
    found = child(element, *path)
    return None if found is None else attribute(found, "val")


def number(text: str | None) -> int | None:
    try:
        return int(text) if text is not None else None
    except ValueError:
        return None


def switched_on(element: etree._Element | None, *path: str) -> bool:
    """An on/off property: there and not explicitly off."""
    found = child(element, *path)
    return found is not None and attribute(found, "val") not in ("0", "false", "off", "none")
