"""A main text names the problems, an annex their measures: items of both that are the same problem become one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from duban.intake import structure
from duban.intake.content import Json, next_id, text_of
from duban.intake.models import Role, SetFile

Draft = tuple[SetFile, Json]
#: How alike two statements of one problem are; less is enough where they carry the same number.
ALIKE = 85
ALIKE_WITH_NUMBER = 60
#: A statement must say something before it can be compared.
TELLING = 6


def join_annexes(drafts: list[Draft]) -> list[Draft]:
    main = [draft for draft in drafts if draft[0].role == Role.MAIN]
    joined: list[Draft] = list(main)
    taken: set[int] = set()
    for file, content in drafts:
        if file.role == Role.MAIN:
            continue
        place = _same_problem(content, main, taken) if file.role == Role.MEASURES else None
        if place is None:
            joined.append((file, content))
        else:
            taken.add(place)
            joined[place] = (main[place][0], _filled(main[place][1], content, file.name))
    return joined


def _same_problem(content: Json, main: list[Draft], taken: set[int]) -> int | None:
    statement = text_of(content["problem"])
    if len(statement) < TELLING:
        return None
    best, place = 0.0, None
    for index, (_file, other) in enumerate(main):
        likeness = fuzz.ratio(statement, text_of(other["problem"]))
        floor = ALIKE_WITH_NUMBER if _same_number(content, other) else ALIKE
        if index not in taken and likeness >= floor and likeness > best:
            best, place = likeness, index
    return place


def _same_number(one: Json, other: Json) -> bool:
    return bool(text_of(one["no"])) and _bare(text_of(one["no"])) == _bare(text_of(other["no"]))


def _bare(number: str) -> str:
    return "".join(c for c in number if c.isalnum() and c not in "第项条号")


def _filled(main: Json, annex: Json, name: str) -> Json:
    """The main text's item, with what only the annex says; the statement of the problem stays the main text's."""
    content: dict[str, Any] = structure.merge(main, {**annex, "problem": None, "no": None})
    content["doubts"].append(
        {
            "id": next_id(content),
            "code": "joined-annex",
            "message": _("措施等内容取自附件“%s”中相同的问题，请核对两处是否同一项。") % name,
            "span": None,
            "doc": None,
            "key": "measures",
            "settled": None,
        }
    )
    return content
