"""Line breaks that the page made and not the author: told by widths, open parentheses and names cut in two."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable
from functools import cache

from gongwen.cleaning import Line

#: Whether a field's name begins at a place of a text (text, start, end).
StartsLabel = Callable[[str, int, int | None], bool]

#: A line that ends so is finished; the next one begins something new.
_FINISHED = frozenset("。:;!?|>》】")
_PRINTED_ENDS = _FINISHED | frozenset("：；！？｜＞﹔")
_OPEN_END = frozenset(",、(“《〔-—")
_NUMBER = (
    r"[一二三四五六七八九十百]{1,4}[、.]|\([一二三四五六七八九十百\d]{1,4}\)|\d{1,3}(?:[、)]|\.(?!\d))|[①-⑳]"
    r"|[一二三四五六七八九十]{1,2}是"
)
_NAMED = r"(?:问题|任务|事项|案例|序号|编号)[\d一二三四五六七八九十]{1,4}[:、.]"
_ROW = r"\d{1,4}(?:$| *[\t|]|(?=[^\W\x00-\xff]{1,3}〔\d{4}|[A-Z]{1,2}\d?[A-Z]{0,2}[\d*]{3}|[信电来网转访微]\d{6}))"


@cache
def _numbered() -> re.Pattern[str]:
    return re.compile(
        rf"\s*(?:{_NUMBER}|{_ROW}|\||{_NAMED}|第[一二三四五六七八九十百\d]{{1,4}}(?:[章节部]|[项条个][^,。;\n]{{0,6}}(?:[: ]|$)))"
    )


#: Everything between two lines but a tab, which parts the cells of a table.
_HOLE = r"[^\t]"


@cache
def _ahead() -> re.Pattern[str]:
    """What stands at the end of a line and belongs to the next: a number, words that announce what follows."""
    return re.compile(
        r"(?:(?:^|[。;:)\s])(?:[一二三四五六七八九十]{1,3}、|\d{1,3}[.、])|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳]"
        r"|以下|如下|下列|上述|[的等与和及、]|各项|主要|突出|存在)$"
    )


_CLOSING = frozenset(",。;:、)》”】!?")
_STARTS_NEW = re.compile(
    rf"\s*(?:{_NUMBER}|第[一二三四五六七八九十百]{{1,4}}[章节项条批]|附件|附表|附:|关于|\|"
    rf"|{_NAMED})"
)
_WRAP_MINIMUM = 14
_DATE_LINE = re.compile(r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日")


def unwrapped(
    folded: str, printed: str, body: list[Line], starts_label: StartsLabel
) -> tuple[str, list[Line]]:
    """The text and its lines, those put together that a page of fixed width broke; invisible marks stand where the line
    breaks stood, so that no place moves. ``printed``: the text before it was folded, whose marks have the width that
    the page gave them."""
    full = _full_lines(printed, body)
    if not full:
        return folded, body
    runs_on = _runs_on(folded, body, full, starts_label)
    pieces: list[str] = []
    done = 0
    lines: list[Line] = []
    for last, line in zip([None, *body], body, strict=False):
        if (
            last is not None
            and last.start in full
            and _overflows(folded, lines[-1], line, runs_on, starts_label)
        ):
            pieces += [folded[done : last.end], re.sub(_HOLE, "\u200b", folded[last.end : line.start])]
            done = line.start
            lines[-1] = lines[-1]._replace(end=line.end)
        else:
            lines.append(line)
    return "".join([*pieces, folded[done:]]), lines


def _runs_on(folded: str, body: list[Line], full: frozenset[int], starts_label: StartsLabel) -> bool:
    """Whether a sentence that ends with a full line is rather the middle of a paragraph than its end: more full lines
    stop inside a sentence than shorter ones end before a paragraph without a number or a name."""
    inside = sum(line.start in full and folded[line.end - 1] not in _FINISHED for line in body)
    plain = sum(
        before.start not in full
        and folded[before.end - 1] in _FINISHED
        and not _begins_part(folded, line, starts_label)
        for before, line in itertools.pairwise(body)
    )
    return inside > plain


def _begins_part(folded: str, line: Line, starts_label: StartsLabel) -> bool:
    return _numbered().match(folded, line.start, line.end) is not None or starts_label(
        folded, line.start, line.end
    )


def rejoin(folded: str, body: list[Line], starts_label: StartsLabel) -> list[tuple[Line, ...]]:
    """Lines grouped into paragraphs: a line break that the page made and not the author is no paragraph's end."""
    widths = _wrap_widths(folded, body, starts_label)
    groups: list[list[Line]] = []
    for before, line in zip([None, *body], body, strict=False):
        if before is not None and (
            _continues(folded, before, line, widths, starts_label)
            or (len(groups[-1]) > 1 and _left_open(folded, groups[-1][0].start, before, line))
        ):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [tuple(group) for group in groups]


