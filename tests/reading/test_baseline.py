"""What we measure with is hard enough: a plain line-start reader fails on it."""

from __future__ import annotations

from tests.reading.baseline import read
from tests.reading.generator import generate
from tests.reading.scoring import Tally, score

SIMPLE = """一、责任落实
(一)部分县区研究环保工作不够。
整改目标:压实责任。
整改措施:
1.2020年6月底前建立台账。
2.每季度至少研究1次。
整改时限:2020年12月底前
责任单位:鹿鸣县政府、市水务局
(二)台账不完整。
整改目标:补齐台账。
整改时限:立行立改,长期坚持
责任单位:市财政局
"""


def test_the_baseline_reads_the_simplest_plan() -> None:
    items = read(SIMPLE)["items"]
    assert [item["no"] for item in items] == ["(一)", "(二)"]
    assert items[0]["deadline"] == {"kind": "fixed", "date": "2020-12-31"}
    assert len(items[0]["measures"]) == 2
    assert [name["text"] for name in items[0]["units"]["responsible"]] == ["鹿鸣县", "市水务局"]


def test_the_baseline_fails_on_generated_documents() -> None:
    total, means = Tally(), []
    for seed in range(3000, 3200):
        sample = generate(seed)
        tally = score(read(sample.text), sample.truth, sample.text)
        total.merge(tally)
        means.append(tally.mean())
    assert total.mean() < 0.75
    assert sum(means) / len(means) < 0.75
