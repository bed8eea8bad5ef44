"""What a name of a unit, a place or a person looks like."""

from __future__ import annotations

import re
from functools import cache

from gongwen.rectification.fields.words import alternatives, words

_LEVELS = "省市县区州盟旗镇乡"
#: Of a name no more than its end is looked at.
_LONGEST = 48


@cache
def _unit_ending() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('fields_units', 'endings')})(?:\([^()]{{1,16}}\))?$")


@cache
def _place_ending() -> re.Pattern[str]:
    lookalikes = "".join(rf"(?<!{word})" for word in words("fields_units", "no_places"))
    kinds = rf"(?:{alternatives('fields_units', 'places')}|\([市县区州盟旗镇街道乡、,]+\))"
    return re.compile(rf"{kinds}{lookalikes}(?:\([^()]{{1,16}}\))?$")


def is_place(name: str) -> bool:
    """望汀区, 各县市区, 各乡(镇), 鹿鸣产业园: a place, not a department of one."""
    name = name[-_LONGEST:]
    return bool(_place_ending().search(name)) and not _unit_ending().search(name)


def is_unit(name: str) -> bool:
    """Reads as a complete name of a unit or place."""
    name = name[-_LONGEST:]
    if name.endswith(("市场", "农村", "城市", "乡村")):
        return False
    return bool(_unit_ending().search(name) or _place_ending().search(name))


@cache
def _office() -> re.Pattern[str]:
    office = rf"(?:{alternatives('fields_units', 'offices')}|[{_LEVELS}](?:委(?!员)|人民政府|政府))"
    return re.compile(rf"(?:(?:[、,和及与]|以及)?(?>{office}))++$")


@cache
def _bare_office() -> re.Pattern[str]:
    return re.compile(
        rf"(?:(?P<level>[{_LEVELS}])?(?:人民政府|政府|委(?!员))|{alternatives('fields_units', 'offices')})"
        rf"(?:[和及与]?(?>[{_LEVELS}]?(?:人民政府|政府|委(?!员))|{alternatives('fields_units', 'offices')}))*+"
    )


def split_office(name: str) -> int:
    """Where the office of a place begins in its printed name: 雁峰区|党委、政府; the length where there is none."""
    match = _office().search(name, max(len(name) - _LONGEST, 0))
    if match is None or _league().fullmatch(name):
        return len(name)
    at = match.start()
    # 棠溪县政府 is 棠溪县 + 政府, but 望汀区区政府 is 望汀区 + 区政府.
    if name[at] in _LEVELS and name[at - 1 : at] != name[at]:
        at += 1
    place = name[:at].rstrip("、,和及与")
    return len(place) if len(place) >= 2 else len(name)


@cache
def _league() -> re.Pattern[str]:
    """团区委: a committee by its whole name, and none of a place called 团区."""
    return re.compile(rf"(?:共青)?团[{_LEVELS}]委(?:机关)?")


def is_office(piece: str, place: str) -> bool:
    """党委, 政府, 区人民政府 behind ``place``: its office and no party of its own."""
    if place.endswith("街道") and piece in ("办事处", "街道办事处"):
        return True
    match = _bare_office().fullmatch(piece)
    if match is None:
        return False
    return not match["level"] or place.endswith(match["level"]) or (place.endswith("委") and len(place) > 3)


@cache
def _posts() -> str:
    return alternatives("fields_units", "posts")


@cache
def _family() -> str:
    return alternatives("fields_units", "surnames")


@cache
def _person() -> re.Pattern[str]:
    # Any Chinese character; the range \u4e00-\u9fff would take a millisecond to compile, each time it is written.
    given = r"[^\W\x00-\xff]{1,2}"
    return re.compile(
        rf"(?:(?:{_family()}){given}"
        r"|[^\W\x00-\xff]{1,2}[*×xX某]{1,2}|[^\W\x00-\xff]{1,8}[·•][^\W\x00-\xff]{1,8})"
    )


def is_person(name: str) -> bool:
    return bool(_person().fullmatch(name)) and not _post().fullmatch(name)


@cache
def _surname_and_post() -> re.Pattern[str]:
    return re.compile(rf"(?:{_family()})(?:{_posts()})")


def is_surname_and_post(name: str) -> bool:
    """林副镇长: kept as printed."""
    return bool(_surname_and_post().fullmatch(name))


@cache
def _post() -> re.Pattern[str]:
    return re.compile(rf"(?:{_posts()})")


def is_post(name: str) -> bool:
    """A post without a name, whether of its own or of a unit: 市长, 统战部长, 县委办公室主任."""
    if _post().fullmatch(name):
        return True
    return name.endswith(words("fields_units", "posts")) and not is_surname_and_post(name)


@cache
def _tail() -> re.Pattern[str]:
    return re.compile(rf"(?<=[\u4e00-\u9fff*×]{{2}})(?:\([^()]*\)|(?:{_posts()}))+$")


def person_in(piece: str) -> tuple[int, int] | None:
    """Where in ``piece`` the name stands without its titles: 副市长沈知远, 沈知远(副市长), 沈知远同志."""
    if len(piece) > _LONGEST:
        return None
    if is_person(piece) or is_surname_and_post(piece):
        return 0, len(piece)
    end = len(piece)
    if tail := _tail().search(piece):
        end = tail.start()
    if is_person(piece[:end]):
        return 0, end
    for length in (3, 2, 4):
        start = end - length
        titled = start > 1 and piece[:start].rstrip(":").endswith(words("fields_units", "posts"))
        if titled and is_person(piece[start:end]):
            return start, end
    return None
