"""The parts of an Office package and the relationships between them. Nothing outside the package is ever opened."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import Archive, CountedPart
from gongwen.formats.xml import parse

OUTSIDE = "Word 文件的正文或样式指向文件以外的地址，没有读取；请在 Word 或 WPS 中另存为新文件后再试。"
NO_MAIN = "Word 文件里没有正文部分，无法读取；请在 Word 或 WPS 中打开并重新保存后再试。"


class Package:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._main = self._find_main()
        relations = list(self._relations(self._main))
        self._related = [(kind, target) for _, kind, target in relations]
        self._identified = {identifier: target for identifier, _, target in relations if ":" not in target}

    def open_main(self) -> CountedPart:
        return self._archive.open(self._main)

    def part(self, kind: str) -> etree._Element | None:
        """The root of the first part of a kind (``styles``, ``numbering``, ``footnotes``), None where there is none."""
        return next(self.parts(kind), None)

    def parts(self, *kinds: str) -> Iterator[etree._Element]:
        for kind, target in self._related:
            if kind in kinds:
                path = _inside(self._main, target)
                if path in self._archive:
                    yield parse(self._archive.read(path))

    def chunk(self, identifier: str | None) -> bytes:
        """A foreign document (usually a web page) that the body takes in by reference; nothing where it is outside."""
        target = self._identified.get(identifier or "")
        path = _inside(self._main, target) if target else ""
        return self._archive.read(path) if path in self._archive else b""

    def _find_main(self) -> str:
        for _, kind, target in self._relations(""):
            if kind == "officeDocument":
                main = _inside("", target)
                if main in self._archive:
                    return main
                raise BrokenDocument(NO_MAIN)
        if "word/document.xml" in self._archive:
            return "word/document.xml"
        raise BrokenDocument(NO_MAIN)

    def _relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """Identifier, kind and target of each relationship of a part; an outside target is marked by its scheme."""
        folder, name = posixpath.split(part)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._archive:
            return
        for relation in parse(self._archive.read(path)):
            kind = relation.get("Type", "").rpartition("/")[2]
            target = relation.get("Target", "")
            yield (
                relation.get("Id", ""),
                kind,
                f"outside:{target}" if relation.get("TargetMode") == "External" else target,
            )


def _inside(part: str, target: str) -> str:
    """The path of a target inside the package; BrokenDocument where it leads out of it."""
    if ":" in target:
        raise BrokenDocument(OUTSIDE)
    folder = "" if target.startswith("/") else posixpath.dirname(part)
    path = posixpath.normpath(posixpath.join(folder, target.lstrip("/")))
    if path.startswith(".."):
        raise BrokenDocument(OUTSIDE)
    return path
