"""Folding keeps the length; a view finds its way back."""

from hypothesis import given
from hypothesis import strategies as st

from gongwen.rectification.fields import View, fold, quote
from gongwen.rectification.fields.folding import folding_table

TEXT = st.text(
    alphabet=st.sampled_from("整改时限完成關戶區２０19年6月底前 \u3000\n。，：（)(ā第a１*、"), max_size=80
)


def test_forms_become_one() -> None:
    assert fold("２０１９年６月，（一）：；％") == "2019年6月,(一):;%"
    assert fold("臨汀市關於固體廢物問題整改") == "临汀市关于固体废物问题整改"
    assert fold("2019—2020\u3000\u00a0") == "2019-2020  "
    assert fold("plain ascii") == "plain ascii"


def test_every_fold_is_one_character() -> None:
    assert all(len(to) == 1 for to in folding_table().values())


def test_what_is_folded_stays_folded() -> None:
    table = folding_table()
    assert [to for to in table.values() if ord(to) in table] == []


def test_a_view_has_no_white_space_inside_sentences() -> None:
    text = "市生态环境\n  局，９ 月10 日前\n完成。\n二、"
    assert str(View(text, (0, len(text)))) == "市生态环境局,9月10日前完成。\n二、"


def test_a_view_skips_pinyin_but_not_other_brackets() -> None:
    assert str(View("整改(gǎi)情況(阶段)", (0, 14))) == "整改情况(阶段)"


def test_a_view_keeps_words_apart() -> None:
    assert str(View("PM2.5 PM10", (0, 10))) == "PM2.5 PM10"


@given(TEXT)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(TEXT, st.integers(0, 80), st.integers(0, 80))
def test_every_place_of_a_view_maps_back(text: str, a: int, b: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    seen = View(text, (start, end))
    offsets = [seen.offset(i) for i in range(len(seen))]
    assert offsets == sorted(set(offsets))
    assert all(start <= at < end for at in offsets)
    assert all(c == "\n" or fold(text)[at] == c for at, c in zip(offsets, str(seen), strict=True))


@given(TEXT)
def test_a_quote_equals_the_text_at_its_span(text: str) -> None:
    said = quote(text, (0, len(text)))
    assert "".join(text[slice(*said.span)].split()) == "".join(said.text.split())
    assert "\n" not in said.text
