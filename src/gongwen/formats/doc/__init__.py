"""Word 97-2003 documents (doc, and wps which is the same inside): text, tables, automatic numbers, notes, text boxes.

The compound file is opened by ``legacy-doc``; what stands in it is read here, after [MS-DOC].
"""

from __future__ import annotations

from legacy_doc.exceptions import LegacyDocError  # type: ignore[import-untyped]

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import DAMAGED
from gongwen.formats.doc.document import Document
from gongwen.formats.doc.lists import numbering_of
from gongwen.formats.doc.story import Story
from gongwen.formats.doc.styles import styles_of
from gongwen.formats.docx.numbering import Numbering
from gongwen.formats.draft import Draft
from gongwen.formats.secrecy import mark_in_margin


def read(data: bytes) -> Draft:
    try:
        document = Document(data)
    except LegacyDocError as error:
        raise BrokenDocument(DAMAGED) from error
    styles = styles_of(document.table(1))
    story = Story(document, styles, Numbering(numbering_of(document), styles))
    draft = Draft()
    _keep_marks_of_running_heads(document, draft)
    story.write(document.main, draft)
    for part in (document.footnotes, document.endnotes):
        story.write(part, draft)
    return draft


def _keep_marks_of_running_heads(document: Document, draft: Draft) -> None:
    lines = document.plain(document.headers).split("\n")
    marks = [mark for line in lines if (mark := mark_in_margin(line))]
    for mark in dict.fromkeys(marks):
        draft.paragraph(mark)
