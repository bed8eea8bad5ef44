"""Reads one file in a process of its own and prints what it found as one JSON object.

    python -m duban.intake.child PATH NAME BYTES_OF_MEMORY

The web never reads an uploaded file itself: whatever a hostile file does, it does here, under limits of memory
and time. No Django is loaded. Nothing of the file's content is ever written anywhere but to standard output:
a failure leaves only the places in our code, not the message, which could quote the document.
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
from pathlib import Path
from typing import Any

from duban.processes import die_with_parent

#: Recognising scanned pages reserves so much address space; no other reading comes near.
PICTURES_NEED = 2 * 1024**3
OUT_OF_MEMORY = 3
FAILED = 4


class NotHere(BaseException):
    """Recognising pictures was asked for where its memory is not allowed. Not for readers to take for a damaged file."""


def main(arguments: list[str]) -> int:
    path, name, allowed = arguments
    memory = int(allowed)
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory < PICTURES_NEED:
        _without_pictures()
    try:
        answer = read(Path(path).read_bytes(), name)
        json.dump(answer, sys.stdout, ensure_ascii=False)
    except (MemoryError, NotHere):
        return OUT_OF_MEMORY
    except Exception as error:
        _print_places(error)
        return FAILED
    return 0


def _without_pictures() -> None:
    """Recognising is not even begun where its memory is not allowed: half-loaded it fails in ways that say nothing."""
    from gongwen.formats import ocr

    def too_little() -> Any:
        raise NotHere

    ocr.engine_or_refusal = too_little  # type: ignore[assignment]


def _print_places(error: Exception) -> None:
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    print(f"{type(error).__name__} at {places}", file=sys.stderr)


def read(data: bytes, name: str) -> dict[str, Any]:
    from gongwen.errors import ReadError

    try:
        return _read(data, name)
    except ReadError as error:
        return {"error": error.code, "sentence": str(error)}


def _read(data: bytes, name: str) -> dict[str, Any]:
    from duban.files.blocks import to_json
    from gongwen.errors import SecretDocument
    from gongwen.export import as_dict
    from gongwen.formats import read_source
    from gongwen.formats.secrecy import mark_in_name, secrecy_mark
    from gongwen.rectification.reading import read_source_text

    if mark_in_name(name):
        # Before anything else: of a file that cannot be read its name would stay.
        return {"error": SecretDocument.code, "sentence": ""}
    source = read_source(data, name)
    if secrecy_mark(source) is not None:
        return {"error": SecretDocument.code, "sentence": ""}
    result = as_dict(read_source_text(source))
    text = result.pop("text")
    return {
        "text": text,
        "blocks": to_json(source.blocks),
        "page_starts": list(source.page_starts),
        "media_type": source.media_type,
        "reader": source.reader,
        "result": result,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
