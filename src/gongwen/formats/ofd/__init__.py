"""OFD files (GB/T 33190): a zip of XML in which every character has its place on a page."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from gongwen.errors import BrokenDocument, DocumentTooLarge, ProtectedDocument
from gongwen.formats.archive import DAMAGED, Archive
from gongwen.formats.detect import PROTECTED
from gongwen.formats.draft import Draft
from gongwen.formats.layout import Page, read_page, write
from gongwen.formats.limits import MAX_PAGES
from gongwen.formats.ofd.marks import POINTS, Marks
from gongwen.formats.scan import read_pictures
from gongwen.formats.xml import child, children, parse

TOO_MANY_PAGES = f"OFD 超过 {MAX_PAGES} 页，没有读取；请拆分后再试。"
_ROOT = "OFD.xml"
_ENCRYPTION = ("encryptions.xml", "encryption.xml", "decryptseed.dat")
_A4 = (210.0, 297.0)


def read(data: bytes) -> Draft:
    archive = Archive(data)
    if any(posixpath.basename(name) in _ENCRYPTION for name in archive.names):
        raise ProtectedDocument(PROTECTED)
    pages: list[Page] = []
    pictures: list[tuple[_Document, Marks]] = []
    for document in _documents(archive):
        for marks in document.pages():
            pages.append(read_page(len(pages), marks.width, marks.height, marks.chars, marks.strokes))
            pictures.append((document, marks))
            if len(pages) > MAX_PAGES:
                raise DocumentTooLarge(TOO_MANY_PAGES)
    draft = Draft()
    if any(page.lines or page.tables for page in pages) or not any(marks.pictures for _, marks in pictures):
        write(pages, draft)
    else:
        read_pictures(
            [picture for document, marks in pictures for picture in document.pictures(marks)], draft
        )
    return draft


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
        self._media_files: dict[str, str] | None = None
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

    def pictures(self, marks: Marks) -> Iterator[bytes]:
        """The picture files that a page shows."""
        for number in marks.pictures:
            path = self._media().get(number)
            if path is not None and path in self._archive:
                yield self._archive.read(path)

    def _media(self) -> dict[str, str]:
        """Picture files by their resource number."""
        if self._media_files is None:
            self._media_files = {}
            common = child(self._root, "CommonData")
            for kind in ("PublicRes", "DocumentRes"):
                for element in children(common, kind):
                    self._media_files.update(self._media_in(_join(self._folder, element.text or "")))
        return self._media_files

    def _media_in(self, path: str) -> Iterator[tuple[str, str]]:
        root = parse(self._archive.read(path))
        folder = _join(posixpath.dirname(path), root.get("BaseLoc", "."))
        for media in children(child(root, "MultiMedias"), "MultiMedia"):
            file = child(media, "MediaFile")
            if file is not None and file.text:
                yield media.get("ID", ""), _join(folder, file.text)

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
