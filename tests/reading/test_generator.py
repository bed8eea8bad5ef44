"""The generator is deterministic, honest about what it prints, and covers every layout."""

from __future__ import annotations

import pytest

from tests.reading.generator import LAYOUTS, generate
from tests.reading.generator.dates import lost
from tests.reading.generator.draft import Marks, read_marks
from tests.reading.generator.noise import NOISES
from tests.reading.generator.validate import check_truth, folded

SEEDS = range(400)


def test_a_seed_is_a_document() -> None:
    first, again, other = generate(17), generate(17), generate(18)
    assert (first.text, first.truth) == (again.text, again.truth)
    assert first.text != other.text


def test_every_truth_is_printed() -> None:
    errors = {sample.name: found for sample in map(generate, SEEDS) if (found := check_truth(sample))}
    assert errors == {}


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_is_honest(layout: str) -> None:
    for seed in range(9000, 9012):
        sample = generate(seed, layout)
        assert check_truth(sample) == []
        assert sample.layout == layout


def test_the_check_finds_a_lie() -> None:
    sample = generate(3)
    sample.truth["items"][0]["problem"] = "没有印在纸上的问题"
    sample.truth["items"][0]["milestones"] = [{"date": "1999-01-31", "what": ""}]
    assert len(check_truth(sample)) == 2


def test_layouts_and_noises_all_occur() -> None:
    samples = [generate(seed) for seed in SEEDS]
    assert {sample.layout for sample in samples} == set(LAYOUTS)
    assert {name for sample in samples for name in sample.noise} >= set(NOISES)


def test_documents_differ_in_length_and_words() -> None:
    problems = {folded(item["problem"]) for seed in SEEDS for item in generate(seed).truth["items"]}
    lengths = {len(problem) for problem in problems}
    assert len(problems) > 800
    assert max(lengths) > 60 > 12 > min(lengths)


def test_marks_survive_changes_around_them() -> None:
    mark = Marks()
    inner = mark("2020年底前")
    text = "甲" + mark(inner + "建成") + "乙"
    plain, spans = read_marks(text.replace("甲", "很长的开头"))
    assert [plain[slice(*spans[n])] for n in (0, 1)] == ["2020年底前", "2020年底前建成"]


def test_lost_characters_only_where_one_date_is_left() -> None:
    assert lost(2018, "9月30日") == "2018930日"
    assert lost(2018, "1月11日") is None
