"""From the text as it was delivered to a sheet that can be read: furniture out, damage smoothed, places kept.

    SourceText ──fold──▶ same length, half-width marks, simplified characters
               ──lines──▶ what is body and what is furniture
               ──weave──▶ Sheet: hard wraps rejoined, pinyin and page marks dropped, a map back to the source

Nothing is lost by it: every span found on a sheet is carried back with :meth:`Sheet.place`, and what is quoted
in the end is quoted from the source.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from gongwen.results import Span
from gongwen.source import SourceText, Table
from gongwen.vocabulary import simplified

#: One character for each character, so that places do not move.
_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_WIDTHS.update({0x3000: 0x20, 0xA0: 0x20, 0x2003: 0x20, 0x2002: 0x20, 0x2009: 0x20, 0x0B: 0x20, 0x0C: 0x20})
_WIDTHS.update(
    {ord("﹕"): ord(":"), ord("﹔"): ord(";"), ord("﹐"): ord(","), ord("∶"): ord(":"), ord("｡"): ord("。")}
)
_WIDTHS.update(
    {ord("●"): ord("•"), ord("·"): ord("·"), ord("–"): ord("-"), ord("﹣"): ord("-"), ord("━"): ord("—")}
)

_TONES = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]")
_PINYIN = re.compile(r"(?<=[^\W\x00-\xff])\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\)")
_INVISIBLE = "[\u200b-\u200f\u2028\u2029\ufeff\u2060\xad]+"
_INNER_PAGE = r"(?:(?<=[^\W\x00-\xff])|(?<=[。;!?)]))[-—] ?\d{1,3} ?[-—](?=\d{1,2}[.、]|[(一-九]|$)"
_PAGE_BEHIND_PHONE = r"(?<=\d{4}-\d{7})-\d{1,3}-(?=\d{1,2}[.、])"
_BREAK = r"<br ?/?>|&nbsp;"
_DROPPED = re.compile(f"{_INVISIBLE}|{_BREAK}|{_INNER_PAGE}|{_PAGE_BEHIND_PHONE}")
_PAGE_MARK = re.compile(r"[-—–]{1,2} ?\d{1,3} ?[-—–]{1,2}(?=\d{1,2}[.、]|\s|$)")

_FURNITURE = re.compile(
    r"""
    (?:您的|您当前的|当前|你的|所在|现在)?的?位置\s*[:>]?\s*(?:.*>|首页|.*\|)   # breadcrumbs
    | (?:首页|网站首页)\s*[>»/|].*
    | (?:网站)?(?:备案号|备案序号|标识码)|.{0,8}ICP备|.{0,3}公网安备|版权所有|Copyright|友情链接|网站地图|技术支持
    | (?:主办|承办)(?:单位)?:.*(?:地址|技术支持|承办|版权|标识码|备案)
    | (?:上一篇|下一篇|上一条|下一条|责任编辑|编辑|审核|初审|复审|终审|校对|监制|稿件来源|信息来源|文章来源|来源|发布人|浏览次数|浏览量|阅读次数|点击数|点击量|访问量|打印|关闭窗口|扫一扫|分享到|分享|字号|字体|热度|上传人|发布机构|索\s?引\s?号|信息分类|公开方式)\s*(?:[:\[【(<>|]|$).{0,120}$
    | (?:打印本页|关闭本页|返回顶部|扫一扫在手机打开当前页|您好!|收藏本站|无障碍|繁體|微信扫一扫)
    | 第\s?\d+\s?页\s*(?:[/,共]|$)|【?(?:打印本页|打印|关闭窗口|我要打印)】|^\s*[-—–·]\s?\d{1,4}\s?[-—–·]\s*$|^\s*\d{1,3}\s*/\s*\d{1,3}\s*$
    | \(?(?:上接|下转)第?.{1,6}版\)?\s*$ | \(?(?:续表|接上表|接上页)\)?$
    | 【信息来源
    | [•·*]?\s*(?:索\s?引\s?号|文件名称|发布机构|成文日期|公开方式|主题分类|发文字号|公文时效|信息类别|有效性|体裁分类|组配分类)\s*:
    | (?:发布|更新|添加|成文|归档|公开|生成|印发|录入)?(?:时间|日期)\s?[:]\s*\d{4}[-年./]
    """,
    re.VERBOSE,
)

#: What a line of furniture never holds: the matter itself, run on behind it.
_MATTER = re.compile(r"整改(?:任务|目标|措施|时限|情况)[:]|(?:责任|牵头)单位[:]")

#: A property of a web page whose value stands in the next line.
_PROPERTY = re.compile(
    r"[•·*]?\s*(?:索\s?引\s?号|文件名称|发布机构|成文日期|公开方式|主题分类|发文字号|公文时效|发布日期|信息类别|有效性|体裁分类|组配分类)\s*:"
)


class Line(NamedTuple):
    """One line of the source, without the white space around it. ``gap``: a blank line stands before it."""

    start: int
    end: int
    gap: bool = False
    furniture: bool = False
    whole: bool = False
    #: Outline level where the format itself marks a heading.
    heading: int | None = None


class Sheet(NamedTuple):
    """The text that is read. ``paragraphs`` are spans in ``text``; ``place`` leads back to the source."""

    text: str
    paragraphs: tuple[Span, ...]
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    #: Where pinyin in brackets begins in the source, and where it ends: it belongs to the character before it.
    tails: Mapping[int, int]

    def origin(self, at: int) -> int:
        piece = max(bisect_right(self.starts, at) - 1, 0)
        return self.origins[piece] + at - self.starts[piece]

    def place(self, span: Span) -> Span:
        """The span in the source that was printed for a span on this sheet."""
        start, end = span
        if end <= start:
            at = self.origin(start) if self.starts else 0
            return (at, at)
        last = self.origin(end - 1) + 1
        return (self.origin(start), self.tails.get(last, last))


def fold(text: str) -> str:
    """Half-width marks and simplified characters, one for one; pinyin in brackets becomes as many invisible marks."""
    folded = text.translate(_WIDTHS).translate(simplified(text))
    if not _TONES.search(folded):
        return folded
    return _PINYIN.sub(lambda match: "\u200b" * len(match[0]), folded)


def lines(source: SourceText, folded: str) -> list[Line]:
    """Every printed line outside of the tables that the format itself delivered."""
    found: list[Line] = []
    for start, end, whole, heading in _raw_lines(source, folded):
        trimmed = _trim(folded, start, end)
        if trimmed is None:
            continue
        if found and found[-1].furniture and _PROPERTY.fullmatch(folded, found[-1].start, found[-1].end):
            found.append(Line(*trimmed, furniture=True))
            continue
        gap = bool(found) and folded.count("\n", found[-1].end, trimmed[0]) > 1
        furniture = is_furniture(folded[slice(*trimmed)])
        found.append(Line(*trimmed, gap=gap, furniture=furniture, whole=whole, heading=heading))
    return found


def _raw_lines(source: SourceText, folded: str) -> Iterator[tuple[int, int, bool, int | None]]:
    flat = source.media_type.startswith("text/plain")
    for block in source.blocks:
        if isinstance(block, Table):
            continue
        at = block.start
        for part in folded[block.start : block.end].split("\n"):
            yield at, at + len(part), block.whole and not flat, block.heading
            at += len(part) + 1


def _trim(text: str, start: int, end: int) -> Span | None:
    part = text[start:end]
    bare = part.strip()
    if not bare:
        return None
    start += len(part) - len(part.lstrip())
    return start, start + len(bare)


def is_furniture(line: str) -> bool:
    """What a web page or a printed page puts around its text: breadcrumbs, counters, page numbers, links."""
    if not _FURNITURE.match(line) and not (len(line) < 160 and _meta_line(line)):
        return False
    return _MATTER.search(line) is None


def _meta_line(line: str) -> bool:
    hits = sum(
        word in line
        for word in (
            "来源:",
            "浏览",
            "访问量",
            "字体",
            "字号",
            "作者:",
            "发布日期",
            "发布时间",
            "添加时间",
            "阅读次数",
            "打印",
            "分享",
            "点击",
        )
    )
    return hits >= 2


def weave(folded: str, body: Iterable[tuple[Line, ...]]) -> Sheet:
    """One paragraph for each group of lines; lines of a group are joined as they were before they were wrapped."""
    weaver = _Weaver(folded)
    for group in body:
        weaver.paragraph(group)
    return weaver.sheet()


class _Weaver:
    def __init__(self, folded: str) -> None:
        self.folded = folded
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.paragraphs: list[Span] = []
        self.tails: dict[int, int] = {}
        self.length = 0

    def paragraph(self, group: tuple[Line, ...]) -> None:
        begin = self.length
        for line in group:
            self._line(line)
        self.paragraphs.append((begin, self.length))
        self._add("\n", group[-1].end)

    def _line(self, line: Line) -> None:
        at, end = line.start, line.end
        while end > at and self.folded[end - 1] in " |\t":
            end -= 1
        page = _PAGE_MARK.match(self.folded, at, end)
        if page:
            at = page.end()
        for hole in _DROPPED.finditer(self.folded, at, end):
            self._add(self.folded[at : hole.start()], at)
            if hole.end() - hole.start() > 2 and hole[0][0] == "\u200b":
                self.tails[hole.start()] = hole.end()
            at = hole.end()
        self._add(self.folded[at:end], at)

    def _add(self, piece: str, origin: int) -> None:
        if piece:
            self.starts.append(self.length)
            self.origins.append(origin)
            self.pieces.append(piece)
            self.length += len(piece)

    def sheet(self) -> Sheet:
        return Sheet(
            "".join(self.pieces), tuple(self.paragraphs), tuple(self.starts), tuple(self.origins), self.tails
        )
