"""The formats we read. Each has one module with a function ``read``; it is imported when the first such file comes."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, Protocol, cast

from gongwen.formats.draft import Draft


class Reader(Protocol):
    """Bytes of one known format become a draft. Raises a ReadError, or whatever its library raises on broken files."""

    def __call__(self, data: bytes) -> Draft: ...


class Format(NamedTuple):
    """``version`` counts the changes of a reader's rules, so that a stored reading says by which it was made."""

    key: str
    media_type: str
    module: str
    label: str
    version: int = 1

    @property
    def reader_name(self) -> str:
        return f"{self.key}/{self.version}"

    def reader(self) -> Reader:
        module = import_module(f"gongwen.formats.{self.module}")
        return cast(Reader, module.read)


_OFFICE = "application/vnd.openxmlformats-officedocument"

TEXT = Format("text", "text/plain", "text", "文本")
HTML = Format("html", "text/html", "html", "网页")
MHT = Format("mht", "multipart/related", "mht", "网页存档")
DOCX = Format("docx", f"{_OFFICE}.wordprocessingml.document", "docx", "Word 文档")
DOC = Format("doc", "application/msword", "doc", "Word 97-2003 文档")
XLSX = Format("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "xlsx", "Excel 工作簿")
XLSB = Format("xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", "xls", "Excel 二进制工作簿")
XLS = Format("xls", "application/vnd.ms-excel", "xls", "Excel 97-2003 工作簿")
PDF = Format("pdf", "application/pdf", "pdf", "PDF 文件")
OFD = Format("ofd", "application/ofd", "ofd", "OFD 文件")
JPEG = Format("jpeg", "image/jpeg", "scan", "图片")
PNG = Format("png", "image/png", "scan", "图片")
TIFF = Format("tiff", "image/tiff", "scan", "图片")
BMP = Format("bmp", "image/bmp", "scan", "图片")

FORMATS = (TEXT, HTML, MHT, DOCX, DOC, XLSX, XLSB, XLS, PDF, OFD, JPEG, PNG, TIFF, BMP)

#: Endings whose files can be told by their first bytes, and what they promise to be.
BINARY_ENDINGS = {
    ".docx": DOCX.label,
    ".doc": DOC.label,
    ".wps": "WPS 文档",
    ".xlsx": XLSX.label,
    ".xls": XLS.label,
    ".pdf": "PDF 文件",
    ".ofd": "OFD 文件",
    ".jpg": JPEG.label,
    ".jpeg": JPEG.label,
    ".png": PNG.label,
    ".tif": TIFF.label,
    ".tiff": TIFF.label,
    ".bmp": BMP.label,
    ".zip": "压缩包",
}
