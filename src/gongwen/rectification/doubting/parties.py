"""Parties that are none: halves of names, two names in one, dates and verbs among them, signatures."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from gongwen.rectification.doubting.scene import CHINESE, Scene
from gongwen.results import ROLES, Doubt, Item, Party, Span

_LONGEST_NAME = 18
#: How far behind the name of a role its first name is looked for.
_REACH = 40
_PLACES = frozenset("市县区省州旗镇乡")


def signs(scene: Scene, item: Item) -> Iterator[Doubt]:
    for role in ROLES:
        for party in getattr(item.units, role):
            if role != "leader" and _limit().search(scene.said(party.span)):
                message = f"“{party.text[:20]}”里像是混入了整改时限，请核对。"
                yield Doubt("deadline-unread", message, party.span, "deadline")
            if reason := _reason(scene, item, role, party):
                name = f"units.{role}"
                yield Doubt(
                    "party-unclear", f"{CHINESE[name]}“{party.text[:20]}”{reason}，请核对。", party.span, name
                )
                break
    yield from _two_cells(scene, item)
    yield from _lists(scene, item)


def _lists(scene: Scene, item: Item) -> Iterator[Doubt]:
    """A list of names that goes on behind the last one read, or whose names stand paragraphs apart."""
    read = sorted(party.span for role in ROLES for party in getattr(item.units, role))
    for role in ROLES:
        parties = sorted(getattr(item.units, role), key=lambda party: party.span)
        name = f"units.{role}"
        for party, after in pairwise(parties):
            gap = scene.folded[party.span[1] : after.span[0]]
            if item is scene.items[-1] and re.search(r"\n[ \t]*\n|\|", gap):
                message = f"“{after.text[:20]}”与前面的单位隔了一段，请核对它是否属于{CHINESE[name]}。"
                yield Doubt("party-unclear", message, after.span, name)
        if parties:
            at = parties[-1].span[1]
            found = _goes_on().match(scene.folded, at)
            if found and not any(at <= start <= found.end() for start, _ in read):
                message = f"“{found[0].strip()[:20]}”没有读成{CHINESE[name]}，请核对这份名单是否读全。"
                yield Doubt("party-unclear", message, found.span(), name)


def skipped(scene: Scene) -> dict[int, Doubt]:
    """For the index of an item a role whose value begins with words that were not read as a name."""
    spans = [item.span for item in scene.items]
    starts = [start for start, _ in spans]
    found: dict[int, Doubt] = {}
    for label in scene.page.labels if starts == sorted(starts) else ():
        at = scene.page.sheet.origin(label.end)
        index = bisect_right(starts, at) - 1
        if label.field not in ROLES or index < 0 or at >= spans[index][1] or index in found:
            continue
        places = [party.span[0] for party in getattr(scene.items[index].units, label.field)]
        first = min((place for place in places if place >= at), default=at)
        words = re.sub(r"\W", "", scene.said((at, first))) if first - at < _REACH else ""
        if len(words) > 1:
            name = f"units.{label.field}"
            message = f"“{words[:20]}”没有读成{CHINESE[name]}，请核对这份名单是否读全。"
            found[index] = Doubt("party-unclear", message, (at, first), name)
    return found


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(
        r"[ \n\t]*、[ \n\t]*(?!党|管委|管理委|人民政府|政府)[^\W\x00-\xff]{2,12}"
        r"|[ \t]*\n[ \t]*[^\W\x00-\xff]{1,10}(?:局|委|办|中心|公司)、"
    )


@cache
def _limit() -> re.Pattern[str]:
    return re.compile(r"部署|[月年]底|采暖季|\d月")


def _reason(scene: Scene, item: Item, role: str, party: Party) -> str | None:
    """What is odd about a name, as the rest of a sentence."""
    text = scene.said(party.span)
    if item is scene.items[-1] and _signs_off(scene, party.span):
        return "像是文末的落款"
    if role != "leader":
        if item is scene.items[-1] and _broken().search(scene.folded, *party.span):
            return "像是连着文末的落款"
        if _cut_off(scene, party, text):
            return "的名称可能不完整"
        if _goes_past().match(scene.folded, party.span[1]):
            return "后面还连着别的字"
        if (
            not _ended().search(text)
            and scene.folded[party.span[1] : party.span[1] + 3].strip(" ")[:1] == "\n"
        ):
            return "不像单位名称的结尾"
        if _halved().search(scene.folded, *party.span):
            return "里有断开的括号"
        if _two().search(text):
            return "像是两个单位连在一起"
        if len(text) > _LONGEST_NAME:
            return "是否为一个完整的名称"
    return "是否为一个完整的名称" if _odd().search(text) else None


def _cut_off(scene: Scene, party: Party, text: str) -> bool:
    """Whether the place that a name begins with stands right before it, or at the end of the line before."""
    before = scene.folded[max(party.span[0] - 4, 0) : party.span[0]]
    if before[-1:] in _PLACES:
        return True
    wrapped = before.rstrip(" ").endswith("\n") and before.rstrip()[-1:] in _PLACES
    return wrapped and len(text) <= 6 and text[:1] not in _PLACES and text[:1] not in "各有相"


def _two_cells(scene: Scene, item: Item) -> Iterator[Doubt]:
    """Two cells of a column read as one name: the columns behind it are shifted."""
    if scene.reading.layout != "tables":
        return
    for role in ROLES:
        for party in getattr(item.units, role):
            if _broken().search(scene.folded, *party.span):
                message = f"“{party.text[:20]}”像是两格连在一起，这一项可能错栏，请逐栏核对。"
                yield Doubt("item-unclear", message, party.span)
                return


@cache
def _broken() -> re.Pattern[str]:
    return re.compile(r"(?:局|社|办公室|委员会|公司|中心|政府)\s*\n\s*\w{4,}")


@cache
def _goes_past() -> re.Pattern[str]:
    """A place with a word right behind it that is not its government: 鹿墟市 水务集团有限公司"""
    return re.compile(
        r"(?<=[市县区])(?!党|管|人民|政|委|等|按|负|牵|配|及|和|与|责|监|督)[^\W\x00-\xff]{2}|(?<=局)[ \t]*\n[ \t]*[^\W\x00-\xff]{2,4}分局"
    )


@cache
def _ended() -> re.Pattern[str]:
    """What names of units and places end with."""
    return re.compile(
        r"(?:[局委会办室组站队部门位院厂村居社厅处科段园场矿店所行馆校区县市州旗乡镇盟团长街户等)股联]|政府|企业|公司|中心|街道|[^\W\x00-\xff]{2,}责)$"
    )


@cache
def _halved() -> re.Pattern[str]:
    """Pinyin in brackets that a line's end has broken."""
    return re.compile(r"\([a-zà-ǜ]*\s+[a-zà-ǜ]*\)?")


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(
        r"[：:。|;,\da-zà-ǜ]|^.$|负责|完成|报送|整改(?!办|工作|领导|专班|中心)|落实|部署|采暖季|请于|[月年]底|前$|[Xx×]月|日前|^(?:管委会|党委|党工委|人民政府|政府)$|^[^(]*\)|\([^)]*$|等(?:单位|部门).|.(?:督办|牵头|包案|配合|责任|分管|联系|主体|协助|督导|监管)$"
    )


def _signs_off(scene: Scene, span: Span) -> bool:
    """Whether nothing but a date and the foot of a page follows, a line to itself."""
    start, end = span
    before, behind = scene.folded[max(start - 20, 0) : start], scene.folded[end : end + 20]
    alone = before.rstrip(" ").endswith("\n") and behind.lstrip(" ").startswith("\n")
    return alone and bool(re.match(r"(?:\d{4}|二[〇零]\w{2})年", scene.said((span[1], span[1] + 40))))


@cache
def _two() -> re.Pattern[str]:
    """区教育局望汀区整改办公室: two names with nothing between them."""
    return re.compile(
        r".(?:局|厅|委员会|委|单位|供销社|公司|中心)\w{0,6}[市县区]\w{2,14}(?<!分)(?:局|办公室|委|厅|组)$|供销社\w{1,5}[市县区镇乡州旗]$|.(?:公司|局|厅|委|中心|办公室|单位|站|大队)[^\W\x00-\xff]{2,4}[市县区州旗]$"
    )
