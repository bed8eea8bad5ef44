"""How well we read: tables of scores, and exit status 1 where one is under its floor.

    python -m tests.reading.accuracy [--seeds 2000] [--start N] [--shared DIR] [--show FIELD] [--layout NAME]

Three collections are read: the shared documents (where a ``shared/reading`` folder lies beside the
repository), our own invented corpus, and generated documents of fresh seeds: unless ``--start`` is given the
first seed is taken from the date, so that nothing can have been fitted to them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from .calibration import Calibration, calibrate, leftovers
from .generator import generate
from .generator.formats import as_file, suitable
from .scoring import FIELDS, Tally, score

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
WORKERS = 2


@dataclass
class Result:
    """One document's scores; ``failure`` says why it could not be read."""

    name: str
    layout: str
    tally: Tally
    calibration: Calibration
    size: int = 0
    dropped: int = 0
    failure: str | None = None


@dataclass
class Sum:
    """The scores of many documents."""

    tally: Tally = field(default_factory=Tally)
    calibration: Calibration = field(default_factory=Calibration)
    means: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    size: int = 0
    dropped: int = 0

    def add(self, result: Result) -> None:
        self.tally.merge(result.tally)
        self.calibration.merge(result.calibration)
        self.means.append(result.tally.mean())
        self.size += result.size
        self.dropped += result.dropped
        if result.failure:
            self.failures.append(f"{result.name}: {result.failure}")

    @property
    def documents(self) -> float:
        return sum(self.means) / len(self.means) if self.means else 0.0

    @property
    def lost(self) -> float:
        return self.dropped / self.size if self.size else 0.0


def read(data: bytes, name: str) -> dict[str, Any]:
    """The reading as the object of the contract."""
    import gongwen
    from gongwen.export import as_dict

    return as_dict(gongwen.read(data, name))


def judge(data: bytes, name: str, layout: str, truth: dict[str, Any], source: str | None) -> Result:
    """Read a document and compare it with its truth. A reader that fails scores nothing, whatever it raises."""
    failure = None
    try:
        got = read(data, name)
    except Exception as error:  # the runner must outlive any defect of the reader, and report it
        got, failure = {}, f"{type(error).__name__}: {error}"
    texts = leftovers(got)
    inside = sum(item["span"][1] - item["span"][0] for item in got.get("items") or [])
    dropped = sum(map(len, texts))
    return Result(name, layout, score(got, truth, source), calibrate(got, truth), inside, dropped, failure)


def judge_seed(task: tuple[int, str | None]) -> Result:
    sample = generate(*task)
    return judge(sample.text.encode("utf-8"), sample.name, sample.layout, sample.truth, sample.text)


def judge_files(seed: int) -> list[Result]:
    """The document of a seed without noise, as a file of every format that suits it."""
    sample = generate(seed, noisy=False)
    results = []
    for kind in suitable(sample):
        name = f"{sample.name.removesuffix('.txt')}.{kind}"
        results.append(judge(as_file(sample, kind), name, kind, sample.truth, None))
    return results


def judge_folder(folder: Path) -> list[Result]:
    """Every reference of a folder with ``documents`` and ``reference``."""
    results = []
    for path in sorted((folder / "reference").glob("*.json")):
        truth = json.loads(path.read_text("utf-8"))
        document = folder / "documents" / truth.get("file", path.with_suffix(".txt").name)
        source = document.read_text("utf-8") if document.suffix == ".txt" else None
        results.append(judge(document.read_bytes(), document.name, "shared", truth, source))
    return results


def judge_seeds(seeds: Iterable[int], layout: str | None = None) -> list[Result]:
    with get_context("spawn").Pool(WORKERS) as pool:
        return list(pool.imap_unordered(judge_seed, [(seed, layout) for seed in seeds], chunksize=25))


def judge_formats(seeds: Iterable[int]) -> list[Result]:
    with get_context("spawn").Pool(WORKERS) as pool:
        return [
            result for results in pool.imap_unordered(judge_files, seeds, chunksize=2) for result in results
        ]


def summed(results: Iterable[Result]) -> Sum:
    total = Sum()
    for result in results:
        total.add(result)
    return total


def table(title: str, total: Sum) -> None:
    print(
        f"\n{title}: {len(total.means)} documents, mean of fields {total.tally.mean():.4f}, mean of documents {total.documents:.4f}"
    )
    for name in FIELDS:
        row = total.tally.score(name)
        if row:
            hit, predicted, expected = total.tally.counts[name]
            print(
                f"  {name:14} P {row[0]:.3f}  R {row[1]:.3f}  F1 {row[2]:.3f}   ({hit} of {expected}, {predicted} read)"
            )
    print(f"  text inside items that no field holds: {total.lost:.2%}")
    for failure in total.failures[:5]:
        print(f"  not read: {failure}")


def layouts_table(results: list[Result]) -> None:
    print(f"\n{'layout':28} {'docs':>5} {'mean':>7}   weakest fields")
    names = sorted({result.layout for result in results})
    sums = {name: summed(r for r in results if r.layout == name) for name in names}
    for name, total in sorted(sums.items(), key=lambda pair: pair[1].tally.mean()):
        scores = sorted((row[2], f) for f in FIELDS if (row := total.tally.score(f)))
        weakest = ", ".join(f"{f} {value:.2f}" for value, f in scores[:4] if value < 0.99)
        print(f"{name:28} {len(total.means):5} {total.tally.mean():7.4f}   {weakest}")


