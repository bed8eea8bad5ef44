"""Word and WPS documents (docx): paragraphs and tables in body order, with the numbers a reader sees.

The main part is streamed, so that a long document needs the memory of its longest table.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import Archive
from gongwen.formats.detect import detect
from gongwen.formats.docx.numbering import Numbering
from gongwen.formats.docx.package import Package
from gongwen.formats.docx.story import Story
from gongwen.formats.docx.styles import Styles
from gongwen.formats.draft import Draft
from gongwen.formats.registry import HTML, MHT, TEXT
from gongwen.formats.secrecy import mark_in_margin
from gongwen.formats.xml import attribute, events, forget, name_of

NO_BODY = "Word 文件里没有正文，无法读取；请在 Word 或 WPS 中打开并重新保存后再试。"


def read(data: bytes) -> Draft:
    package = Package(Archive(data))
    styles = Styles(package.part("styles"))
    story = Story(styles, Numbering(package.part("numbering"), styles))
    draft = Draft()
    _keep_marks_of_running_heads(package, styles, draft)
    for element in _body(package):
        if name_of(element) == "altChunk":
            _add_chunk(package.chunk(attribute(element, "id")), draft)
        else:
            story.block(element, draft)
    _add_notes(package, story, draft)
    return draft


def _body(package: Package) -> Iterator[etree._Element]:
    """The children of the body one by one, each thrown away after its use."""
    with package.open_main() as stream:
        depth, body = 0, None
        for event, element in events(stream, ("start", "end")):
            if event == "start":
                depth += 1
                body = element if depth == 2 and name_of(element) == "body" else body
                continue
            depth -= 1
            if body is not None and depth == 2 and element.getparent() is body:
                yield element
                forget(element)
        if body is None:
            raise BrokenDocument(NO_BODY)


def _add_chunk(data: bytes, draft: Draft) -> None:
    """A web page inside the document, as some web systems write their "Word" files."""
    found = detect(data) if data else None
    if found in (HTML, MHT, TEXT):
        draft.extend(found.reader()(data))


def _keep_marks_of_running_heads(package: Package, styles: Styles, draft: Draft) -> None:
    """Headers and footers are furniture, but a secrecy mark in one must reach those who look for it."""
    aside = Draft()
    for root in package.parts("header", "footer"):
        story = Story(styles, Numbering(None, styles))
        for element in root:
            story.block(element, aside)
    seen: set[str] = set()
    for line in aside.text.split("\n"):
        mark = mark_in_margin(line)
        if mark and mark not in seen:
            seen.add(mark)
            draft.paragraph(mark)


def _add_notes(package: Package, story: Story, draft: Draft) -> None:
    """Foot- and endnotes that the text refers to, at the end, where they break no sentence."""
    for kind, wanted in (("footnotes", story.footnotes), ("endnotes", story.endnotes)):
        root = package.part(kind) if wanted else None
        if root is None:
            continue
        notes = {attribute(note, "id"): note for note in root}
        for identifier in wanted:
            for element in notes.get(identifier, ()):
                story.block(element, draft)
