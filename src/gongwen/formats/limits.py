"""How much we read at most. Each limit is far above any official document and far below what would hurt the machine."""

from __future__ import annotations

from gongwen.errors import DocumentTooLarge

MEGABYTE = 1024 * 1024

#: Bytes of one file. Known before the file is opened, see :func:`check_size`.
MAX_BYTES = 100 * MEGABYTE
#: Characters of the text of one document. 100 MB of Chinese text in UTF-8 stay below it.
MAX_CHARS = 40_000_000
#: Pages of one PDF or OFD.
MAX_PAGES = 3_000
#: Pages that go through OCR, which takes seconds for each.
MAX_SCANNED_PAGES = 300
#: Pixels of one picture.
MAX_PIXELS = 100_000_000
#: Members of one zip archive.
MAX_MEMBERS = 10_000
#: Bytes that one archive may unpack to, counted while they come out.
MAX_UNPACKED = 300 * MEGABYTE
#: A part that unpacks to more than this many times its packed size is a bomb, once it is bigger than the next limit.
MAX_RATIO = 200
RATIO_FREE_BYTES = 20 * MEGABYTE
#: Bytes of one part that is held as a tree (a page, a header), and elements of one that is streamed.
MAX_TREE = 64 * MEGABYTE
MAX_EVENTS = 20_000_000
#: Characters on one page of a PDF or OFD.
MAX_PAGE_CHARS = 200_000
#: Cells of all sheets of a workbook, empty ones included.
MAX_CELLS = 2_000_000


def check_size(size: int) -> None:
    """Refuse a file by its size alone; callers ask before they load it."""
    if size > MAX_BYTES:
        raise DocumentTooLarge(f"文件超过 {MAX_BYTES // MEGABYTE} MB，没有读取；请拆分后再试。")
