"""What holds for any text whatever: no exception, and every value quotes the text at its span."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from gongwen.rectification import fields
from gongwen.results import Doubt, Quote
from gongwen.source import SourceText

_WORDS = [
    "2019年", "6月", "底前", "30日", "年底", "20189月底", "930日", "X月XX日", "15日内", "自约谈之日起", "3个月内", "至", "—", "每季度", "立行立改", "长期坚持",
    "望汀区", "石溪区", "党委", "、", "政府", "，", ",", "。", "\n", " ", "市水利局", "（市、区）", "(", ")", "沈知远", "副市长", "和", "等", "不少于", "达到", "提高到",
    "81%", "以上", "46ug/m3", "12家", "两次", "由3%", "已完成整改", "正在整改", "除", "外其余", "未", "46项整改任务", "已办结9件", "%", "0", "1.", "《", "》", "關(guān)",
    "澜州市", "整改方案", "关于", "公示", "第", "万元", "二〇二〇年", "十二月", "采暖季前",
]  # fmt: skip
WRITTEN = st.lists(st.sampled_from(_WORDS), max_size=30).map("".join)
ANY = st.one_of(WRITTEN, st.text(max_size=60))


def quotes(text: str, *said: Quote | None) -> bool:
    return all(q is None or "".join(text[slice(*q.span)].split()) == "".join(q.text.split()) for q in said)


def inside(text: str, doubts: list[Doubt]) -> bool:
    return all(d.span is None or 0 <= d.span[0] <= d.span[1] <= len(text) for d in doubts)


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_dates_deadlines_and_milestones(text: str) -> None:
    whole, years = (0, len(text)), fields.Years(text, date(2021, 8, 10))
    mentions = fields.find_dates(text, whole, years)
    assert all(a.span[1] <= b.span[0] for a, b in pairwise(mentions))
    for deadline, doubts in (
        fields.read_deadline(text, whole, years),
        fields.deadline_in_prose(text, [whole], years),
    ):
        assert quotes(text, deadline.raw)
        assert deadline.date is None or deadline.kind == "fixed"
        assert inside(text, doubts)
    steps, doubts = fields.read_milestones(text, [whole], years)
    assert quotes(text, *(step.what for step in steps))
    assert inside(text, doubts)


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_parties_and_people(text: str) -> None:
    whole = (0, len(text))
    for read in (fields.read_parties, fields.read_people):
        found, doubts = read(text, whole)
        assert all(quotes(text, Quote(p.text, p.span)) and p.text.strip() for p in found)
        assert inside(text, doubts)
    assert 0.0 <= fields.looks_like_party(text, whole) <= 1.0


@settings(max_examples=150, deadline=None)
@given(ANY)
def test_indicators_status_and_totals(text: str) -> None:
    whole, years = (0, len(text)), fields.Years(text)
    found, doubts = fields.read_indicators(text, [whole], years, targets=[whole])
    assert all(i.span and 0 <= i.span[0] < i.span[1] <= len(text) for i in found)
    assert inside(text, doubts)
    for strict in (False, True):
        status, said, _ = fields.read_status(text, whole, strict=strict)
        assert quotes(text, said)
        assert (status is None) == (said is None)
    fields.infer_status(text, [whole], years)
    assert quotes(text, *(total.raw for total in fields.read_totals(text, [whole], years)))


@settings(max_examples=100, deadline=None)
@given(ANY)
def test_header(text: str) -> None:
    header = fields.read_header(
        SourceText("a.txt", "", "text/plain", "text/1", text, ()), None, fields.Years(text)
    )
    about = header.inspection
    assert quotes(text, header.title, header.issuer, header.jurisdiction, about.body, about.letter_no)
    fields.guess_kind(text, text)


@settings(max_examples=60, deadline=None)
@given(WRITTEN, WRITTEN, WRITTEN)
def test_nothing_outside_the_span_is_read(before: str, text: str, after: str) -> None:
    whole, span = before + "\n" + text + "\n" + after, (len(before) + 1, len(before) + 1 + len(text))
    years = fields.Years(whole, date(2021, 8, 10))
    found = [m.span for m in fields.find_dates(whole, span, years)]
    found += [p.span for p in fields.read_parties(whole, span)[0]]
    found += [s.what.span for s in fields.read_milestones(whole, [span], years)[0]]
    assert all(span[0] <= start <= end <= span[1] for start, end in found)
