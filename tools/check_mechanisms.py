"""docs/mechanisms.md says for each mechanism M01…M114 what does it and which test proves it; here that is held to it.

A row is ``| M01 | mechanism | where | test |``; ``test`` is ``not yet`` or one or more ``path::name`` in backquotes.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROW = re.compile(r"^\| *(M\d+) *\|([^|]*)\|([^|]*)\|([^|]*)\|$", re.M)
TEST = re.compile(r"`([^`:]+)::([\w:]+)`")
COUNT = 114


def complaint(number: str, where: str, proof: str) -> str | None:
    if proof.strip() == "not yet":
        return None
    named = TEST.findall(proof)
    if not named:
        return f"{number}: neither a test nor “not yet”: {proof.strip()!r}"
    if not where.strip():
        return f"{number}: names a test but not what does it"
    for path, name in named:
        source = ROOT / path
        last = name.split("::")[-1]
        if not source.is_file() or not re.search(
            rf"^\s*(?:async )?(?:def|class) {last}\b", source.read_text("utf-8"), re.M
        ):
            return f"{number}: no test {path}::{name}"
    return None


def main() -> int:
    rows = ROW.findall((ROOT / "docs" / "mechanisms.md").read_text("utf-8"))
    numbers = [number for number, *_ in rows]
    wanted = [f"M{n:02d}" for n in range(1, COUNT + 1)]
    complaints = (
        [f"missing rows: {', '.join(sorted(set(wanted) - set(numbers)))}"]
        if set(wanted) - set(numbers)
        else []
    )
    complaints += [f"rows twice: {n}" for n in sorted({n for n in numbers if numbers.count(n) > 1})]
    complaints += [said for number, _, where, proof in rows if (said := complaint(number, where, proof))]
    for line in complaints:
        print(line)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
