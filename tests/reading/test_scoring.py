"""Our scorer gives the numbers of the contract's rules, on cases that were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.reading.calibration import calibrate, leftovers
from tests.reading.generator import generate
from tests.reading.scoring import FIELDS, Tally, likeness, pair_items, party, score, statement


def item(problem: str, **fields: Any) -> dict[str, Any]:
    return {"no": "", "problem": problem, "measures": [], **fields}


def counts(got: list[dict[str, Any]], want: list[dict[str, Any]], field: str) -> list[int]:
    return score({"text": "", "items": got}, {"items": want}).counts.get(field, [0, 0, 0])


def test_an_oracle_scores_one_everywhere() -> None:
    total = Tally()
    for seed in range(150):
        sample = generate(seed)
        total.merge(score(oracle(sample.text, sample.truth), sample.truth, sample.text))
    assert {field: row[2] for field in FIELDS if (row := total.score(field))} == dict.fromkeys(FIELDS, 1.0)


def oracle(text: str, truth: dict[str, Any]) -> dict[str, Any]:
    """The truth as a reading: every text with the place where it stands in the document."""
    squeezed = [i for i, char in enumerate(text) if not char.isspace()]
    packed = "".join(text[i] for i in squeezed)

    def quote(value: str | None) -> dict[str, Any] | None:
        if not value:
            return None
        start = packed.index(value)
        return {"text": value, "span": [squeezed[start], squeezed[start + len(value) - 1] + 1]}

    items = []
    for known in truth["items"]:
        read = dict(known, problem=quote(known["problem"]), goal=quote(known["goal"]))
        read["measures"] = [quote(m) for m in known["measures"]]
        read["deadline"] = dict(known["deadline"], raw=quote(known["deadline"]["raw"]))
        read["units"] = {
            role: [quote(n) for n in known[role]]
            for role in ("responsible", "lead", "support", "regulator", "leader")
        }
        items.append(read)
    return {"text": text, "items": items, "totals": truth["totals"]}


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("关于“巡河记录缺失”问题。", "巡河记录缺失"),
        ("关于巡河记录缺失的问题", "巡河记录缺失"),
        ("巡河记录缺失。", "巡河记录缺失"),
        ("问题", "问题"),
    ],
)
def test_the_frame_of_a_problem_does_not_count(printed: str, bare: str) -> None:
    assert statement(printed) == bare


@pytest.mark.parametrize(
    ("printed", "bare"),
    [
        ("鹿鸣县党委、政府", "鹿鸣县"),
        ("鹿鸣县委", "鹿鸣县"),
        ("临江新区管委会", "临江新区"),
        ("市水务局", "市水务局"),
        ("各县(市、区)人民政府", "各县(市、区)"),
    ],
)
def test_places_lose_their_office(printed: str, bare: str) -> None:
    assert party(printed) == bare


def test_likeness_is_difflibs_ratio_above_the_floor() -> None:
    assert likeness("甲乙丙丁", "甲乙丙戊", 0.7) == 0.75
    assert likeness("甲乙丙丁", "甲乙丙戊", 0.8) == 0.0
    assert likeness("甲", "", 0.1) == 0.0
    assert likeness("甲乙", "甲乙") == 1.0


def test_items_are_paired_by_their_problems_whatever_the_order() -> None:
    a, b = item("河道管护责任落实不到位"), item("渗滤液处理能力不足")
    pairs = pair_items([b, a], [a, b])
    assert [got["problem"] for got, _ in pairs if got] == [a["problem"], b["problem"]]


def test_an_equal_number_decides_between_equal_problems() -> None:
    first, second = item("问题台账不完整", no="1."), item("问题台账不完整", no="2.")
    assert [got["no"] for got, _ in pair_items([second, first], [first, second]) if got] == ["1.", "2."]


def test_a_problem_inside_another_is_still_the_same_item() -> None:
    long = item("河道管护责任落实不到位,三条河道没有巡河记录,群众反映强烈,整改滞后")
    short = item("河道管护责任落实不到位")
    assert counts([short], [long], "items") == [1, 1, 1]
    assert counts([short], [long], "problem") == [0, 1, 1]


def test_missing_and_invented_items() -> None:
    assert counts([item("完全不同的一句话")], [item("河道管护责任落实不到位")], "items") == [0, 1, 1]
    assert counts([], [item("河道管护责任落实不到位")], "problem") == [0, 0, 1]


def test_each_measure_is_used_once() -> None:
    want = item("问题问题", measures=["新建管网三公里", "新建管网三公里"])
    got = item("问题问题", measures=[{"text": "新建管网三公里"}])
    assert counts([got], [want], "measures") == [1, 1, 2]


def test_only_the_innermost_heading_counts_and_only_where_one_is_wanted() -> None:
    want = item("问题问题", path=["三、整改任务", "(一)水"])
    assert counts([item("问题问题", path=[{"text": "(一)水"}])], [want], "path") == [1, 1, 1]
    assert counts([item("问题问题", path=[{"text": "(一)水"}])], [item("问题问题", path=[])], "path") == [
        0,
        0,
        0,
    ]


def test_deadline_status_milestones_and_indicators() -> None:
    want = item(
        "问题问题",
        deadline={"kind": "fixed", "date": "2020-12-31"},
        status="completed",
        milestones=[{"date": "2020-06-30"}],
        indicators=[{"op": ">=", "value": 81}],
    )
    got = item(
        "问题问题",
        deadline={"kind": "fixed", "date": "2020-11-30"},
        status="in_progress",
        milestones=[{"date": "2020-06-30"}, {"date": "2020-07-31"}],
        indicators=[{"op": ">=", "value": 81.0}],
    )
    assert counts([got], [want], "deadline.kind") == [1, 1, 1]
    assert counts([got], [want], "deadline.date") == [0, 1, 1]
    assert counts([got], [want], "status") == [0, 1, 1]
    assert counts([got], [want], "milestones") == [1, 2, 1]
    assert counts([got], [want], "indicators") == [1, 1, 1]


def test_totals_count_only_where_the_reference_has_some() -> None:
    read = {"text": "", "items": [], "totals": [{"value": 9}, {"value": 7}]}
    assert score(read, {"items": [], "totals": []}).counts["totals"] == [0, 0, 0]
    assert score(read, {"items": [], "totals": [{"value": 9}, {"value": 8}]}).counts["totals"] == [1, 2, 2]


def test_spans_must_quote_the_text_and_stand_in_the_source() -> None:
    quoted = {"problem": {"text": "甲乙", "span": [2, 5]}}
    assert score({"text": "一二甲\n乙", "items": [quoted]}, {"items": []}, "一二甲\n乙").counts["spans"] == [
        1,
        1,
        1,
    ]
    assert score({"text": "一二甲丙", "items": [quoted]}, {"items": []}, "一二甲丙").counts["spans"] == [
        0,
        1,
        1,
    ]
    bare = item("甲乙")
    assert score({"text": "甲乙", "items": [bare]}, {"items": []}, "甲乙").counts["spans"] == [0, 1, 1]


def test_f1_is_micro_over_documents_and_the_mean_is_over_fields() -> None:
    tally = Tally()
    tally.add("goal", 1, 1, 2)
    tally.add("goal", 1, 2, 1)
    tally.add("lead", 0, 0, 0)
    tally.add("path", 0, 0, 1)
    assert tally.score("goal") == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert tally.score("lead") is None
    assert tally.mean() == pytest.approx(1 / 3)


def test_a_doubt_counts_for_its_field_or_for_the_whole_item() -> None:
    want = {
        "items": [
            item(
                "问题问题",
                goal="甲的目标",
                measures=["第一项措施", "第二项措施"],
                deadline={"kind": "fixed", "date": "2020-12-31"},
            )
        ]
    }
    got = item(
        "问题问题",
        goal="乙的别样说法",
        measures=["第一项措施", "读错的另一段话"],
        deadline={"kind": "fixed", "date": "2020-12-31"},
    )
    doubted = calibrate(
        {"items": [dict(got, doubts=[{"field": "measures[1]"}, {"field": "deadline"}])]}, want
    )
    assert doubted.wrong == {"goal": [0, 1, 0], "measures": [2, 2, 0]}
    assert doubted.right == {
        "items": [0, 1, 0], "problem": [0, 1, 0], "measures": [0, 1, 0], "deadline": [1, 1, 0]
    }  # fmt: skip
    whole = calibrate({"items": [dict(got, doubts=[{"field": None}])]}, want)
    assert whole.share(whole.wrong) == whole.share(whole.right) == 1.0


def test_missing_items_need_a_doubt_of_the_document() -> None:
    want = {"items": [item("河道管护责任落实不到位")], "totals": [{"value": 2}]}
    assert calibrate({"items": []}, want).wrong == {"items": [0, 1, 0], "totals": [0, 1, 0]}
    doubted = calibrate({"items": [], "doubts": [{"code": "count-mismatch"}]}, want)
    assert doubted.wrong == {"items": [1, 1, 0], "totals": [1, 1, 0]}


def test_demanded_doubts_are_no_false_alarms_on_right_values_and_count_on_wrong_ones() -> None:
    want = item("河道管护责任落实不到位", deadline={"kind": "fixed", "date": "2020-12-31"})
    inferred = {"code": "year-inferred", "field": "deadline"}
    right = calibrate({"items": [dict(want, doubts=[inferred])]}, {"items": [want]})
    assert right.right["deadline"] == [0, 1, 1]
    assert (right.share(right.right), right.share(right.right, 2)) == (0.0, 1 / 3)
    other = {"code": "deadline-unclear", "field": "deadline"}
    both = calibrate({"items": [dict(want, doubts=[inferred, other])]}, {"items": [want]})
    assert both.right["deadline"] == [1, 1, 0]
    moved = dict(want, deadline={"kind": "fixed", "date": "2021-12-31"}, doubts=[inferred])
    wrong = calibrate({"items": [moved]}, {"items": [want]})
    assert wrong.wrong["deadline"] == [1, 1, 0]
    assert wrong.codes == {"year-inferred": [1, 1, 0, 0]}


def test_text_that_no_field_holds_is_found() -> None:
    text = "1.问题很大。整改目标:全部解决。这里还有一句谁也没有接住的长话。"
    read = {
        "span": [0, len(text)],
        "no_span": [0, 2],
        "problem": {"text": "问题很大。", "span": [2, 7]},
        "goal": {"text": "全部解决。", "span": [12, 17]},
    }
    assert leftovers({"text": text, "items": [read]}) == ["这里还有一句谁也没有接住的长话。"]
    held = dict(read, context=[{"text": "", "span": [17, len(text)]}])
    assert leftovers({"text": text, "items": [held]}) == []
