"""Values whose founding is weak: a state taken from a figure, a deadline from a date that may tell what was done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongwen.rectification.doubting.scene import Scene, aims_of
from gongwen.results import Doubt, Item


def signs(scene: Scene, item: Item) -> Iterator[Doubt]:
    yield from _deadline(scene, item)
    yield from _state(scene, item)


@cache
def _bounded() -> re.Pattern[str]:
    return re.compile(r"前|底|内|末|止|立行|立即|长期|持续|采暖|汛")


def _deadline(scene: Scene, item: Item) -> Iterator[Doubt]:
    raw = item.deadline.raw
    if raw is None:
        return
    said = scene.said(raw.span)
    if "。" in said.rstrip("。") or re.search(r"[XxX××*]{1,2}[月日]", said):
        yield Doubt(
            "deadline-unclear", "整改时限里不止一句话,或有没填写的日期,请核对。", raw.span, "deadline"
        )
    elif any(a <= raw.span[0] < b for a, b in aims_of(item)) and not _bounded().search(said):
        message = f"“{said[:20]}”取自措施,请核对它是整改期限还是已完成的时间。"
        yield Doubt("deadline-unclear", message, raw.span, "deadline")


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(r"整改|办结|销号|验收|序时|进度|推进|完成|^(?:是|否|未?办结|已|正在)|前$|已达到")


def _state(scene: Scene, item: Item) -> Iterator[Doubt]:
    said = item.status_text
    if item.status is None or said is None:
        return
    text = scene.said(said.span)
    if "%" in text or not _strong().search(text) or re.search(r"拟销号|公示$", text):
        message = f"整改状态按“{said.text[:20]}”理解,原文没有直接说明,请核对。"
        yield Doubt("status-unclear", message, said.span, "status")
