"""Reads one file in a process of its own and prints what it found as one JSON object.

    python -m duban.intake.child PATH NAME

The web never reads an uploaded file itself: whatever a hostile file does, it does here, under limits of memory
and time. No Django is loaded. Nothing of the file's content is ever written anywhere but to standard output.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from typing import Any

MEMORY = 1536 * 1024 * 1024


def main(arguments: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    path, name = arguments
    try:
        answer = read(Path(path).read_bytes(), name)
    except MemoryError:
        return 3
    json.dump(answer, sys.stdout, ensure_ascii=False)
    return 0


def read(data: bytes, name: str) -> dict[str, Any]:
    from gongwen.errors import ReadError

    try:
        return _read(data, name)
    except ReadError as error:
        return {"error": error.code, "sentence": str(error)}


def _read(data: bytes, name: str) -> dict[str, Any]:
    import gongwen
    from duban.files.blocks import to_json
    from gongwen.export import as_dict
    from gongwen.formats import read_source

    source = read_source(data, name)
    result = as_dict(gongwen.read_text(source))
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
