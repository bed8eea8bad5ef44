"""The headline figures a document states about itself, and whether they agree with what was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from gongwen.rectification.fields.dates import Years
from gongwen.rectification.fields.view import View, quote, view
from gongwen.rectification.fields.words import alternatives
from gongwen.results import Doubt, Item, Span, Total

_VOCABULARY = "fields_totals"
_PROBLEMS = ("问题", "任务", "事项", "隐患", "信访", "举报", "交办", "转办", "案件")
#: A headline sentence is no longer than this; what is longer is no prose about counts.
_LONGEST = 2000


@cache
def _counted() -> re.Pattern[str]:
    """Everything that states a figure, one form after the other; ``what`` names it, ``n`` is its number."""
    things, states = alternatives(_VOCABULARY, "things"), alternatives(_VOCABULARY, "states")
    unit, n = f"(?:{alternatives(_VOCABULARY, 'units')})", r"(?<![\dA-Za-z.+])(?P<n{0}>\d+(?:\.\d+)?)"
    stop = r"(?=[,。;、:()\n]|$|其中|以上|并|和|及|占|中|企业|单位|人次)"
    return re.compile(
        rf"(?P<rate>{alternatives(_VOCABULARY, 'rates')})(?:分别)?(?:达到?|为|是)?(?:近|约|超过?)?{n.format(1)}%"
        rf"|(?P<money>{alternatives(_VOCABULARY, 'money')})(?:共|共计|约|达)?{n.format(2)}(?P<scale>万|亿)?元"
        rf"|(?P<systems>(?:制定|完善|建立|修订|出台|健全)[^,。;、\d]{{0,10}}(?:{alternatives(_VOCABULARY, 'systems')}){n.format(3)}{unit}(?!工作|月|小时)"
        rf"|(?:制定|完善|建立|修订|出台|健全)(?:完善|健全|印发)?{n.format(13)}{unit}[^,。;、\d]{{0,4}}(?:{alternatives(_VOCABULARY, 'systems')}))"
        rf"|{n.format(4)}(?:大?类)(?=\d)"
        rf"|{n.format(5)}个方面的?(?P<aspects>措施|问题|任务|内容)"
        rf"|{n.format(6)}{unit}(?P<thing>[^,。;、:\d\n“”]{{0,12}}?(?:{things}))(?!导向|意识|[厂家])"
        rf"|(?P<before>(?:{things}))(?:共|共计|合计|总数|数|为)?{n.format(7)}{unit}"
        rf"|(?P<state>(?:{states}))(?:的|了|共|共计)?{n.format(8)}{unit}{stop}"
        rf"|{n.format(9)}{unit}?(?P<after>(?:均|全部)?(?:已|正在|正|尚未|未)[^,。;、\d]{{0,4}}(?:{states}|完成|整改|推进|办理|办结))"
        rf"|(?:其中|分别为)?(?P<region>[\u4e00-\u9fff]{{1,5}}[市州区县盟旗])(?:共)?{n.format(10)}件"
        rf"|(?:其中)?(?P<share>[\u4e00-\u9fff]{{2,8}}?){n.format(14)}件{stop}"
        rf"|涉及(?:[^,。;:]{{0,8}}、)?{n.format(11)}(?:个|家)(?P<units>单位|部门|县区|区县|企业)"
        rf"|(?P<people>(?:问责|追责|处分|处理|约谈|批评教育|组织处理|诫勉)[^,。;\d]{{0,10}}){n.format(12)}人"
    )


@cache
def _chinese() -> re.Pattern[str]:
    """四十个具体问题: only where it is plainly the count of the problems."""
    return re.compile(r"(?P<n>[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]百[零一二三四五六七八九十]*)[个项件](?P<what>(?:具体)?问题|(?:整改)?任务)")


def read_totals(text: str, spans: Sequence[Span], years: Years) -> list[Total]:
    """Totals inside ``spans``: the parts of the document outside its items (preface, category summaries)."""
    return [total for span in spans for total in _in_span(text, span)]


def _in_span(text: str, span: Span) -> Iterator[Total]:
    seen = view(text, span)
    region = ""
    for match in _counted().finditer(seen.text):
        if match["share"] and not _of_letters(seen.text, match):
            continue
        if match["region"]:
            region = match["region"]
        elif _ends_region(seen.text, match):
            region = ""
        yield _total(text, seen, match, region)
    from gongwen.rectification.fields.numerals import number

    for match in _chinese().finditer(seen.text):
        if value := number(match["n"]):
            yield Total(match["what"], float(value), quote(text, seen.span(*match.span())))


def _ends_region(prose: str, match: re.Match[str]) -> bool:
    """What a region counts ends with its sentence or at the next semicolon."""
    return prose[max(match.start() - 1, 0) : match.start()] in "。;\n"


def _of_letters(prose: str, match: re.Match[str]) -> bool:
    """来电74件, 水污染30件: shares only where the sentence counts letters of complaint."""
    begin = max(prose.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    stop = prose.find("。", match.end())
    sentence = prose[begin : stop if stop >= 0 else len(prose)]
    return bool(re.search(r"信访|举报|交办|转办|办结|属实|投诉", sentence[:400]))


_UNITS = {4: "问题类别", 5: "方面"}


def _total(text: str, seen: View, match: re.Match[str], region: str) -> Total:
    index = next(i for i in range(1, 15) if match[f"n{i}"] is not None)
    value = float(match[f"n{index}"])
    named = next((match[name] for name in _NAMES if match[name]), "")
    what = named or _UNITS.get(index, "")
    if match["money"]:
        what += f"({match['scale'] or ''}元)"
    elif match["aspects"]:
        what += "方面"
    elif match["systems"]:
        what = re.sub(r"\d+(?:\.\d+)?[个项条件份]?", "", what).rstrip("个项条件份")
    elif match["people"]:
        what = "人员" + what
    elif region and region != named and (match["state"] or match["after"]):
        what = region + what
    elif match["region"]:
        what += "信访件"
    return Total(what, value, quote(text, seen.span(*match.span())))


_NAMES = ("rate", "money", "systems", "aspects", "thing", "before", "state", "after", "region", "share", "units", "people")


def reconcile(totals: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    """``count-mismatch`` for every stated count that the items found do not bear out."""
    counts = [total for total in totals if _counts_items(total)]
    if not counts:
        return []
    inside = [total for total in counts if _category(total, items)]
    head = [total for total in counts if total not in inside]
    doubts = _by_category(inside, items)
    stated = {round(total.value) for total in totals if total not in inside}
    if head and len(items) not in stated and len(items) != _sum(head):
        doubts.append(_mismatch(max(head, key=lambda total: total.value), len(items)))
    return doubts + _categories(totals, items)


def _counts_items(total: Total) -> bool:
    return total.value == round(total.value) and total.what.endswith((*_PROBLEMS, "件")) and "方面" not in total.what


def _sum(head: Sequence[Total]) -> int:
    return round(sum(total.value for total in {total.value: total for total in head}.values()))


def _category(total: Total, items: Sequence[Item]) -> bool:
    """A summary under the heading of its category: items follow it closely, in the middle of the list."""
    at = total.raw.span[0]
    before = any(item.span[0] < at for item in items)
    heads = [quote.span for item in items for quote in item.path[-1:]]
    under = any(end <= at < end + _LONGEST for _, end in heads)
    return under and (before or "方面" in total.raw.text or len(set(heads)) > 1)


def _by_category(inside: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    doubts = []
    for index, total in enumerate(inside):
        start = total.raw.span[1]
        end = inside[index + 1].raw.span[0] if index + 1 < len(inside) else float("inf")
        found = sum(start <= item.span[0] < end for item in items)
        if found != round(total.value):
            doubts.append(_mismatch(total, found, "本类"))
    return doubts


def _categories(totals: Sequence[Total], items: Sequence[Item]) -> list[Doubt]:
    """8类40个问题: as many different headings as categories."""
    stated = [total for total in totals if total.what == "问题类别" and "问题" in total.raw.text + total.what]
    found = len({item.path[-1].span for item in items if item.path})
    if not stated or not found or any(round(total.value) == found for total in stated):
        return []
    total = stated[0]
    message = f"文中称共{total.value:g}类（{total.raw.text}），读出的条目分属{found}个标题，请核对。"
    return [Doubt("count-mismatch", message, total.raw.span)]


def _mismatch(total: Total, found: int, scope: str = "") -> Doubt:
    message = f"文中称{scope}有{total.value:g}个（{total.raw.text}），实际读出{found}个，请核对是否漏读、多读或未全部列出。"
    return Doubt("count-mismatch", message, total.raw.span)
