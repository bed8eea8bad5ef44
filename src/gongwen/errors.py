"""Why a document could not be read: one family, each a full sentence for its reader.

ReadError
├── EmptyDocument        nothing in it, or nothing but white space
├── UnknownFormat        not one of the formats we read, or its ending and its content disagree
├── BrokenDocument       truncated, damaged, or without a body
├── ProtectedDocument    asks for a password
├── DocumentTooLarge     too many bytes, pages or characters; also bombs that unpack to them
├── SecretDocument       bears a secrecy mark (秘密, 机密, 绝密) and must not be kept here
└── MissingExtra         needs an optional part that is not installed (OCR)
"""

from __future__ import annotations


class ReadError(Exception):
    """A document that cannot be read. ``str(error)`` is one Chinese sentence: what happened, what to do."""

    code = "unreadable"


class EmptyDocument(ReadError):
    code = "empty"


class UnknownFormat(ReadError):
    code = "unknown-format"


class BrokenDocument(ReadError):
    code = "broken"


class ProtectedDocument(ReadError):
    code = "protected"


class DocumentTooLarge(ReadError):
    code = "too-large"


class SecretDocument(ReadError):
    code = "secret"


class MissingExtra(ReadError):
    code = "missing-extra"
