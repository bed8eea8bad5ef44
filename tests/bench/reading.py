"""Speed and memory of reading, as ratios measured in one run, so that they mean the same on every machine.

    python -m tests.bench.reading

1. The largest text document against one regular-expression pass over the same text.
2. Ten times the text against ten times the time.
3. Additional memory for a Word file and a PDF of a hundred pages.
4. ``duban read`` on a page of text against ``python -c pass``.
"""

from __future__ import annotations

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.gongwen.formats.render import Para, render
from tests.reading.generator import generate

ROOT = Path(__file__).parent.parent.parent
SHARED = ROOT.parent / "shared" / "reading" / "documents"
MAX_PASSES = 40.0
MAX_GROWTH = 12.0
MAX_MEMORY = 100.0
MAX_STARTS, EXTRA_START = 3.0, 0.150
LINES_PER_PAGE = 22
CHARACTERS_PER_LINE = 28
PLANS = ("plan-labels", "plan-parentheses", "plan-headed-prose", "plan-nested-measures")
#: What a script of one afternoon would look for: numbers, labels, dates, units, figures.
PASS = re.compile(
    r"(?P<number>^\s*(?:[一二三四五六七八九十]+、|[(\uff08][一二三四五六七八九十]+[)\uff09]|\d+[.、]|[(\uff08]\d+[)\uff09]|[①-⑳]))"
    r"|(?P<label>整改目标|整改措施|整改时限|完成时限|责任单位|牵头单位|配合单位|监管责任单位|督办市领导|包案领导|整改进展情况|处理和整改情况)"
    r"|(?P<date>(?:\d{4}\s*年)?\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日|底)?(?:前|之前)?|\d{4}年底前?)"
    r"|(?P<unit>[\u4e00-\u9fff]{2,12}(?:局|委|办公室|政府|管委会|公司|中心))"
    r"|(?P<figure>\d+(?:\.\d+)?\s*(?:%|万元|亩|公里|吨|家|个|座|处|套|台)(?:以上|以下|以内)?)"
    r"|(?P<state>已完成整改|正在整改|已办结|立行立改|长期坚持|持续推进)",
    re.MULTILINE,
)
#: VmHWM is the peak of this process alone; ru_maxrss would start with what its parent used.
MEASURE = """
import resource, sys
def peak():
    try:
        lines = open("/proc/self/status").read().split("\\n")
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
import gongwen
from gongwen.export import as_dict
before = peak()
as_dict(gongwen.read(open(sys.argv[1], "rb").read(), sys.argv[1]))
print(peak() - before)
"""


@dataclass
class Row:
    """One measured ratio: what, how much, how much is allowed."""

    name: str
    value: float
    limit: float
    unit: str
    detail: str

    @property
    def over(self) -> bool:
        return self.value > self.limit


def best(action: Callable[[], object], times: int) -> float:
    """The shortest of several runs: everything else is the machine's other work."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        spent.append(time.perf_counter() - start)
    return min(spent)


def plans(length: int) -> str:
    """Different generated plans, one after another, up to a length."""
    texts: list[str] = []
    seed = 0
    while sum(map(len, texts)) < length:
        texts.append(generate(500_000 + seed, PLANS[seed % len(PLANS)], noisy=False).text)
        seed += 1
    return "\n".join(texts)[:length]


def largest_text() -> tuple[str, str]:
    """The largest shared text document, or generated plans of the same length."""
    files = sorted(SHARED.glob("*.txt"), key=lambda path: path.stat().st_size) if SHARED.is_dir() else []
    if files:
        return files[-1].name, files[-1].read_text("utf-8")
    return "generated plans", plans(22_000)


def read(text: str) -> None:
    import gongwen

    gongwen.read(text.encode("utf-8"), "bench.txt")


def passes() -> Row:
    name, text = largest_text()
    read(text)
    one = best(lambda: sum(1 for _ in PASS.finditer(text)), 7)
    whole = best(lambda: read(text), 5)
    detail = f"{name}: {whole * 1000:.0f} ms against {one * 1000:.2f} ms"
    return Row("reading ÷ one pass", whole / one, MAX_PASSES, "×", detail)


def growth() -> Row:
    small = plans(12_000)
    large = plans(120_000)
    read(small)
    one, ten = best(lambda: read(small), 15), best(lambda: read(large), 5)
    detail = f"{len(small)} characters {one * 1000:.0f} ms, {len(large)} characters {ten * 1000:.0f} ms"
    return Row("ten times the text", ten / one, MAX_GROWTH, "×", detail)


def hundred_pages() -> list[Para]:
    text = plans(100 * LINES_PER_PAGE * CHARACTERS_PER_LINE * 8 // 10)
    return [Para(line) for line in text.split("\n") if line.strip()]


def memory(kind: str) -> Row:
    """How far reading raises the peak memory of a fresh process above that of importing gongwen."""
    data = render(hundred_pages(), kind)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan.{kind}"
        path.write_bytes(data)
        run = subprocess.run(
            [sys.executable, "-c", MEASURE, str(path)], capture_output=True, text=True, check=False
        )
    if run.returncode:
        return Row(f"memory, {kind}", float("inf"), MAX_MEMORY, "MB", run.stderr.strip().split("\n")[-1])
    return Row(f"memory, {kind}", float(run.stdout), MAX_MEMORY, "MB", f"100 pages, {len(data) // 1024} kB")


def start() -> Row:
    """Wall time of the command on a page of text, less the allowance, in starts of a bare Python."""
    duban = Path(sys.executable).with_name("duban")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.txt"
        page.write_text(generate(77, "plan-labels", noisy=False).text[:900], "utf-8")
        bare_runs, duban_runs = [], []
        for _ in range(9):
            bare_runs.append(best(lambda: _run([sys.executable, "-c", "pass"]), 1))
            duban_runs.append(best(lambda: _run([str(duban), "read", str(page)]), 1))
    bare, whole = statistics.median(bare_runs), statistics.median(duban_runs)
    detail = f"{whole * 1000:.0f} ms against {bare * 1000:.0f} ms × 3 + 150 ms"
    return Row("duban read ÷ start of Python", (whole - EXTRA_START) / bare, MAX_STARTS, "×", detail)


def _run(command: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)


def rows() -> list[Row]:
    return [passes(), growth(), memory("docx"), memory("pdf"), start()]


def main() -> int:
    measured = rows()
    print(f"{'reading':30} {'measured':>10} {'at most':>9}")
    for row in measured:
        mark = "  OVER" if row.over else ""
        print(f"{row.name:30} {row.value:8.1f} {row.unit:2} {row.limit:6.0f} {row.unit:2} {row.detail}{mark}")
    return 1 if any(row.over for row in measured) else 0


if __name__ == "__main__":
    sys.exit(main())
