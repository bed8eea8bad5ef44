"""``make bench``: every module of this folder that measures something, one after another."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import tests.bench as package


def main() -> int:
    worst = 0
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if not module.startswith("_"):
            worst = max(worst, importlib.import_module(f"tests.bench.{module}").main())
    return worst


if __name__ == "__main__":
    sys.exit(main())