def _full_lines(printed: str, body: list[Line]) -> frozenset[int]:
    """The lines that fill a page's width: at least two unfinished ones are as long as hardly any other line is,
    counted in characters or in columns."""
    found: frozenset[int] = frozenset()
    flowing = [line for line in body if not line.whole and not line.heading and not _short_row(printed, line)]
    for extent, slack in ((_length, 0), (_columns, 1), (_wide_columns, 1)):
        extents = [extent(printed, line) for line in flowing]
        distinct = {
            printed[line.start : line.end]: reach for line, reach in zip(flowing, extents, strict=True)
        }
        open_ones = Counter(reach for words, reach in distinct.items() if words[-1] not in _PRINTED_ENDS)
        width = _page_width(open_ones, extents, slack)
        if width:
            filled = (
                line.start
                for line, reach in zip(flowing, extents, strict=True)
                if 0 <= width - reach <= slack or 0 <= width - reach - _blanks_behind(printed, line) <= slack
            )
            found = max(found, frozenset(filled), key=len)
    return found


def _page_width(open_ones: Counter[int], extents: list[int], slack: int) -> int | None:
    for width in sorted(open_ones, reverse=True):
        filled = sum(open_ones[width - less] for less in range(slack + 1))
        longer = sum(reach > width for reach in extents)
        if width >= _WRAP_MINIMUM * (slack + 1) and filled >= 2 and longer * 4 <= filled:
            return width
    return None


#: A row of cells that is shorter than this was not broken by its page.
_LONG_ROW = 40


def _short_row(printed: str, line: Line) -> bool:
    return line.end - line.start < _LONG_ROW and "\t" in printed[line.start : line.end]


def _line_start(printed: str, line: Line) -> int:
    return printed.rfind("\n", 0, line.start) + 1


def _blanks_behind(printed: str, line: Line) -> int:
    end = line.end
    while printed[end : end + 1] in (" ", "\u3000"):
        end += 1
    return end - line.end


def _length(printed: str, line: Line) -> int:
    return line.end - _line_start(printed, line)


def _columns(printed: str, line: Line) -> int:
    return _width(printed, line._replace(start=_line_start(printed, line)))


def _wide_columns(printed: str, line: Line) -> int:
    """The same where quotation marks, circles and dashes take two columns, as in a Chinese font."""
    return _columns(printed, line) + sum(
        "\u2010" <= character < "\u2e80" for character in printed[line.start : line.end]
    )


