"""Another dress changes nothing: our own documents read the same after every harmless change."""

from __future__ import annotations

import json

import pytest

from tests.reading import accuracy
from tests.reading.metamorphic import CHANGES

CORPUS = accuracy.HERE / "corpus"
TEXTS = sorted(path for path in (CORPUS / "documents").glob("*.txt"))


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_a_harmless_change_costs_nothing(change: str) -> None:
    worse = {}
    for path in TEXTS:
        truth = json.loads((CORPUS / "reference" / f"{path.stem}.json").read_text("utf-8"))
        text = path.read_text("utf-8")
        data, changed = CHANGES[change](text, truth)
        before = accuracy.judge(text.encode(), path.name, "corpus", truth, None)
        after = accuracy.judge(data, path.name, "corpus", changed, None)
        if after.tally.mean() < before.tally.mean() - 0.001:
            worse[path.name] = (before.tally.mean(), after.tally.mean())
    assert worse == {}
