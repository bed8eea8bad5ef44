"""List marks, and measures written as lists."""

from __future__ import annotations

import random

HAN = ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "十")
CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
ORDER_WORDS = ("首先,", "其次,", "第三,", "第四,", "第五,", "第六,")


def han(number: int) -> str:
    if number <= 10:
        return HAN[number]
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else HAN[tens]) + "十" + (HAN[ones] if ones else "")


def mark(style: str, number: int) -> str:
    """The ``number``-th mark of a style written like its first: ``一、 (一) 1. 1、 (1) ① 一是``."""
    if style == "①":
        return CIRCLES[number - 1]
    if style == "首先":
        return ORDER_WORDS[number - 1]
    return style.replace("一", han(number)).replace("1", str(number))


#: How measures are enumerated, with what may part them: newline, nothing, or a semicolon.
MEASURE_STYLES = (
    ("1.", "\n"), ("1.", "\n"), ("1.", ""), ("1、", "\n"), ("1、", ""), ("1、", " "), ("(1)", "\n"), ("(1)", ""),
    ("①", "\n"), ("①", ""), ("一是", ""), ("一是", ""), ("一是", "\n"), ("一是", ";"), ("(一)", "\n"), ("首先", ""), ("1.", ";"),
)  # fmt: skip


def measure_style(rng: random.Random, avoid: str = "") -> tuple[str, str]:
    """A style for measures other than the one the items bear."""
    while True:
        style, gap = rng.choice(MEASURE_STYLES)
        if style[:2] != avoid[:2] and not (avoid.startswith("1") and style.startswith("1")):
            return style, gap


def enumerate_parts(parts: list[str], style: str, gap: str) -> str:
    """``parts`` (marked, with their own full stop) as one running list or as lines."""
    if gap == ";":
        return "".join(
            mark(style, i) + part[:-2] + part[-1] + (";" if i < len(parts) else "。")
            for i, part in enumerate(parts, 1)
        )
    return gap.join(mark(style, i) + part for i, part in enumerate(parts, 1))
