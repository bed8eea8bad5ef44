"""Web pages as saved from government sites: title, publication line, main text and tables, without the furniture."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from gongwen.errors import BrokenDocument
from gongwen.formats.archive import DAMAGED
from gongwen.formats.draft import Draft
from gongwen.formats.html.blocks import Block, Grid, blocks_of, text_of
from gongwen.formats.html.furniture import main_blocks, prune
from gongwen.formats.text import LOST, decode, refuse_noise

TOO_DEEP = "网页的标签层层嵌套，超出正常网页的限度，没有读取；请将正文复制为文本后再试。"
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.I)
_HEAD = 4096
#: What pages call GB2312 is in truth one of its two supersets.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}


def read(data: bytes) -> Draft:
    text, lost = _decode(data)
    refuse_noise(text)
    draft = Draft()
    for block in _blocks(text):
        if isinstance(block.content, Grid):
            draft.table(block.content.cells, block.content.header_rows)
        else:
            draft.paragraph(block.content, heading=block.heading)
    if lost:
        draft.doubt("characters-lost", LOST.format(count=lost))
    return draft


def _decode(data: bytes) -> tuple[str, int]:
    """By its bytes; what the page says of itself is asked only where they are not UTF-8, for it is often stale."""
    named = _CHARSET.search(data[:_HEAD])
    try:
        encoding = named[1].decode("ascii").lower() if named else "utf-8"
        codec = codecs.lookup(_SUPERSETS.get(encoding, encoding)).name
        data.decode("utf-8")
    except LookupError:
        return decode(data)
    except UnicodeDecodeError:
        try:
            return data.decode(codec), 0
        except UnicodeDecodeError:
            return decode(data)
    return decode(data)


def _blocks(text: str) -> list[Block]:
    root = _parse(text)
    body = root.find("body")
    if body is None:
        body = root
    title = " ".join(text_of(part) for part in root.iter("title"))
    prune(body, title)
    return main_blocks(blocks_of(body), title)


def _parse(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise BrokenDocument(TOO_DEEP)
    if root is None:
        raise BrokenDocument(DAMAGED)
    return root
