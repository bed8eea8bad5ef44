"""Which format some bytes are, by their content; a file's ending is only used to word a refusal."""

from __future__ import annotations

import re

from gongwen.errors import BrokenDocument, ProtectedDocument, UnknownFormat
from gongwen.formats import ole, registry
from gongwen.formats.archive import DAMAGED, Archive
from gongwen.formats.registry import Format
from gongwen.formats.text import NOISE, decode, refuse_noise

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\xff\xd8\xff", registry.JPEG),
    (b"\x89PNG\r\n\x1a\n", registry.PNG),
    (b"II*\0", registry.TIFF),
    (b"MM\0*", registry.TIFF),
)
_UNREADABLE: tuple[tuple[bytes, str], ...] = (
    (b"{\\rtf", "这是 RTF 文件，暂不能读取；请在 Word 或 WPS 中另存为 docx 后再试。"),
    (b"Rar!", "这是 RAR 压缩包；请解压后逐个上传其中的文件。"),
    (b"7z\xbc\xaf", "这是 7z 压缩包；请解压后逐个上传其中的文件。"),
    (b"\x1f\x8b", "这是 gzip 压缩包；请解压后逐个上传其中的文件。"),
    (b"GIF8", "这是 GIF 图片，不能读取；请提供 jpg、png 或 tif 图片。"),
    (b"MZ", "这是程序文件，不能读取；请提供公文文件。"),
    (b"\x7fELF", "这是程序文件，不能读取；请提供公文文件。"),
)
_HEAD = 4096
_PDF_WITHIN = 1024
_HTML = re.compile(r"<\s*(?:!doctype\s+html|html|head|body|table|meta|div|p|title|article|section)\b", re.I)
_MHT = re.compile(r"^(?:MIME-Version|From|Subject|Date|Snapshot-Content-Location):", re.I)
PROTECTED = "文件设有密码，无法读取；请取消密码后重新上传。"


def detect(data: bytes) -> Format:
    """The format of the bytes. UnknownFormat, BrokenDocument or ProtectedDocument where we cannot read them."""
    head = data[:_HEAD]
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found
    for magic, message in _UNREADABLE:
        if head.startswith(magic):
            raise UnknownFormat(message)
    if head.startswith(ole.MAGIC):
        return _in_ole(data)
    if head.startswith(b"PK"):
        return _in_zip(data)
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return registry.PDF
    if head.startswith(b"BM") and len(data) > 26 and int.from_bytes(data[2:6], "little") == len(data):
        return registry.BMP
    return _in_text(data)


def _in_zip(data: bytes) -> Format:
    names = set(Archive(data).names)
    if "ofd.xml" in names:
        return registry.OFD
    if "xl/workbook.bin" in names:
        return registry.XLSB
    if "xl/workbook.xml" in names:
        return registry.XLSX
    if any(name.startswith("ppt/") for name in names):
        raise UnknownFormat("这是演示文稿，不能读取；请提供 Word、Excel、PDF 或 OFD 文件。")
    if "[content_types].xml" in names or any(name.startswith("word/") for name in names):
        return registry.DOCX
    if not names:
        raise BrokenDocument(DAMAGED)
    raise UnknownFormat("这是压缩包，不是公文文件；请解压后逐个上传其中的文件。")


def _in_ole(data: bytes) -> Format:
    names = ole.stream_names(data)
    if "EncryptedPackage" in names or "EncryptionInfo" in names:
        raise ProtectedDocument(PROTECTED)
    if "WordDocument" in names:
        return registry.DOC
    if "Workbook" in names or "Book" in names:
        return registry.XLS
    raise UnknownFormat("文件是旧版办公软件格式，但其中没有文档或表格；请另存为 docx 或 xlsx 后再试。")


def _in_text(data: bytes) -> Format:
    opening = data[:_HEAD].decode("latin-1").lstrip("\xef\xbb\xbf \t\r\n")
    if opening.startswith("<") and "\0" not in opening and _HTML.search(opening):
        return registry.HTML
    text, _ = decode(data)
    refuse_noise(text)
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if _MHT.match(head) and "multipart/related" in text[: 4 * _HEAD].lower():
        return registry.MHT
    if head.startswith("<") and _HTML.search(head):
        return registry.HTML
    if head.startswith("<?xml"):
        raise UnknownFormat("这是 XML 数据文件，不是公文；请提供 Word、Excel、PDF、OFD、网页或文本文件。")
    return registry.TEXT


__all__ = ["NOISE", "PROTECTED", "detect"]