def _wrap_widths(folded: str, body: list[Line], starts_label: StartsLabel) -> tuple[range, ...]:
    """The widths at which the page broke its lines; none where it did not.

    Most lines that may be broken must have about one width. Besides, text that was pasted together from several
    pages has narrower stretches: there at least two lines without a number end at the same place.
    """
    widths: list[int] = []
    plain: list[int] = []
    for before, line in itertools.pairwise(body):
        if _may_continue(folded, before, line, starts_label):
            widths.append(_width(folded, before))
            if not _STARTS_NEW.match(folded, before.start, before.end):
                plain.append(widths[-1])
    if not widths:
        return ()
    middle = sorted(widths)[len(widths) // 2]
    near = sum(abs(width - middle) <= 6 for width in widths)
    found = [range(middle - 8, middle + 9)] if near >= 2 and near * 2 >= len(widths) else []
    counts = Counter(plain)
    return (*found, *(range(width, width + 2) for width in counts if counts[width] + counts[width + 1] >= 2))


def _continues(
    folded: str, before: Line, line: Line, widths: tuple[range, ...], starts_label: StartsLabel
) -> bool:
    if folded[before.end - 1] == ";" and not _left_open(folded, before.start, before, line):
        before = before._replace(end=before.end - 1)
        full = any(_width(folded, before) + 2 in broken for broken in widths if len(broken) == 2)
        return (full or folded[line.start] in _CLOSING) and _may_continue(folded, before, line, starts_label)
    if not _may_continue(folded, before, line, starts_label):
        return False
    if folded[line.start] in _CLOSING or folded[before.end - 1] in _OPEN_END:
        return True
    if _left_open(folded, before.start, before, line):
        return True
    if _number_broken(folded, before, line) or _name_broken(folded, before, line, starts_label):
        return True
    if _label_broken(folded, before, line, starts_label):
        return True
    return any(_width(folded, before) in broken for broken in widths)


def _overflows(folded: str, before: Line, line: Line, runs_on: bool, starts_label: StartsLabel) -> bool:
    """Whether a line goes on where the one before it had filled the page."""
    if before.whole or line.whole or line.gap or line.heading:
        return False
    if _DATE_LINE.fullmatch(folded, line.start, line.end):
        return False
    if "\t" in folded[before.end : line.start]:
        return True
    if _ahead().search(folded, before.start, before.end):
        return True
    if folded[before.end - 1] in _FINISHED and folded[before.end - 1] not in ";:" and not runs_on:
        return False
    if _label_broken(folded, before, line, starts_label, anywhere=True):
        return True
    return folded[before.end - 1] not in "|" and not _begins_part(folded, line, starts_label)


def _may_continue(folded: str, before: Line, line: Line, starts_label: StartsLabel) -> bool:
    if before.whole or line.whole or line.gap or before.heading or line.heading:
        return False
    if folded[line.start] in _CLOSING:
        return True
    length = before.end - before.start
    if _DATE_LINE.fullmatch(folded, line.start, line.end):
        return False
    if _left_open(folded, before.start, before, line):
        return True
    if _number_broken(folded, before, line) or _name_broken(folded, before, line, starts_label):
        return True
    if folded[before.end - 1] in _FINISHED or _STARTS_NEW.match(folded, line.start, line.end):
        return False
    if _label_broken(folded, before, line, starts_label):
        return True
    if starts_label(folded, line.start, line.end):
        return False
    if folded[before.end - 1] in _OPEN_END:
        return True
    if folded[before.start : before.end].isascii():
        return False
    return length >= _WRAP_MINIMUM and line.end - line.start <= length + 4


def _number_broken(folded: str, before: Line, line: Line) -> bool:
    """Whether a word with a number in it was broken: 举一反⏎三、标本兼治  …到位。二⏎是加强巡查"""
    if folded.endswith("举一反", before.start, before.end) and folded.startswith("三", line.start):
        return True
    return (
        folded.startswith("是", line.start)
        and _LONE_NUMBER.search(folded, before.start, before.end) is not None
    )


_LONE_NUMBER = re.compile(r"[。;:,][一二三四五六七八九十]{1,2}$")


_OFFICE = "局委会府办处队厅院所站室心司校"


def _name_broken(folded: str, before: Line, line: Line, starts_label: StartsLabel) -> bool:
    """Whether the last office of a field was broken: 督导单位:市生态环境局石桥⏎分局"""
    rest = folded[line.start : line.end].rstrip("。;")
    return (
        0 < len(rest) <= 4
        and rest[-1] in _OFFICE
        and all("\u4e00" <= character <= "\u9fff" for character in rest)
        and "\u4e00" <= folded[before.end - 1] <= "\u9fff"
        and folded[before.end - 1] not in _OFFICE
        and starts_label(folded, before.start, before.end)
    )


def _left_open(folded: str, start: int, before: Line, line: Line) -> bool:
    """Whether a parenthesis opened since ``start`` closes in the next line, or the name of a field in it has its value
    there: (整改责任单位:⏎某局)"""
    if line.gap or line.end - line.start > 120:
        return False
    opened = folded.rfind("(", start, before.end) > folded.rfind(")", start, before.end)
    if opened and folded[before.end - 1] == ":":
        return True
    closing = folded.find(")", line.start, line.end) if opened else -1
    return closing >= 0 and folded.find("(", line.start, closing) < 0


def _label_broken(
    folded: str, before: Line, line: Line, starts_label: StartsLabel, anywhere: bool = False
) -> bool:
    """Whether the name of a field was broken between two lines: (责任⏎单位:…  ``anywhere``: whatever stands before it."""
    head = folded[line.start : min(line.start + 8, line.end)]
    anywhere = anywhere or (":" in head and not starts_label(folded, line.start, line.end))
    for length in range(1, min(7, before.end - before.start + 1)):
        at = before.end - length
        if folded[at] == ":":
            # 时限:3日内⏎责任:某局: a short line that is a field with its value, and no broken name.
            return False
        if (anywhere or at == before.start or folded[at - 1] in "(,;。:|【、.)") and starts_label(
            folded[at : before.end] + head, 0, None
        ):
            return True
    return False


def _width(folded: str, line: Line) -> int:
    """Columns on a page: an East Asian character takes two."""
    part = folded[line.start : line.end]
    return sum(1 if character < "\u2e80" else 2 for character in part)
