"""Reads the text of one file in a process of its own and prints it as one JSON object; the web never opens a file itself.

    python -m duban.files.glimpse PATH NAME BYTES_OF_MEMORY

No Django is loaded. Whatever a hostile file does, it does here, under a limit of memory."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

from duban.processes import die_with_parent

FAILED = 4


def main(arguments: list[str]) -> int:
    path, name, memory = arguments
    die_with_parent()
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        json.dump(_read(Path(path).read_bytes(), name), sys.stdout, ensure_ascii=False)
    except Exception:
        # What went wrong could quote the document: it is not printed.
        return FAILED
    return 0


def _read(data: bytes, name: str) -> dict[str, Any]:
    from duban.files.blocks import to_json
    from gongwen.errors import ReadError, SecretDocument
    from gongwen.formats import read_source
    from gongwen.formats.secrecy import mark_in_name, secrecy_mark

    if mark_in_name(name):
        # A scan that cannot be read would be kept, and its name with it.
        return {"error": SecretDocument.code, "sentence": ""}
    try:
        source = read_source(data, name)
    except ReadError as error:
        return {"error": error.code, "sentence": str(error)}
    if secrecy_mark(source) is not None:
        return {"error": SecretDocument.code, "sentence": ""}
    return {
        "text": source.text,
        "blocks": to_json(source.blocks),
        "page_starts": list(source.page_starts),
        "media_type": source.media_type,
        "reader": source.reader,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
