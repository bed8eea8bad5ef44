"""Splitting, merging, undoing; two reviewers at once."""

from __future__ import annotations

import pytest

from duban.intake.actions import Conflict, NotPossible, editing, shaping, undoing
from duban.intake.content import open_doubts, text_of
from duban.intake.fields import Selection
from duban.intake.models import Change, DraftItem, IntakeSet, ItemState
from tests.duban.conftest import Cast
from tests.duban.intake.plans import PLAN


def selection(item: DraftItem, words: str) -> Selection:
    start = PLAN.index(words)
    return Selection(str(item.document.uuid), PLAN, start, start + len(words))


def fresh(item: DraftItem) -> DraftItem:
    return DraftItem.objects.get(pk=item.pk)


def without_counter(item: DraftItem) -> dict[str, object]:
    """The content now; the counter of ids only ever grows."""
    return {**fresh(item).content, "seq": 0}


def test_typing_keeps_the_place_and_names_the_hand(cast: Cast, items: list[DraftItem]) -> None:
    before = items[0].content["problem"]
    editing.set_text(cast.clerk, items[0], 1, "problem", "鹿鸣县沿河排口污水直排。")
    value = fresh(items[0]).content["problem"]
    assert value["text"] == "鹿鸣县沿河排口污水直排。"
    assert (value["span"], value["doc"]) == (before["span"], before["doc"])
    assert (value["how"], value["by_name"]) == ("typed", "方静")


def test_selecting_takes_place_and_words_from_the_document(cast: Cast, items: list[DraftItem]) -> None:
    chosen = selection(items[0], "鹿鸣县沿河排口")
    editing.set_text(cast.clerk, items[0], 1, "goal", chosen)
    value = fresh(items[0]).content["goal"]
    assert (value["text"], value["how"]) == ("鹿鸣县沿河排口", "selected")
    assert value["span"] == [chosen.start, chosen.end]


def test_an_emptied_field_is_unknown(cast: Cast, items: list[DraftItem]) -> None:
    assert editing.set_text(cast.clerk, items[0], 1, "goal", "  ").content["goal"] is None


def test_correcting_the_date_settles_its_doubt(cast: Cast, items: list[DraftItem]) -> None:
    assert len(open_doubts(items[0].content)) == 1
    changed = editing.set_facts(cast.clerk, items[0], 1, "deadline", {"kind": "fixed", "date": "2026-06-15"})
    assert changed.content["deadline"]["date"] == "2026-06-15"
    assert changed.content["deadline"]["raw"]["text"] == "20266月底前"
    assert open_doubts(changed.content) == []


