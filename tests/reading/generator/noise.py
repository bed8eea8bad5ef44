"""What happens to a text on its way to us: wraps, widths, doubled commas, page numbers, converted characters.

Every function takes the text with its marks and gives it back changed; the truth is read afterwards.
"""

from __future__ import annotations

import random
import re

from .draft import MARK

_ASCII, _FULL = ",:;()?!", "\uff0c\uff1a\uff1b\uff08\uff09\uff1f\uff01"
WIDE = str.maketrans(_ASCII, _FULL)
NARROW = str.maketrans(_FULL, _ASCII)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)([,:])(?=\d)")
#: Characters as a careless conversion leaves them: traditional, some with their pinyin in brackets.
TRADITIONAL = str.maketrans(
    "关于问题环护实设农业达标处单责任协调测检个镇乡县区办报发开产废气渗滤机构长时东车专项体级质量监亩万认会结对严组织务众访转节约诉领导进应该现场调规则办动发",
    "關於問題環護實設農業達標處單責任協調測檢個鎮鄉縣區辦報發開產廢氣滲濾機構長時東車專項體級質量監畝萬認會結對嚴組織務衆訪轉節約訴領導進應該現場調規則辦動發",
)
PINYIN = {
    "關": "關(guān)", "認": "認(rèn)", "實": "實(shí)", "設": "設(shè)", "測": "測(cè)", "長": "長(zhǎng)", "會": "會(huì)",
    "結": "結(jié)", "對": "對(duì)", "嚴": "嚴(yán)", "務": "務(wù)", "導": "導(dǎo)", "應": "應(yīng)", "現": "現(xiàn)", "調": "調(diào)", "業": "業(yè)", "問": "問(wèn)",
}  # fmt: skip


def widen(text: str) -> str:
    """Full-width punctuation throughout, as the templates mean it; figures keep their own marks."""
    kept = _BETWEEN_DIGITS.sub(lambda m: {",": "\ue000", ":": "\ue001"}[m.group(1)], text)
    return kept.translate(WIDE).replace("\ue000", ",").replace("\ue001", ":")


def narrow(text: str, rng: random.Random) -> str:
    return text.translate(NARROW)


def doubled(text: str, rng: random.Random) -> str:
    """A comma printed twice, and a comma before a full stop, as converted pages have them."""
    text = re.sub(
        "(?<=[\u4e00-\u9fff])[\uff0c,](?=[\u4e00-\u9fff])",
        lambda m: m.group() * (2 if rng.random() < 0.3 else 1),
        text,
    )
    return re.sub("(?<=[\u4e00-\u9fff])。", lambda m: "\uff0c。" if rng.random() < 0.15 else "。", text)


def indented(text: str, rng: random.Random) -> str:
    mark = rng.choice(("  ", "    ", "\u3000\u3000", "\u00a0\u00a0"))
    return "\n".join(mark + line if line.strip() else line for line in text.split("\n"))


def spaced(text: str, rng: random.Random) -> str:
    return text.replace("\n", "\n\n")


def dates_apart(text: str, rng: random.Random) -> str:
    """``9 月 20 日前``."""
    return re.sub(r"(?<=\d)([月日])", lambda m: " " + m.group(1) if rng.random() < 0.5 else m.group(1), text)


def wrapped(text: str, rng: random.Random) -> str:
    """Lines broken at a fixed width, in the middle of words; marks take no room."""
    width = rng.randint(24, 42)
    out = []
    for line in text.split("\n"):
        seen = 0
        for char in line:
            out.append(char)
            if not MARK.match(char):
                seen += 1
            if seen == width:
                out.append("\n")
                seen = 0
        out.append("\n")
    return re.sub(r"\n{2,}", "\n", "".join(out)).strip("\n")


def paged(text: str, rng: random.Random) -> str:
    """A page number between two paragraphs, on its own line or glued to the next."""
    lines = text.split("\n")
    for page in range(1, rng.randint(2, 3)):
        place = rng.randrange(len(lines) // 3, len(lines))
        form = rng.choice(("- {} -", "—{}—", "-{}-", "第{}页"))
        lines.insert(place, form.format(page))
    return "\n".join(lines)


def traditional(text: str, rng: random.Random) -> str:
    text = text.translate(TRADITIONAL)
    for char, with_pinyin in PINYIN.items():
        text = text.replace(char, with_pinyin)
    return text


#: name → (function, share of the documents that bear it, only where lines may be broken anew)
NOISES = {
    "half-width": (narrow, 0.2, False),
    "doubled-commas": (doubled, 0.06, False),
    "spaces-in-dates": (dates_apart, 0.08, False),
    "traditional": (traditional, 0.03, False),
    "page-numbers": (paged, 0.12, True),
    "wrapped": (wrapped, 0.18, True),
    "indented": (indented, 0.3, True),
    "blank-lines": (spaced, 0.15, True),
}


def apply(text: str, rng: random.Random, wrappable: bool) -> tuple[str, list[str]]:
    names = []
    for name, (function, share, breaks) in NOISES.items():
        if (
            rng.random() < share
            and (wrappable or not breaks)
            and not ("wrapped" in names and name == "blank-lines")
        ):
            text = function(text, rng)
            names.append(name)
    return text, names
