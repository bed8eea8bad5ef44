"""Searching equals looking: whatever is written and asked, the index finds what a plain substring test finds."""

from __future__ import annotations

import random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from duban.ledger.models import Finding, Inspection
from duban.ledger.searching import index
from duban.ledger.searching.folding import MOST, fold, windows, words_of

#: Few letters, so that words occur; both widths and cases, marks, quotes, blanks, what databases take for patterns.
ALPHABET = "水水气环保督察ＰPｐm２2.5%％_'\"\\*&|!():^-、，。 　\n\täÄßİıŁ①㎡😀𠀀\x00\u0301é"
texts = st.text(st.sampled_from(ALPHABET), max_size=30)


@given(st.text())
@example("ﬀİ①㎡Ⅳ")
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(letter.isspace() and letter != "\u3000" for letter in fold(text))


def test_width_case_and_blanks_make_no_difference() -> None:
    assert fold("ＰＭ２.５") == fold("pm2.5") == "pm2．5"
    assert words_of(" 扬尘　逾期\n扬尘 ") == ["扬尘", "逾期"]


def test_every_stretch_of_four_and_the_end_filled_up() -> None:
    assert windows("甲乙丙丁戊") == {"甲乙丙丁", "乙丙丁戊", "丙丁戊　", "丁戊　　", "戊　　　"}
    assert windows("") == set()


class TestEqualsPlainLooking(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        cls.inspection = Inspection.objects.create(name="检索")  # type: ignore[attr-defined]

    @settings(max_examples=60, deadline=None)
    @given(st.lists(texts, min_size=1, max_size=6), texts, st.data())
    def test_index_and_looking_agree_with_a_substring_test(
        self, written: list[str], asked: str, data: st.DataObject
    ) -> None:
        _file(self.inspection, written)  # type: ignore[attr-defined]
        source = data.draw(st.sampled_from(written))
        start = data.draw(st.integers(0, max(0, len(source) - 1)))
        piece = source[start : start + data.draw(st.integers(1, 9))]
        for question in (asked, piece, f"{piece} {asked[:1]}"):
            self._agree(written, question)

    def _agree(self, written: list[str], question: str) -> None:
        words = words_of(question)
        expected = {str(at) for at, text in enumerate(written) if all(word in fold(text) for word in words)}
        for way in ("mentions", "counts", "reads"):
            found = Finding.objects.filter(**{f"search_text__{way}": question})
            assert set(found.values_list("number", flat=True)) == expected


def _file(inspection: Inspection, written: list[str]) -> list[Finding]:
    return Finding.objects.bulk_create(
        Finding(
            number=f"{at}",
            inspection=inspection,
            search_text=text,
            registered_at="2026-01-01T00:00Z",
        )
        for at, text in enumerate(written)
    )


@pytest.fixture
def filed(db: None) -> list[Finding]:
    return _file(Inspection.objects.create(name="检索"), ["河道直排", "矿山扬尘", "长" * (MOST + 9) + "尾"])


def _found(words: str) -> set[str]:
    return set(Finding.objects.filter(search_text__mentions=words).values_list("number", flat=True))


def test_a_change_by_any_way_is_in_the_index(filed: list[Finding]) -> None:
    Finding.objects.filter(number="0").update(search_text="渣场渗漏")
    assert (_found("河道"), _found("渗漏")) == (set(), {"0"})
    filed[1].search_text = "渣场ＰＭ"
    filed[1].save(update_fields=["search_text"])
    assert (_found("扬尘"), _found("渣场"), _found("pm")) == (set(), {"0", "1"}, {"1"})
    filed[1].search_text = "露天堆料"
    Finding.objects.bulk_update([filed[1]], ["search_text"])
    assert (_found("渣场"), _found("堆料")) == ({"0"}, {"1"})
    filed[1].delete()
    assert _found("堆料") == set()


def test_a_text_beyond_all_measure_is_cut_not_refused(filed: list[Finding]) -> None:
    assert _found("长长长长长") == {"2"}
    assert _found("尾") == set()


def test_a_question_without_words_asks_for_everything(filed: list[Finding]) -> None:
    assert len(_found(" 　 ")) == 3


def test_the_index_is_made_anew_after_a_bulk_load(filed: list[Finding]) -> None:
    index.take_down(connection)
    assert index.missing(connection)
    Finding.objects.filter(number="0").update(search_text="渣场渗漏")
    assert index.rebuild(connection) == 3
    assert not index.missing(connection)
    assert (_found("河道"), _found("渗漏")) == (set(), {"0"})


def test_many_random_words_count_the_same(db: None) -> None:
    chance = random.Random(20260302)
    letters = "水气土声渣尘污河湖矿"
    written = ["".join(chance.choices(letters, k=chance.randint(1, 60))) for _ in range(120)]
    _file(Inspection.objects.create(name="检索"), written)
    for size in (1, 2, 3, 4, 5, 8):
        for _ in range(12):
            word = "".join(chance.choices(letters, k=size))
            counted = Finding.objects.filter(search_text__mentions=word).count()
            assert counted == sum(word in text for text in written), word


def test_the_command_finds_what_the_index_lost_and_makes_it_anew(
    filed: list[Finding], capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("check_search")
    assert "检索索引与台账一致。" in capsys.readouterr().out
    index.take_down(connection)
    Finding.objects.filter(number="0").update(search_text="渣场渗漏")
    Finding.objects.filter(number="1").delete()
    with pytest.raises(CommandError, match="check-search --rebuild"):
        call_command("check_search")
    if connection.vendor == "sqlite":
        index.put_up(connection)
        told = set(index.disagreements(connection))
        assert told == {f"finding {filed[0].pk}", f"gone {filed[1].pk}"}
    call_command("check_search", rebuild=True)
    call_command("check_search")
    assert _found("渗漏") == {"0"}