@pytest.mark.parametrize(
    ("key", "facts", "sentence"),
    [
        ("deadline", {"kind": "fixed", "date": "2026-13-01"}, "日期应写成"),
        ("deadline", {"kind": "someday"}, "没有这个选项"),
        ("deadline", {"kind": "conditional", "rule": {"amount": "三"}}, "正整数"),
        ("indicators.6", {"value": "许多"}, "数字"),
        ("indicators.6", {"value": "nan"}, "数字"),
        ("measures.999", {"label": "x"}, "已被移除"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(
    cast: Cast, items: list[DraftItem], key: str, facts: dict[str, object], sentence: str
) -> None:
    if key.startswith("indicators"):
        key = f"indicators.{items[0].content['indicators'][0]['id']}"
    with pytest.raises(NotPossible, match=sentence):
        editing.set_facts(cast.clerk, items[0], 1, key, facts)
    assert fresh(items[0]).version == 1


def test_a_relative_deadline_keeps_its_rule(cast: Cast, items: list[DraftItem]) -> None:
    rule = {"anchor": "约谈", "amount": "3", "unit": "month"}
    changed = editing.set_facts(cast.clerk, items[0], 1, "deadline", {"kind": "conditional", "rule": rule})
    assert changed.content["deadline"]["rule"] == {"anchor": "约谈", "amount": 3, "unit": "month"}
    assert changed.content["deadline"]["date"] is None


def test_a_selected_deadline_is_understood(cast: Cast, items: list[DraftItem]) -> None:
    changed = editing.set_text(cast.clerk, items[0], 1, "deadline", selection(items[0], "2026年9月底前"))
    assert changed.content["deadline"]["date"] == "2026-09-30"
    assert open_doubts(changed.content) == []


def test_a_selected_deadline_that_is_damaged_brings_its_doubt(cast: Cast, items: list[DraftItem]) -> None:
    changed = editing.set_text(cast.clerk, items[1], 1, "deadline", selection(items[1], "20266月底前"))
    assert changed.content["deadline"]["date"] == "2026-06-30"
    assert [d["key"] for d in open_doubts(changed.content)] == ["deadline"]


@pytest.mark.parametrize(
    ("typed", "kind", "date"),
    [
        ("2027年6月底前", "fixed", "2027-06-30"),
        ("立行立改，长期坚持", "immediate_ongoing", None),
        ("待定", "conditional", None),
        ("—", "fixed", "2026-06-30"),
    ],
)
def test_a_typed_deadline_is_understood_where_it_says_something(
    cast: Cast, items: list[DraftItem], typed: str, kind: str, date: str | None
) -> None:
    changed = editing.set_text(cast.clerk, items[0], 1, "deadline", typed, read=True).content["deadline"]
    assert (changed["raw"]["text"], changed["kind"], changed["date"]) == (typed, kind, date)


def test_selected_units_are_told_apart(cast: Cast, items: list[DraftItem]) -> None:
    chosen = selection(items[1], "鹿鸣县党委、政府")
    changed, _key = editing.add_part(cast.clerk, items[1], 1, "units.support", chosen)
    (party,) = changed.content["units"]["support"]
    assert (party["text"], party["office"]) == ("鹿鸣县", "党委、政府")
    assert PLAN[slice(*party["span"])] == "鹿鸣县"


def test_a_selection_of_units_in_the_place_of_one(cast: Cast, items: list[DraftItem]) -> None:
    key = f"units.lead.{items[1].content['units']['lead'][0]['id']}"
    changed = editing.set_text(cast.clerk, items[1], 1, key, selection(items[1], "鹿鸣县党委、政府"))
    (party,) = changed.content["units"]["lead"]
    assert (party["text"], party["office"], party["how"]) == ("鹿鸣县", "党委、政府", "selected")
    assert f"units.lead.{party['id']}" == key


def test_measures_are_added_moved_split_joined_and_removed(cast: Cast, items: list[DraftItem]) -> None:
    item = items[0]
    first = f"measures.{item.content['measures'][0]['id']}"
    item, made = editing.add_part(cast.clerk, item, item.version, "measures", "加强巡查。", after=None)
    item = editing.move_part(cast.clerk, item, item.version, made, -2)
    assert text_of(item.content["measures"][0]) == "加强巡查。"
    item, rest = editing.split_part(cast.clerk, item, item.version, first, 4, PLAN)
    halves = [m for m in item.content["measures"] if f"measures.{m['id']}" in (first, rest)]
    assert [m["text"] for m in halves] == ["封堵排口", "12个。"]
    assert [PLAN[slice(*m["span"])] for m in halves] == ["封堵排口", "12个。"]
    item = editing.join_part(cast.clerk, item, item.version, first)
    assert text_of(item.content["measures"][1]) == "封堵排口12个。"
    item = editing.remove_part(cast.clerk, item, item.version, made)
    assert len(item.content["measures"]) == 2


def test_splitting_leaves_to_each_what_stands_at_it(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    second = items[1]
    first, made = shaping.split(cast.clerk, second, 1, selection(second, "石溪区青石沟水质超标。"))
    assert text_of(first.content["problem"]) == "望汀区𠮷田沟黑臭，"
    assert text_of(made.content["problem"]) == "石溪区青石沟水质超标。"
    assert first.content["measures"] == []
    assert [text_of(m) for m in made.content["measures"]] == ["开展清淤。"]
    assert [text_of(p) for p in made.content["path"]] == ["一、水环境方面"]
    order = [item.pk for item in reviewed.items.all()]
    assert order == [items[0].pk, second.pk, made.pk, items[2].pk]


def test_a_split_gives_both_the_shared_deadline_with_a_doubt(cast: Cast, items: list[DraftItem]) -> None:
    first, made = shaping.split(cast.clerk, items[1], 1, selection(items[1], "石溪区青石沟水质超标。"))
    for half in (first, made):
        assert half.content["deadline"]["date"] == "2026-09-30"
        assert [text_of(u) for u in half.content["units"]["lead"]] == ["市水务局"]
    doubts = {(d["code"], d["key"]) for d in open_doubts(first.content)}
    assert doubts == {("after-split", "deadline"), ("after-split", "units.lead")}
    assert open_doubts(made.content) == []


def test_every_split_value_is_still_the_text_at_its_place(cast: Cast, items: list[DraftItem]) -> None:
    from duban.intake.content import walk
    from duban.intake.quoting import quote

    halves = shaping.split(cast.clerk, items[1], 1, selection(items[1], "石溪区青石沟水质超标。"))
    for half in halves:
        for _key, value in walk(half.content):
            assert quote(PLAN, *value["span"]) == value["text"]


def test_merging_joins_and_hides_the_second(cast: Cast, reviewed: IntakeSet, items: list[DraftItem]) -> None:
    merged = shaping.merge_with_next(cast.clerk, items[0], 1)
    assert text_of(merged.content["problem"]).endswith("石溪区青石沟水质超标。")
    assert len(merged.content["measures"]) == 3
    assert merged.content["deadline"]["date"] == "2026-06-30"
    assert "2026年9月底前" in [text_of(c) for c in merged.content["context"]]
    assert [d["code"] for d in open_doubts(merged.content)] == ["date-repaired", "after-merge"]
    assert fresh(items[1]).state == ItemState.GONE
    assert reviewed.items.shown().count() == 2


def test_the_last_item_has_nothing_to_merge_with(cast: Cast, items: list[DraftItem]) -> None:
    with pytest.raises(NotPossible, match="没有可以合并"):
        shaping.merge_with_next(cast.clerk, items[2], 1)


def test_dropping_wants_a_reason_and_can_be_taken_back(cast: Cast, items: list[DraftItem]) -> None:
    with pytest.raises(NotPossible, match="理由"):
        shaping.drop(cast.clerk, items[0], 1, " ")
    shaping.drop(cast.clerk, items[0], 1, "一般性要求")
    assert fresh(items[0]).state == ItemState.DROPPED
    shaping.bring_back(cast.clerk, items[0], 2)
    assert fresh(items[0]).state == ItemState.ACTIVE


def test_adding_from_a_selection_takes_its_number(
    cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
) -> None:
    words = "（三）棠溪县扬尘管控不力"
    made = shaping.add_item(cast.clerk, reviewed, items[0].document, selection(items[0], words), items[0])
    assert text_of(made.content["no"]) == "（三）"
    assert text_of(made.content["problem"]) == "棠溪县扬尘管控不力"
    assert made.position == items[0].position + 1


def test_confirming_settles_the_doubts_and_editing_takes_it_back(cast: Cast, items: list[DraftItem]) -> None:
    confirmed = shaping.confirm(cast.clerk, items[0], 1)
    assert confirmed.confirmed_by == cast.clerk
    assert open_doubts(confirmed.content) == []
    edited = editing.set_text(cast.head, confirmed, confirmed.version, "goal", "全部消除直排。")
    assert edited.confirmed_by is None


def test_an_item_without_a_problem_cannot_be_confirmed(cast: Cast, items: list[DraftItem]) -> None:
    emptied = editing.set_text(cast.clerk, items[0], 1, "problem", "")
    with pytest.raises(NotPossible, match="没有问题表述"):
        shaping.confirm(cast.clerk, emptied, emptied.version)


class TestUndo:
    def test_typing_in_one_field_is_one_step_back(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        item = items[0]
        for text in ("全", "全部", "全部消除"):
            item = editing.set_text(cast.clerk, item, item.version, "goal", text)
        undoing.undo(cast.clerk, reviewed)
        assert text_of(fresh(item).content["goal"]) == "消除直排。"

    def test_a_split_is_taken_back_whole(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        before = items[1].content
        shaping.split(cast.clerk, items[1], 1, selection(items[1], "石溪区青石沟水质超标。"))
        undoing.undo(cast.clerk, reviewed)
        assert without_counter(items[1]) == {**before, "seq": 0}
        assert reviewed.items.shown().count() == 3

    def test_a_merge_is_taken_back_whole(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        shaping.merge_with_next(cast.clerk, items[0], 1)
        undoing.undo(cast.clerk, reviewed)
        assert [without_counter(item) for item in items] == [{**item.content, "seq": 0} for item in items]
        assert fresh(items[1]).state == ItemState.ACTIVE

    def test_step_by_step_to_the_beginning(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        item = editing.set_text(cast.clerk, items[0], 1, "goal", "改一")
        item = shaping.confirm(cast.clerk, item, item.version)
        shaping.drop(cast.clerk, item, item.version, "重复")
        for _step in range(3):
            undoing.undo(cast.clerk, reviewed)
        restored = fresh(items[0])
        assert without_counter(items[0]) == {**items[0].content, "seq": 0}
        assert (restored.state, restored.confirmed_at) == (ItemState.ACTIVE, None)
        with pytest.raises(NotPossible, match="没有可以撤销"):
            undoing.undo(cast.clerk, reviewed)

    def test_it_takes_back_ones_own_act_only(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        editing.set_text(cast.clerk, items[0], 1, "goal", "方静改的")
        editing.set_text(cast.head, items[0], 2, "problem", "沈知远改的")
        undoing.undo(cast.clerk, reviewed)
        after = fresh(items[0]).content
        assert text_of(after["goal"]) == "消除直排。"
        assert text_of(after["problem"]) == "沈知远改的"

    def test_what_another_changed_since_is_not_touched(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        editing.set_text(cast.clerk, items[0], 1, "goal", "方静改的")
        editing.set_text(cast.head, items[0], 2, "goal", "沈知远改的")
        with pytest.raises(NotPossible, match="之后又被改过"):
            undoing.undo(cast.clerk, reviewed)
        assert text_of(fresh(items[0]).content["goal"]) == "沈知远改的"

    def test_the_record_keeps_what_was_undone(
        self, cast: Cast, reviewed: IntakeSet, items: list[DraftItem]
    ) -> None:
        editing.set_text(cast.clerk, items[0], 1, "goal", "改一")
        undoing.undo(cast.clerk, reviewed)
        assert list(Change.objects.values_list("verb", "undone")) == [("type", True), ("undo", False)]


class TestTwoReviewers:
    def test_one_field_changed_by_both_is_a_conflict(self, cast: Cast, items: list[DraftItem]) -> None:
        editing.set_text(cast.head, items[0], 1, "goal", "沈知远先改")
        with pytest.raises(Conflict) as conflict:
            editing.set_text(cast.clerk, items[0], 1, "goal", "方静后改")
        assert conflict.value.by == "沈知远"
        assert text_of(conflict.value.item.content["goal"]) == "沈知远先改"
        assert text_of(fresh(items[0]).content["goal"]) == "沈知远先改"

    def test_after_seeing_it_one_may_overrule(self, cast: Cast, items: list[DraftItem]) -> None:
        theirs = editing.set_text(cast.head, items[0], 1, "goal", "沈知远先改")
        editing.set_text(cast.clerk, items[0], theirs.version, "goal", "方静定稿")
        assert text_of(fresh(items[0]).content["goal"]) == "方静定稿"

    def test_different_fields_do_not_disturb_each_other(self, cast: Cast, items: list[DraftItem]) -> None:
        editing.set_text(cast.head, items[0], 1, "goal", "沈知远的目标")
        editing.set_text(cast.clerk, items[0], 1, "problem", "方静的问题")
        after = fresh(items[0]).content
        assert (text_of(after["goal"]), text_of(after["problem"])) == ("沈知远的目标", "方静的问题")

    def test_confirming_what_changed_meanwhile_is_a_conflict(
        self, cast: Cast, items: list[DraftItem]
    ) -> None:
        editing.set_text(cast.head, items[0], 1, "goal", "沈知远的目标")
        with pytest.raises(Conflict):
            shaping.confirm(cast.clerk, items[0], 1)
        assert fresh(items[0]).confirmed_at is None

    def test_editing_what_was_split_meanwhile_is_a_conflict(self, cast: Cast, items: list[DraftItem]) -> None:
        shaping.split(cast.head, items[1], 1, selection(items[1], "石溪区青石沟水质超标。"))
        with pytest.raises(Conflict):
            editing.set_text(cast.clerk, items[1], 1, "problem", "旧的全文")

    def test_a_merged_item_can_no_longer_be_edited(self, cast: Cast, items: list[DraftItem]) -> None:
        shaping.merge_with_next(cast.head, items[0], 1)
        with pytest.raises(NotPossible, match="并入"):
            editing.set_text(cast.clerk, items[1], 1, "goal", "太晚")


@pytest.mark.parametrize("name", ["luming", "reader", "leader", "admin", "outsider"])
def test_others_change_nothing(cast: Cast, reviewed: IntakeSet, items: list[DraftItem], name: str) -> None:
    person = getattr(cast, name)
    for act in (
        lambda: editing.set_text(person, items[0], 1, "goal", "x"),
        lambda: shaping.confirm(person, items[0], 1),
        lambda: shaping.drop(person, items[0], 1, "x"),
        lambda: shaping.add_item(person, reviewed, items[0].document, None),
    ):
        with pytest.raises(NotPossible, match="只有整改办人员"):
            act()
    assert not Change.objects.exists()
