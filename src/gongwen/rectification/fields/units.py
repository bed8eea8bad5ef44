"""Units and leaders in the values of their labels."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.fields.folding import fold
from gongwen.rectification.fields.names import (
    is_office,
    is_place,
    is_post,
    is_unit,
    person_in,
    split_office,
)
from gongwen.rectification.fields.pieces import Piece, cut, joined, pieces
from gongwen.rectification.fields.view import quote
from gongwen.rectification.fields.words import alternatives, words
from gongwen.results import Doubt, Party, Span

#: Longer than this no unit's name is.
_LONGEST = 40


def read_parties(text: str, span: Span) -> tuple[list[Party], list[Doubt]]:
    """The units in the value of a label such as 责任单位; ``span`` is the value without its label."""
    folded = fold(text)
    entries = _unwrapped(pieces(text, span), folded)
    entries = [part for entry in entries for part in _conjoined(entry, folded)]
    entries = [bare for entry in entries if (bare := _bare(entry, folded))]
    grouped = _with_offices(entries, folded)
    parties = [_party(text, place, office) for place, office in _spread(grouped)]
    doubts = [
        Doubt("unit-unclear", f"“{party.text[:30]}”不像完整的单位名称，请核对。", party.span)
        for party, (place, office) in zip(parties, grouped, strict=True)
        if not (is_unit(place.name) or office or party.office)
    ]
    return parties, doubts


@cache
def _continues() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('fields_units', 'continuations')})")


@cache
def _headless() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('fields_units', 'headless')})$|[^市县区州省镇乡各]{{1,12}}(?:局|委|委员会|办)$"
    )


def _unwrapped(entries: list[Piece], folded: str) -> list[Piece]:
    """Entries parted by white space only are two where both are whole names, else one name that was broken."""
    done: list[Piece] = []
    for entry in entries:
        if done and entry.mark in ("\n", " ") and _one_name(done[-1].name, entry.name, entry.mark):
            done[-1] = joined(done[-1], entry, folded)
        else:
            done.append(entry)
    return done


def _one_name(left: str, right: str, mark: str) -> bool:
    if not is_unit(left) or not is_unit(right) or left.endswith("等"):
        return True
    if (
        re.fullmatch(r"[^省市县区州旗].{0,5}(?:分局|支队|大队)|(?:分局|支队|大队)", right)
        and left.endswith("局")
        and mark == "\n"
    ):
        return True
    if _continues().match(right) and (mark == "\n" or right in words("fields_units", "continuations")):
        return True
    # 望汀区 / 水务局 broken at the line's end; 望汀区 / 县水务局 are two.
    return mark == "\n" and (is_place(left) or left.endswith("委")) and bool(_headless().match(right))


@cache
def _and() -> re.Pattern[str]:
    return re.compile(r"以及|会同|联合|[和及与]")


def _conjoined(entry: Piece, folded: str) -> list[Piece]:
    """Cut at 和 where whole names stand on both sides (not in 住房和城乡建设局, not in 党委和政府)."""
    if len(entry.name) > 8 * _LONGEST:
        return [entry]
    parts: list[Piece] = []
    begin = 0
    for match in _and().finditer(entry.name):
        left, right = entry.name[begin : match.start()], entry.name[match.end() :]
        if _depth(left) == 0 and is_unit(left) and is_unit(right) and not is_office(right, _place(left)):
            parts.append(cut(entry, folded, begin, match.start(), "、" if parts else None))
            begin = match.end()
    return [*parts, cut(entry, folded, begin, len(entry.name), "、" if parts else None)]


def _depth(name: str) -> int:
    return name.count("(") - name.count(")")


def _place(name: str) -> str:
    return name[: split_office(name)]


@cache
def _before() -> re.Pattern[str]:
    return re.compile(
        r"^(?:[(\[]?\d{1,2}[.、)\]]+|[①-⑳]|[^:]{0,8}(?:单位|部门|级|直|领导|机构|主体|镇街|乡镇|县区|牵头|配合|协办|主办|责任|督导|\)):"
        rf"|(?!{alternatives('fields_units', 'named_alike')})(?:{alternatives('fields_units', 'before_name')})(?=.{{3}}))"
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{alternatives('fields_units', 'after_name')}|\((?:{alternatives('fields_units', 'notes')}|第[^()]*[批期])\)"
        r"|等?(?:[一二三四五六七八九十两]+|\d+)个?(?:县市区?|县\(市、?区?\)|县区|市县|县|市|区|乡镇|镇|街道|单位|部门|企业)(?=(?:党委|政府|党委政府|人民政府)?$)|[.:。]+)$"
    )


def _bare(entry: Piece, folded: str) -> Piece | None:
    """Without 由, 牵头, 等, (牵头); None where nobody is named."""
    if len(entry.name) > 8 * _LONGEST:
        return entry
    while match := _before().match(entry.name):
        entry = cut(entry, folded, match.end(), len(entry.name))
    while entry.name and (match := _after().search(entry.name)) and match.start() >= 0:
        if not match.start():
            return None
        entry = _without(entry, folded, match)
    if entry.name in words("fields_units", "nobody") or not re.search(r"[^\W\x00-\xff]|[*×]", entry.name):
        return None
    if re.fullmatch(r"\([^()]*\)", entry.name):
        return None
    return entry


def _without(entry: Piece, folded: str, match: re.Match[str]) -> Piece:
    return cut(entry, folded, 0, match.start())


def _with_offices(entries: list[Piece], folded: str) -> list[tuple[Piece, Piece | None]]:
    """Each place with its office, whether in one word (望汀区政府) or in the next entries (党委、政府)."""
    found: list[tuple[Piece, Piece | None]] = []
    for entry in entries:
        if (
            found
            and is_office(entry.name, found[-1][0].name)
            and (found[-1][1] or is_place(found[-1][0].name))
        ):
            place, office = found[-1]
            found[-1] = (place, joined(office, entry, folded) if office else entry)
            continue
        at = split_office(entry.name)
        counted = _counted().search(entry.name, max(at - _LONGEST, 0), at)
        place = cut(entry, folded, 0, counted.start() if counted and counted.start() else at)
        office = cut(entry, folded, at, len(entry.name)) if at < len(entry.name) else None
        if office and found and found[-1][1] and found[-1][0].name == place.name:
            # 望汀区委、望汀区人民政府: one party, both of whose offices are named in full.
            found[-1] = (found[-1][0], joined(found[-1][1], office, folded))
            continue
        found.append((place, office))
    return found


@cache
def _counted() -> re.Pattern[str]:
    """常宁、耒阳、衡东五个县市: the number belongs to the list, not to its last name."""
    return re.compile(
        r"等?(?:[一二三四五六七八九十两]{1,2}|\d{1,2})个?(?:县市区?|县\(市、?区?\)|县区|市县|县|区|乡镇|镇|街道)$"
    )


def _spread(grouped: list[tuple[Piece, Piece | None]]) -> list[tuple[Piece, Piece | None]]:
    """A shared office goes to every place before it in the same group (parted by 、, not by a comma)."""
    done = list(grouped)
    for index in range(len(done) - 2, -1, -1):
        (place, office), (following, shared) = done[index], done[index + 1]
        if office is None and shared and following.mark == "、" and _may_share(place.name, shared.name):
            done[index] = (place, shared)
    return done


@cache
def _zone() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('fields_units', 'zones')})$")


def _may_share(place: str, office: str) -> bool:
    """A department has an office of its own, and a district has no 管委会."""
    if is_unit(place) and not is_place(place):
        return False
    return "管" not in office or bool(_zone().search(place))


def _party(text: str, place: Piece, office: Piece | None) -> Party:
    value = quote(text, (place.start, place.end))
    printed = quote(text, (office.start, office.end)).text if office else None
    return Party(value.text, value.span, printed)


def read_people(text: str, span: Span) -> tuple[list[Party], list[Doubt]]:
    """The people in the value of a label such as 督办市领导; posts without a name are no people."""
    folded = fold(text)
    people: list[Party] = []
    doubts: list[Doubt] = []
    for entry in _spaced(pieces(text, span), folded):
        named = person_in(entry.name)
        if named:
            entry = cut(entry, folded, *named)
        elif not _may_be_name(entry.name):
            continue
        value = quote(text, (entry.start, entry.end))
        people.append(Party(value.text, value.span))
        if not named:
            doubts.append(Doubt("person-unclear", f"“{value.text}”是否为人名，请核对。", value.span))
    return people, doubts


def _may_be_name(name: str) -> bool:
    return bool(re.fullmatch(r"[^\W\x00-\xff]{2,4}", name)) and not is_post(name) and not is_unit(name)


def _spaced(entries: list[Piece], folded: str) -> list[Piece]:
    """王 伟 set apart for the look of it is one name; so is a name broken at the line's end."""
    done: list[Piece] = []
    for entry in entries:
        parted = done and entry.mark in ("\n", " ")
        if parted and (len(done[-1].name) == 1 or len(entry.name) == 1):
            done[-1] = joined(done[-1], entry, folded)
        else:
            done.append(entry)
    return done


@cache
def _prose() -> re.Pattern[str]:
    return re.compile(
        r"[。!?:“”《》]|\d{2}|完成|加强|推进|建立|整改|治理|开展|落实|严格|问题|未|已|应当|必须|进行|[对将把]"
    )


def looks_like_party(text: str, span: Span) -> float:
    """How far ``text[span]`` reads as a list of units: 0.0 not at all, 1.0 wholly."""
    if span[1] - span[0] > 600:
        return 0.0
    folded = fold(text)
    entries = [p for p in _unwrapped(pieces(text, span), folded) if p.name]
    total = sum(len(entry.name) for entry in entries)
    good = sum(
        len(entry.name)
        for entry in entries
        if len(entry.name) <= _LONGEST and not _prose().search(entry.name)
        and (is_unit(entry.name) or _bare_offices(entry.name))
    )  # fmt: skip
    return good / total if total else 0.0


def _bare_offices(name: str) -> bool:
    return name in words("fields_units", "offices") or bool(_after().search(name))
