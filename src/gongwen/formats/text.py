"""Plain text: byte order mark, else strict UTF-8, else strict GB18030, else UTF-16 where it is plainly that.

Statistical guessing (charset-normalizer and the like) errs on short Chinese texts; this order does not.
"""

from __future__ import annotations

import codecs
import re

from gongwen.errors import BrokenDocument, UnknownFormat
from gongwen.formats.draft import Draft

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
#: A pattern, not compiled: only texts in no known encoding are looked at with it.
_USUAL = r"[\t\n\r -~\u2010-\u203b\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_SAMPLE = 20_000
#: A text in another encoding is wrong at nearly every character when read as UTF-8; a damaged one is not.
_MAX_LOST_SHARE = 0.01
#: Unassigned and private characters: the mark of a wrong encoding or of noise.
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufff0-\uffff]")
_MAX_STRANGE_SHARE = 0.05

NOISE = "文件内容不是可以识别的文字或公文格式，没有读取；请提供文本、网页、Word、Excel、PDF 或 OFD 文件。"
CUT_OFF = "文本文件的末尾不完整，可能没有传输完；请重新获取原文件。"
LOST = "文件有 {count} 处字节已损坏，以“\ufffd”代替；请对照原件核对。"


def read(data: bytes) -> Draft:
    text, lost = decode(data)
    refuse_noise(text)
    draft = Draft()
    draft.take_text(normal_line_ends(text))
    if lost:
        at = draft.text.find("\ufffd")
        draft.doubt("characters-lost", LOST.format(count=lost), (at, at + 1) if at >= 0 else None)
    return draft


def decode(data: bytes) -> tuple[str, int]:
    """The text of the bytes, and how many damaged places were replaced. UnknownFormat where no encoding fits."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding), 0
    if b"\0" in data[:_SAMPLE]:
        return _decode_utf16(data), 0
    try:
        return data.decode("utf-8"), 0
    except UnicodeDecodeError as error:
        return _decode_not_utf8(data, error)


def normal_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def refuse_noise(text: str) -> None:
    """Control characters do not occur in texts; a random file is full of them."""
    sample = text[:_SAMPLE]
    strange = len(_CONTROL.findall(sample)) + len(_STRANGE.findall(sample))
    if "\0" in sample or strange > _MAX_STRANGE_SHARE * len(sample):
        raise UnknownFormat(NOISE)


def _decode_marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BrokenDocument(CUT_OFF) from error


def _decode_not_utf8(data: bytes, error: UnicodeDecodeError) -> tuple[str, int]:
    if error.reason == "unexpected end of data" and error.start > 0:
        raise BrokenDocument(CUT_OFF) from error
    patched = data.decode("utf-8", "replace")
    lost = patched.count("\ufffd")
    if lost <= _MAX_LOST_SHARE * _wide_characters(patched):
        return patched, lost
    try:
        return data.decode("gb18030"), 0
    except UnicodeDecodeError as other:
        return _decode_damaged(data, other)


def _decode_damaged(data: bytes, error: UnicodeDecodeError) -> tuple[str, int]:
    """GB18030 that is cut off, or damaged in few places; otherwise no text at all."""
    patched = data.decode("gb18030", "replace")
    lost = patched.count("\ufffd")
    if lost > _MAX_LOST_SHARE * _wide_characters(patched):
        raise UnknownFormat(NOISE) from error
    if error.start >= len(data) - 4:
        raise BrokenDocument(CUT_OFF) from error
    return patched, lost


def _wide_characters(text: str) -> int:
    return sum(1 for char in text if char > "\u0fff")


def _decode_utf16(data: bytes) -> str:
    """UTF-16 without a mark: the byte order whose text looks like one."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        if len(re.findall(_USUAL, sample)) > 0.9 * len(sample):
            return text
    raise UnknownFormat(NOISE)
