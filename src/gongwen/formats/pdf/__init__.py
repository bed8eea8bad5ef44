"""PDF files with text: characters and ruled lines from PDFium, the rest from :mod:`gongwen.formats.layout`.

Pages without text are pictures; they go to OCR where it is installed.
"""

from __future__ import annotations

from threading import Lock

import pypdfium2  # type: ignore[import-untyped]

from gongwen.errors import BrokenDocument, DocumentTooLarge, MissingExtra, ProtectedDocument
from gongwen.formats.archive import DAMAGED
from gongwen.formats.detect import PROTECTED
from gongwen.formats.draft import Draft
from gongwen.formats.layout import Page, read_page, write
from gongwen.formats.limits import MAX_PAGES
from gongwen.formats.pdf.glyphs import chars_of
from gongwen.formats.pdf.streams import refuse_bombs
from gongwen.formats.pdf.strokes import has_picture, strokes_of
from gongwen.formats.scan import doubt, pdf_pages

TOO_MANY_PAGES = f"PDF 超过 {MAX_PAGES} 页，没有读取；请拆分后再试。"
NOT_READ = "第 {pages} 页是图片，没有读取；请运行 make ocr 安装文字识别组件后重新上传，或对照原件补录。"
#: What may follow the end of a file: a few bytes from mail gateways or scanners.
_MAX_TAIL = 64 * 1024
_PASSWORD = 4
#: PDFium keeps global state; two threads in it at once bring the process down.
_one_at_a_time = Lock()


def read(data: bytes) -> Draft:
    _refuse_cut_off(data)
    refuse_bombs(data)
    with _one_at_a_time:
        document = _open(data)
        try:
            return _read(document)
        finally:
            document.close()


def _refuse_cut_off(data: bytes) -> None:
    """PDFium repairs a file that was cut off and gives some of its pages; half a plan must not pass for a whole one."""
    end = data.rfind(b"startxref")
    if end < 0 or len(data) - end > _MAX_TAIL:
        raise BrokenDocument(DAMAGED)


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD:
            raise ProtectedDocument(PROTECTED) from error
        raise BrokenDocument(DAMAGED) from error


def _read(document: pypdfium2.PdfDocument) -> Draft:
    if len(document) > MAX_PAGES:
        raise DocumentTooLarge(TOO_MANY_PAGES)
    if not len(document):
        raise BrokenDocument(DAMAGED)
    pages, pictures = [], []
    for number in range(len(document)):
        page = _page(document, number)
        if page is None:
            pictures.append(number)
        pages.append(page or Page(number, 0.0, 0.0))
    draft = Draft()
    try:
        unsure = _read_pictures(document, pictures, pages)
    except MissingExtra:
        if len(pictures) == len(pages):
            raise
        draft.doubt(
            "pages-not-read", NOT_READ.format(pages="、".join(str(number + 1) for number in pictures))
        )
        pictures = []
    write(pages, draft)
    if pictures:
        doubt(draft, unsure)
    return draft


def _page(document: pypdfium2.PdfDocument, number: int) -> Page | None:
    """A page with its text, None where it is a picture only."""
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise BrokenDocument(DAMAGED) from error
    try:
        chars, frame = chars_of(page)
        if not chars and has_picture(page):
            return None
        return read_page(number, frame.width, frame.height, chars, strokes_of(page, frame))
    finally:
        page.close()


def _read_pictures(document: pypdfium2.PdfDocument, numbers: list[int], pages: list[Page]) -> list[str]:
    """Replace the pages that are pictures by what OCR reads in them; returns what it is not sure of."""
    unsure: list[str] = []
    for page, doubtful in pdf_pages(document, numbers):
        pages[page.number] = page
        unsure += doubtful
    return unsure
