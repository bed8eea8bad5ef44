"""Photographs and scans: pictures, and PDF pages that are pictures, read through OCR."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import import_module
from io import BytesIO
from statistics import median
from typing import Any

from gongwen.errors import BrokenDocument, DocumentTooLarge
from gongwen.formats.archive import DAMAGED
from gongwen.formats.draft import Draft
from gongwen.formats.layout import Line, Page, read_page, write
from gongwen.formats.limits import MAX_PIXELS, MAX_SCANNED_PAGES
from gongwen.formats.ocr import engine_or_refusal, recognise

TOO_BIG = f"图片超过 {MAX_PIXELS // 1_000_000} 百万像素，没有读取；请缩小后再试。"
TOO_MANY_PAGES = f"扫描件超过 {MAX_SCANNED_PAGES} 页，没有读取；请拆分后再试。"
BY_OCR = "这份文件是扫描件或照片，文字由识别得到；请对照原件核对。"
UNSURE = "“{text}”识别把握不大；请对照原件核对。"
_SURE = 0.85
_MAX_DOUBTS = 200
_PAGE_WIDTH = 595.0  # a picture is taken for a page of A4
_DOTS_PER_INCH = 200
_BY_EYE = 0.4
Unsure = list[tuple[str, float]]


def read(data: bytes) -> Draft:
    draft = Draft()
    read_pictures([data], draft)
    return draft


def read_pictures(files: Sequence[bytes], draft: Draft) -> None:
    """Add what picture files show, each frame a page."""
    engine_or_refusal()
    pages: list[Page] = []
    unsure: list[str] = []
    for picture in (picture for file in files for picture in _pictures(file)):
        page, doubtful = page_from(picture, len(pages), _PAGE_WIDTH / picture.shape[1])
        pages.append(page)
        unsure += doubtful
        if len(pages) > MAX_SCANNED_PAGES:
            raise DocumentTooLarge(TOO_MANY_PAGES)
    write(pages, draft)
    doubt(draft, unsure)


def page_from(picture: Any, number: int, scale: float) -> tuple[Page, list[str]]:
    """A page from an RGB picture, and the pieces of text that the engine is not sure of."""
    seen = recognise(picture, scale)
    height, width = picture.shape[0] * scale, picture.shape[1] * scale
    page = read_page(number, width, height, [char for char, _ in seen.pieces], seen.strokes)
    page.lines = _aligned(page.lines)
    return page, [char.text for char, score in seen.pieces if score < _SURE]


def _aligned(lines: list[Line]) -> list[Line]:
    """Lines that begin at nearly the same place begin at the same place: boxes are cut by eye."""
    groups: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.left):
        if groups and line.left - groups[-1][0].left <= _BY_EYE * line.size:
            groups[-1].append(line)
        else:
            groups.append([line])
    places = {id(line): median(one.left for one in group) for group in groups for line in group}
    return [replace(line, left=places[id(line)]) for line in lines]


def pdf_pages(document: Any, numbers: Sequence[int]) -> Iterator[tuple[Page, list[str]]]:
    """Pages of a PDF that are pictures, rendered and read one after another."""
    if len(numbers) > MAX_SCANNED_PAGES:
        raise DocumentTooLarge(TOO_MANY_PAGES)
    if numbers:
        engine_or_refusal()
    for number in numbers:
        page = document[number]
        try:
            scale = min(
                _DOTS_PER_INCH / 72, (MAX_PIXELS / max(page.get_width() * page.get_height(), 1.0)) ** 0.5
            )
            bitmap = page.render(scale=scale, rev_byteorder=True)
            yield page_from(bitmap.to_numpy()[:, :, :3].copy(), number, 1 / scale)
            bitmap.close()
        finally:
            page.close()


def doubt(draft: Draft, unsure: Sequence[str]) -> None:
    """One doubt for the whole, and one at each place that the engine is not sure of."""
    draft.doubt("ocr", BY_OCR)
    text, at = draft.text, 0
    for piece in unsure[:_MAX_DOUBTS]:
        found = text.find(piece, at)
        if found >= 0:
            at = found + len(piece)
            draft.doubt("ocr-uncertain", UNSURE.format(text=piece), (found, at))


def _pictures(data: bytes) -> Iterator[Any]:
    """The frames of a picture file as RGB arrays, turned as the camera says."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    numpy = import_module("numpy")  # comes with the OCR extra
    try:
        with Image.open(BytesIO(data)) as image:
            for frame in range(getattr(image, "n_frames", 1)):
                image.seek(frame)
                if image.width * image.height > MAX_PIXELS:
                    raise DocumentTooLarge(TOO_BIG)
                yield numpy.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise BrokenDocument(DAMAGED) from error
    except Image.DecompressionBombError as error:
        raise DocumentTooLarge(TOO_BIG) from error
