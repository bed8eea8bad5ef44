"""One-time codes by time (RFC 6238: SHA-1, 30 seconds, six digits). Pure: the time is passed in."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from urllib.parse import quote, urlencode

STEP = 30
DIGITS = 6
#: Steps that a clock may be off, before and after.
DRIFT = 1


def code(secret: bytes, step: int, digits: int = DIGITS) -> str:
    digest = hmac.new(secret, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**digits:0{digits}d}"


def step_of(moment: float) -> int:
    return int(moment) // STEP


def matching_step(secret: bytes, typed: str, moment: float, last_step: int) -> int | None:
    """The step for which ``typed`` is right, within the drift and after the last one used; None if there is none."""
    given = "".join(typed.split())
    if not (given.isascii() and given.isdigit()):
        return None
    now = step_of(moment)
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > last_step and hmac.compare_digest(code(secret, step), given):
            return step
    return None


def as_text(secret: bytes) -> str:
    return base64.b32encode(secret).decode().rstrip("=")


def as_bytes(text: str) -> bytes:
    return base64.b32decode(text + "=" * (-len(text) % 8))


def in_groups(text: str) -> str:
    """The secret as a person types it."""
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(text: str, username: str, issuer: str) -> str:
    """What the QR code says to an authenticator."""
    question = urlencode(
        {"secret": text, "issuer": issuer, "digits": DIGITS, "period": STEP}, quote_via=quote
    )
    return f"otpauth://totp/{quote(issuer)}:{quote(username)}?{question}"
