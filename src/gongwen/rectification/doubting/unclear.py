"""Values whose founding is weak: a state taken from a figure, a deadline from a date that may tell what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.rectification.doubting.scene import Scene, aims_of
from gongwen.results import Doubt, Indicator, Item, Milestone


def signs(scene: Scene, item: Item) -> Iterator[Doubt]:
    yield from _deadline(scene, item)
    yield from _state(scene, item)
    yield from _indicators(scene, item)
    yield from _steps(scene, item)


@cache
def _bounded() -> re.Pattern[str]:
    return re.compile(r"前|底|内|末|止|立行|立即|长期|持续|采暖|汛")


def _deadline(scene: Scene, item: Item) -> Iterator[Doubt]:
    raw = item.deadline.raw
    if raw is None:
        return
    said = scene.said(raw.span)
    if (
        "。" in said.rstrip("。")
        or said.startswith("(")
        or (item.deadline.kind == "immediate" and ("长期" in said or "持续" in said))
        or re.search(r"[年月]\d{1,2}$|[^./-]20\d\d$|^20\d\d$", said)
        or re.search(r"[XxX××*]{1,2}[月日]", said)
    ):
        yield Doubt(
            "deadline-unclear", "整改时限里不止一句话，或有没填写的日期，请核对。", raw.span, "deadline"
        )
    elif item.deadline.kind == "fixed" and (found := _other_limit(scene, item)):
        yield Doubt("deadline-unclear", f"这一项里另有“{found}”，请核对整改时限。", raw.span, "deadline")
    elif re.fullmatch(r"\d{4}年", said) and re.match(
        r"\s*\d{1,2}月", scene.folded[raw.span[1] : raw.span[1] + 8]
    ):
        yield Doubt(
            "deadline-unclear", "整改时限后面紧接着月份，可能没有读全，请核对。", raw.span, "deadline"
        )
    elif (later := _later(item)) is not None:
        message = f"这一项里另有日期（{later.date.isoformat()}），请核对哪一个是整改时限。"
        yield Doubt("deadline-unclear", message, later.what.span, "deadline")
    elif any(a <= raw.span[0] < b for a, b in aims_of(item)) and not _bounded().search(said):
        message = f"“{said[:20]}”取自措施，请核对它是整改期限还是已完成的时间。"
        yield Doubt("deadline-unclear", message, raw.span, "deadline")


def _later(item: Item) -> Milestone | None:
    """Beside a deadline from the goal or the measures: a later step, or an earlier date printed behind it there."""
    raw, last = item.deadline.raw, item.deadline.date
    place = next((span for span in aims_of(item) if raw and span[0] <= raw.span[0] < span[1]), None)
    if raw is None or last is None or place is None:
        return None
    return next(
        (
            step
            for step in item.milestones
            if step.date > last or (step.date < last and raw.span[1] < step.what.span[0] < place[1])
        ),
        None,
    )


def _other_limit(scene: Scene, item: Item) -> str | None:
    """A date left open, or a condition that stands alone in its line, where a date was read."""
    found = re.search(r"[Xx×]{1,2}月[Xx×]{0,2}日?", scene.said(item.span))
    if found is None:
        cell = r"(?:^|[\n|\t]) *(?:与[^,。;\n]{2,12}同步(?:完成)?|按[^。;\n]{2,16}部署[^。;\n]{0,12}) *(?=[\n|\t]|$)"
        found = re.compile(cell).search(scene.folded, *item.span)
    if found is None:
        found = _stages().search(scene.folded, *item.span)
        if found and item.deadline.raw and found.start() <= item.deadline.raw.span[0] < found.end():
            return None
    return found[0].strip(" |\t\n")[:30] if found else None


@cache
def _stages() -> re.Pattern[str]:
    """2022年11月底完成方案编制,2023年3月前全面完成 in a cell or a line of its own."""
    return re.compile(
        r"[^\n|\t,。;]*月[^\n|\t,。;]{0,6}[前底][^\n|\t,。;]{0,8},[^\n|\t,。;]{0,16}[前底](?:全面|全部|基本)完成 *(?=[\n|\t]|$)"
    )


@cache
def _but() -> re.Pattern[str]:
    return re.compile(r"除[^,。;]{1,20}外|其余[^,。;]{0,8}(?:未|正在|尚)")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(
        r"整改|办结|销号|验收|序时|进度|推进|完成|^(?:是|否|未?办结|已|正在|预计|限期)|前$|已达到"
    )


def _state(scene: Scene, item: Item) -> Iterator[Doubt]:
    said = item.status_text
    if item.status is None or said is None:
        return
    if item.status == "completed" and (found := _but().search(scene.said(item.span))):
        yield Doubt("status-unclear", f"原文有“{found[0]}”，请核对是否已全部完成。", item.span, "status")
        return
    if not item.span[0] <= said.span[0] < item.span[1]:
        message = f"“{said.text[:20]}”写在这一项之外，请核对是否也指这一项。"
        yield Doubt("status-unclear", message, said.span, "status")
        return
    behind = scene.said((said.span[1], said.span[1] + 12))
    if (
        item.status == "completed"
        and behind[:1].isalpha()
        and any(a <= said.span[0] < b for a, b in aims_of(item))
    ):
        message = f"“{said.text[:20]}”后面还有别的字，请核对是否指这一项已办结。"
        yield Doubt("status-unclear", message, said.span, "status")
        return
    text = scene.said(said.span)
    if "%" in text or not _strong().search(text) or re.search(r"拟销号|公示$", text):
        message = f"整改状态按“{said.text[:20]}”理解，原文没有直接说明，请核对。"
        yield Doubt("status-unclear", message, said.span, "status")


def _steps(scene: Scene, item: Item) -> Iterator[Doubt]:
    for index, step in enumerate(item.milestones):
        if re.search(r"[时期]限|为$", scene.said(step.what.span)):
            message = f"“{step.what.text[:20]}”像是整改时限而不是措施中的节点，请核对。"
            yield Doubt("milestone-unclear", message, step.what.span, f"milestones[{index}]")


def _indicators(scene: Scene, item: Item) -> Iterator[Doubt]:
    for index, indicator in enumerate(item.indicators):
        if indicator.span is None:
            continue
        text = scene.said(indicator.span)
        behind = scene.said((indicator.span[1], indicator.span[1] + 10))
        reason = _odd_figure(text, behind, indicator)
        told = (scene.reading.kind != "plan" or item.status is not None) and not (
            item.goal and item.goal.span[0] <= indicator.span[0] < item.goal.span[1]
        )
        aimed = item.status is None and item.deadline.date is not None and "已" not in text
        if indicator.op == "=" and aimed and re.search(r"达到?(?:了)?\d", text):
            reason = "是结果还是目标"
        if told and indicator.op == ">=" and not re.search(r"以上|不低于|不少于|至少|超过", text):
            reason = "是结果还是目标"
        if reason:
            yield Doubt(
                "indicator-unclear",
                f"“{text[:30]}”{reason}，请核对。",
                indicator.span,
                f"indicators[{index}]",
            )


def _odd_figure(text: str, behind: str, indicator: Indicator) -> str | None:
    if indicator.op == "=" and re.match(r"(?:对|按照?)(?:\d{4}年以来)?每?\d", text):
        return "可能只是说明范围而不是指标"
    if indicator.op == "=" and re.match(r"\d+个(?:单位|县|区|市|部门|乡镇|村)", text + behind):
        return "可能只是涉及的范围而不是指标"
    if re.match(r"[^\W\x00-\xff]{0,4}中的?\d", behind):
        return "后面另有其中的数"
    if indicator.op == ">=" and re.search(
        r"(?:较|比|同比)[^,。;]*(?:下降|提高|提升|减少|降低|增加|增长)", text
    ):
        return "是增减的幅度还是要达到的水平"
    if re.search(r"\d、\d|\d和\d", text):
        return "里连着几个数，可能没有读全"
    return None
