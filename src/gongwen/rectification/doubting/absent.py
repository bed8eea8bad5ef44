"""Values that should be there: a date, a figure or a state is printed in an item and was not read.

A doubt about an entry that a list lacks is about the place behind the last one (``indicators[3]`` where three were
read): the entries that were read are not in doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.rectification.doubting.scene import CHINESE, Scene, aims_of
from gongwen.results import ROLES, Doubt, Item, Span


def signs(scene: Scene, item: Item) -> Iterator[Doubt]:
    yield from _figures(scene, item)
    yield from _steps(scene, item)
    yield from _deadline(scene, item)
    yield from _state(scene, item)
    yield from _masked(scene, item)
    yield from _roles(scene, item)
    yield from _measures(scene, item)
    yield from _labels(scene, item)
    yield from _elsewhere(scene, item)


@cache
def _figure() -> re.Pattern[str]:
    """A number with a unit that is no date."""
    return re.compile(
        r"(?:不超过|不少于|不低于|至少)\d+(?:\.\d+)?(?:小时|天|分钟|个工作日)|(?<![\d.A-Za-z第〔/-])\d+(?:\.\d+)?(?:余|多)?[万亿千百]{0,2}(?:余|多)?(?:%|℃|(?![年月日号项条款类第时点分小、是要方蒸]|个(?:月|工作日|百分))[^\W\x00-\xff])"
    )


def _figures(scene: Scene, item: Item) -> Iterator[Doubt]:
    read = [indicator.span for indicator in item.indicators if indicator.span]
    for start, end in aims_of(item):
        for match in _figure().finditer(scene.folded, start, end):
            if any(a <= match.start() < b for a, b in read):
                continue
            message = f"“{match[0]}”没有读成指标，请核对是否为量化指标。"
            yield Doubt("figure-unread", message, match.span(), f"indicators[{len(item.indicators)}]")
            return


@cache
def _date() -> re.Pattern[str]:
    return re.compile(
        r"(?:\d{1,2}|[一二三四五六七八九十])月(?!份?每)(?:\d{1,2}日|底|末|[上中下]旬)?|(?<!\d)20\d\d年?底?前|年底|季度末"
    )


def _steps(scene: Scene, item: Item) -> Iterator[Doubt]:
    field = f"milestones[{len(item.milestones)}]"
    printed = sum(len(_date().findall(scene.said(span))) for span in aims_of(item))
    if printed > len(item.milestones):
        message = f"目标和措施中有{printed}处日期，读出{len(item.milestones)}个时间节点，请核对。"
        yield Doubt("date-unread", message, item.span, field)
    elif not item.milestones and (place := _stray_dates(scene, item)):
        yield Doubt("date-unread", "这里的日期没有读成时间节点，请核对。", place, field)


def _stray_dates(scene: Scene, item: Item) -> Span | None:
    """Where an item without steps prints dates: several limits, a limit in stages, a sentence that no field has."""
    if len(re.findall(r"[时期]限:", scene.said(item.span))) > 1:
        return item.span
    raw = item.deadline.raw
    if raw is not None and len(re.findall(r"\d月", scene.said(raw.span))) > 1:
        return raw.span
    others = (
        quote.span for quote in item.context if re.search(r"\d月[^,。;]{0,4}前", scene.said(quote.span))
    )
    return next(others, None)


@cache
def _due() -> re.Pattern[str]:
    return re.compile(r"(?:月(?:底|末|\d{1,2}日)?|日|年底?)(?:之?前|以前)|立行立改|长期坚持|持续推进")


def _deadline(scene: Scene, item: Item) -> Iterator[Doubt]:
    if item.deadline.kind is not None:
        return
    said = scene.said(item.span)
    planned = scene.reading.kind == "plan"
    if found := _due().search(said) or (re.search(r"\d月底", said) if planned else None):
        message = f"原文有“{found[0]}”，没有读出整改时限，请核对。"
        yield Doubt("deadline-unread", message, item.span, "deadline")


@cache
def _done() -> re.Pattern[str]:
    return re.compile(
        r"(?:已|均|全部|基本)(?:完成|办结|整改|销号|到位|落实)|完成整改|整改完成|正在(?:整改|推进|办理)|(?<!销)办结|通过[^,。;]{0,6}验收|销号(?!单位)|尚未|序时进度|阶段性"
    )


def _state(scene: Scene, item: Item) -> Iterator[Doubt]:
    """In a document of one item its title and its lead speak of it too."""
    if item.status is not None:
        return
    if scene.reading.kind == "petitions" and item.deadline.kind == "fixed":
        yield Doubt("status-unread", "有办理期限而没有读出办理状态，请核对。", item.span, "status")
        return
    alone = len(scene.items) == 1
    found = _done().search(scene.said((0, len(scene.folded)) if alone else item.span))
    if found:
        message = f"原文有“{found[0]}”，没有读出整改状态，请核对。"
        yield Doubt("status-unread", message, item.span, "status")


def _masked(scene: Scene, item: Item) -> Iterator[Doubt]:
    """****水利局: a name whose place was blotted out, and that no role has."""
    read = [party.span for role in ROLES for party in getattr(item.units, role)]
    names = {party.text.lstrip("*") for role in ROLES for party in getattr(item.units, role)}
    read += [item.problem.span] if item.problem else []
    for match in re.finditer(
        r"\*{2,}\s*(?:[^\W\x00-\xff]|\s|\([a-zà-ǜ]{1,7}\)){0,20}?[局委办]", scene.folded[slice(*item.span)]
    ):
        at = item.span[0] + match.start()
        if match[0].lstrip("* \n") in names:
            continue
        if not any(a <= at < b for a, b in read):
            yield Doubt(
                "party-unread", f"“{match[0]}”没有读成单位，请核对。", (at, at + len(match[0])), "units"
            )
            return


@cache
def _named() -> re.Pattern[str]:
    return re.compile(
        r"(?P<responsible>责任(?:单位|部门|主体))|(?P<lead>牵头(?:单位|部门))|(?P<support>(?:配合|协办|协助|协同|参与)(?:单位|部门))"
        r"|(?P<regulator>(?:监管|督导|监督)(?:责任)?(?:单位|部门))|(?P<leader>[督包挂牵][办案点保头][^\W\x00-\xff]?领导)"
    )


def _roles(scene: Scene, item: Item) -> Iterator[Doubt]:
    """The name of a role is printed in the item and the role is empty."""
    start, end = item.span
    for match in _named().finditer(scene.said((start, end + 8 if item is scene.items[-1] else end))):
        role = match.lastgroup or ""
        if not getattr(item.units, role):
            name = f"units.{role}"
            message = f"原文有“{match[0]}”，没有读出{CHINESE[name]}，请核对。"
            yield Doubt("field-absent", message, item.span, name)


def _measures(scene: Scene, item: Item) -> Iterator[Doubt]:
    """A goal of several sentences in an item without measures may hold them."""
    if item.goal is None or item.measures:
        return
    if "。" in scene.said(item.goal.span).rstrip("。"):
        message = "没有读出整改措施，而整改目标有好几句，请核对其中是否有措施。"
        yield Doubt("field-absent", message, item.goal.span, "measures")
        yield Doubt("boundary-unclear", message, item.goal.span, "goal")


def _elsewhere(scene: Scene, item: Item) -> Iterator[Doubt]:
    """A further field (备注) that goes on behind its 无, or as long as a list of measures in an item without any."""
    for quote in item.extra.values():
        long = not item.measures and len(quote.text) > 80 and "。" in quote.text[:-1]
        if long or re.match(r"(?:无|/)\s*[^\W\d]{4}.{8}", quote.text):
            message = f"“{quote.text[:20]}…”里可能有整改措施等别的栏目，请逐栏核对这一项。"
            yield Doubt("item-unclear", message, quote.span)
            return


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(
        r"(?P<measures>(?:整改|整治|工作|具体|主要)(?:措施|举措):)|(?P<goal>(?:整改|整治|工作)目标:)"
    )


def _labels(scene: Scene, item: Item) -> Iterator[Doubt]:
    """The name of an empty field is printed in the item: what follows it has gone elsewhere."""
    for match in _heads().finditer(scene.folded, *item.span):
        if not getattr(item, match.lastgroup or ""):
            message = f"原文有“{match[match.lastgroup or 0]}”，没有读出内容，请逐栏核对这一项。"
            yield Doubt("item-unclear", message, item.span)
            return
