"""Texts that stop in the middle of a sentence, or run on into a line that is none of theirs."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.doubting.scene import Scene
from gongwen.results import Quote


def reason(scene: Scene, quote: Quote, base: str) -> str | None:
    """What is odd about where a text ends, as the rest of a sentence."""
    start, end = quote.span
    behind = scene.folded[end : end + 12].lstrip()
    inside = scene.folded[start:end]
    if _stops(scene, end, behind, base) or _in_a_name(scene, end):
        return "似乎在句子中间断开"
    if "  " in inside and "\n" not in inside and _gap().search(inside):
        return "里有大段空格，可能连着另一栏的内容"
    if base == "problem" and _name_before().match(inside):
        return "开头带有栏目名称"
    if "\t" in inside.strip() or _stray_line(inside):
        return "末尾连着不成句的一行，可能是别处的内容"
    return None


def _stops(scene: Scene, end: int, behind: str, base: str) -> bool:
    """Whether a text stops in the middle of a sentence, at what was taken for a number."""
    if behind[:1] in (",", "、") and behind[1:2].isalpha():
        return True
    if base == "problem":
        return scene.folded[end - 1] == ";" and bool(_goes_on().match(scene.folded, end))
    if behind[1:2] == "、" and behind[0] in _COUNT and scene.folded[end - 1].isalnum():
        at = scene.folded.index(behind, end)
        if not any(at <= place < at + 8 for place in scene.begins):
            return True
    return scene.folded[end - 1].isalnum() and bool(_rest().match(scene.folded, end))


def _in_a_name(scene: Scene, end: int) -> bool:
    """督促运营 单位:停运… where the name of a field was seen in the middle of a word."""
    return scene.folded[end - 1].isalnum() and bool(_half().match(scene.folded, end))


_COUNT = frozenset("一二三四五六七八九十")


@cache
def _goes_on() -> re.Pattern[str]:
    """Words right behind, and no name of a field."""
    return re.compile(r"(?![^\W\d]{2,8}:)[^\W\x00-\xff]")


@cache
def _half() -> re.Pattern[str]:
    return re.compile(r"(?:[ \t]*\n[ \t]*)?(?:单位|部门|领导|时限|目标|措施):")


@cache
def _rest() -> re.Pattern[str]:
    """A few words that end a sentence, in the same line or the next."""
    return re.compile(r"[ \t]*\n?[ \t]*(?!(?:以上|特此|附))[^\W\d]{2,8}[。;,]")


@cache
def _name_before() -> re.Pattern[str]:
    return re.compile(
        r"(?:检查发现|反馈问题|存在问题|问题描述|群众反映|具体问题|主要问题|反映问题|举报内容|投诉内容)(?:\([^)]*\))?[ \n]+\w"
    )


@cache
def _gap() -> re.Pattern[str]:
    return re.compile(r"[\w。] {2,}\w")


def _stray_line(inside: str) -> bool:
    """Behind a finished sentence a line without an end: 县整改办"""
    before, _, last = inside.strip().rpartition("\n")
    line = last.strip()
    if not before or not line or line[-1] in "。;!?”" or _listed().match(line):
        return False
    return bool(_finished().search(before))


@cache
def _finished() -> re.Pattern[str]:
    """The lines above: a sentence that ends with its line, and perhaps lines without an end below it."""
    return re.compile(r"[。;][ \t]*(?:\n[ \t]*[^\n。;]{0,60})*\n*[ \t]*$")


@cache
def _listed() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,2}[.、)]|\([\d一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]+[、是]|[①-⑳]|其[次他]|第[一二三四五]"
    )