def doubts_table(total: Calibration) -> None:
    """``demanded``: right values whose only doubts are those the contract demands; not part of ``doubted``."""
    print(f"\n{'doubts':14} {'wrong':>7} {'doubted':>8}   {'right':>7} {'doubted':>8} {'demanded':>8}")
    for name in sorted({*total.wrong, *total.right}):
        w, r = total.wrong.get(name, [0, 0, 0]), total.right.get(name, [0, 0, 0])
        of = max(r[1], 1)
        print(f"{name:14} {w[1]:7} {w[0] / max(w[1], 1):8.1%}   {r[1]:7} {r[0] / of:8.1%} {r[2] / of:8.1%}")
    print(f"\n{'code of the doubt':22} {'wrong':>7} {'only it':>8}   {'right':>7} {'only it':>8}")
    for code, (wrong, alone, right, right_alone) in sorted(total.codes.items()):
        print(f"{code:22} {wrong:7} {alone:8}   {right:7} {right_alone:8}")


def show(results: list[Result], name: str) -> None:
    """The documents in which a field was read worst."""
    rows = []
    for result in results:
        hit, predicted, expected = result.tally.counts.get(name, (0, 0, 0))
        if predicted + expected > 2 * hit:
            rows.append((predicted + expected - 2 * hit, result.name))
    print(f"\n{name}: {len(rows)} documents with errors")
    for errors, document in sorted(rows, reverse=True)[:25]:
        print(f"  {errors:4}  {document}")


class Floors:
    """Compares values with their floors and remembers what fell under."""

    def __init__(self) -> None:
        self.wanted = tomllib.loads((HERE / "floors.toml").read_text("utf-8"))
        self.broken: list[str] = []

    def check(self, part: str, name: str, value: float | None, at_most: bool = False) -> None:
        floor = self.wanted[part].get(name)
        if floor is None or value is None:
            return
        if (value > floor) if at_most else (value < floor):
            self.broken.append(
                f"{part}.{name}: {value:.4f}, wanted {'at most' if at_most else 'at least'} {floor}"
            )

    def check_sum(self, part: str, total: Sum) -> None:
        spans = total.tally.score("spans")
        self.check(part, "fields", total.tally.mean())
        self.check(part, "documents", total.documents)
        self.check(part, "spans", spans[2] if spans else None)
        self.check(part, "dropped", total.lost, at_most=True)


def folder_part(floors: Floors, part: str, title: str, folder: Path, shown: str | None) -> list[Result]:
    if not (folder / "reference").is_dir():
        print(f"\n{title}: not here ({folder})")
        return []
    results = judge_folder(folder)
    total = summed(results)
    table(title, total)
    if shown:
        show(results, shown)
    floors.check_sum(part, total)
    return results


def generated_part(
    floors: Floors, start: int, count: int, layout: str | None, shown: str | None
) -> list[Result]:
    began = time.monotonic()
    results = judge_seeds(range(start, start + count), layout)
    total = summed(results)
    table(f"Generated documents, seeds {start}…{start + count - 1} ({time.monotonic() - began:.0f} s)", total)
    layouts_table(results)
    if shown:
        show(results, shown)
    floors.check_sum("generated", total)
    return results


def formats_part(floors: Floors, start: int, count: int) -> list[Result]:
    began = time.monotonic()
    results = judge_formats(range(start, start + count))
    table(
        f"Generated files, {count} seeds in every format ({time.monotonic() - began:.0f} s)", summed(results)
    )
    layouts_table(results)
    floors.check_sum("formats", summed(results))
    return results


def parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Score our reading against references.")
    parser.add_argument("--seeds", type=int, default=2000, help="how many generated documents (default 2000)")
    parser.add_argument("--files", type=int, default=40, help="how many of them as files of every format")
    parser.add_argument(
        "--start",
        type=int,
        default=date.today().toordinal() * 10_000,
        help="first seed (default: from the date)",
    )
    parser.add_argument(
        "--shared",
        type=Path,
        default=ROOT.parent / "shared" / "reading",
        help="folder of the shared documents",
    )
    parser.add_argument(
        "--show", metavar="FIELD", choices=FIELDS, help="list the documents with errors in this field"
    )
    parser.add_argument("--layout", help="generate this layout only")
    return parser.parse_args(arguments)


def main(arguments: list[str] | None = None, out: Callable[[str], None] = print) -> int:
    options = parse(arguments)
    floors = Floors()
    results = folder_part(floors, "shared", "Shared documents", options.shared, options.show)
    results += folder_part(floors, "corpus", "Our own invented corpus", HERE / "corpus", options.show)
    if options.seeds:
        results += generated_part(floors, options.start, options.seeds, options.layout, options.show)
    if options.files:
        results += formats_part(floors, options.start, options.files)
    doubts = summed(results).calibration
    doubts_table(doubts)
    wrong, right, demanded = (
        doubts.share(doubts.wrong),
        doubts.share(doubts.right),
        doubts.share(doubts.right, 2),
    )
    out(
        f"{'all':14} wrong values with a doubt: {wrong or 0:.1%}   right values with a doubt: {right or 0:.1%}, "
        f"and with demanded doubts only: {demanded or 0:.1%}"
    )
    floors.check("doubts", "wrong", wrong)
    floors.check("doubts", "right", right, at_most=True)
    for line in floors.broken:
        out(f"UNDER THE FLOOR  {line}")
    return 1 if floors.broken else 0


if __name__ == "__main__":
    sys.exit(main())
