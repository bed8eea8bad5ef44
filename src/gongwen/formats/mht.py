"""Web archives (.mht): a mail message whose first page is the document."""

from __future__ import annotations

from email import message_from_bytes
from email.message import Message

from gongwen.errors import BrokenDocument
from gongwen.formats import html
from gongwen.formats.archive import DAMAGED
from gongwen.formats.draft import Draft


def read(data: bytes) -> Draft:
    for part in message_from_bytes(data).walk():
        page = _page(part)
        if page:
            return html.read(page)
    raise BrokenDocument(DAMAGED)


def _page(part: Message) -> bytes:
    if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
        return b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
