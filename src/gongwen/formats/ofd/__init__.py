"""OFD files (GB/T 33190): a zip of XML in which every character has its place on a page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongwen.errors import BrokenDocument, DocumentTooLarge, ProtectedDocument, UnknownFormat
from gongwen.formats.archive import DAMAGED, Archive
from gongwen.formats.detect import PROTECTED
from gongwen.formats.draft import Draft
from gongwen.formats.layout import Page, read_page, write
from gongwen.formats.limits import MAX_PAGE_CHARS, MAX_PAGES
from gongwen.formats.ofd.marks import POINTS, Marks
from gongwen.formats.xml import child, children, parse

TOO_MANY_PAGES = f"OFD 超过 {MAX_PAGES} 页，没有读取；请拆分后再试。"
ONLY_PICTURES = "OFD 里只有图片，没有文字；请将各页另存为图片或扫描 PDF 后再试。"
_ROOT = "OFD.xml"
_ENCRYPTION = ("encryptions.xml", "encryption.xml", "decryptseed.dat")
_A4 = (210.0, 297.0)


def read(data: bytes) -> Draft:
    archive = Archive(data)
    if any(posixpath.basename(name) in _ENCRYPTION for name in archive.names):
        raise ProtectedDocument(PROTECTED)
    pages: list[Page] = []
    pictures = 0
    for document in _documents(archive):
        for marks in document.pages():
            page = read_page(len(pages), marks.width, marks.height, marks.chars, marks.strokes)
            pages.append(page)
            pictures += marks.pictures
            _check(len(pages), len(marks.chars))
    if pictures and not any(page.lines or page.tables for page in pages):
        raise UnknownFormat(ONLY_PICTURES)
    draft = Draft()
    write(pages, draft)
    return draft


def _check(pages: int, chars: int) -> None:
    if pages > MAX_PAGES or chars > MAX_PAGE_CHARS:
        raise DocumentTooLarge(TOO_MANY_PAGES)


def _documents(archive: Archive) -> Iterator[_Document]:
    for body in children(parse(archive.read(_ROOT)), "DocBody"):
        root = child(body, "DocRoot")
        if root is None or not (root.text or "").strip():
            raise BrokenDocument(DAMAGED)
        yield _Document(archive, _join("", root.text or ""))


def _join(folder: str, location: str) -> str:
    """A location inside the archive; absolute ones count from its root."""
    location = location.strip().replace("\\", "/")
    path = posixpath.normpath(
        location.lstrip("/") if location.startswith("/") else posixpath.join(folder, location)
    )
    if path.startswith(".."):
        raise BrokenDocument(DAMAGED)
    return path


class _Document:
    """One document of the file: its pages in order, and the templates that lie under them."""

    def __init__(self, archive: Archive, path: str) -> None:
        self._archive = archive
        self._folder = posixpath.dirname(path)
        self._root = parse(archive.read(path))
        common = child(self._root, "CommonData")
        self._box = _box(child(common, "PageArea", "PhysicalBox"))
        self._templates = {
            one.get("ID", ""): one.get("BaseLoc", "")
            for one in children(common, "TemplatePage")
            if one.get("BaseLoc")
        }

    def pages(self) -> Iterator[Marks]:
        for page in children(child(self._root, "Pages"), "Page"):
            location = page.get("BaseLoc")
            if location:
                yield self._page(_join(self._folder, location))

    def _page(self, path: str) -> Marks:
        root = parse(self._archive.read(path))
        width, height = _box(child(root, "Area", "PhysicalBox")) or self._box or _A4
        marks = Marks(width * POINTS, height * POINTS)
        for template in children(root, "Template"):
            under = self._templates.get(template.get("TemplateID", ""))
            if under:
                self._add(parse(self._archive.read(_join(self._folder, under))), marks)
        self._add(root, marks)
        return marks

    def _add(self, root: etree._Element, marks: Marks) -> None:
        for layer in children(child(root, "Content"), "Layer"):
            marks.add(layer)


def _box(element: etree._Element | None) -> tuple[float, float] | None:
    """Width and height of a box ``x y width height``."""
    numbers = (element.text or "").split() if element is not None else []
    try:
        width, height = float(numbers[2]), float(numbers[3])
    except (IndexError, ValueError):
        return None
    return (width, height) if width > 0 and height > 0 else None
