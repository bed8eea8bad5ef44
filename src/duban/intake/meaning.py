"""What a reviewer's words mean: the same field readers that read the document read what she selects or types."""

from __future__ import annotations

from duban.intake.content import Json, next_id
from duban.intake.fields import Hand, Selection
from gongwen.results import Deadline, Doubt, Party


def deadline(new: str | Selection) -> tuple[Json, list[Doubt]]:
    """Kind, date and rule of a deadline as written; a selection's missing year is looked for around it."""
    from gongwen.rectification.fields import Years, read_deadline

    if isinstance(new, Selection):
        start, end = new.span
        found, doubts = read_deadline(new.text, (start, end), Years(new.text))
    else:
        found, doubts = read_deadline(new, (0, len(new)), Years(new))
    return _deadline_facts(found), doubts


def _deadline_facts(found: Deadline) -> Json:
    rule = found.rule
    return {
        "kind": found.kind,
        "date": found.date.isoformat() if found.date else None,
        "rule": {"anchor": rule.anchor, "amount": rule.amount, "unit": rule.unit} if rule else None,
    }


def parties(selection: Selection, role: str, hand: Hand) -> list[Json]:
    """The units or people that a selection names, each with its place: 鹿鸣县、石溪区党委政府 are two."""
    from gongwen.rectification.fields import read_parties, read_people

    read = read_people if role == "leader" else read_parties
    start, end = selection.span
    found, _doubts = read(selection.text, (start, end))
    return [_party(party, selection.document, hand) for party in found]


def _party(party: Party, document: str, hand: Hand) -> Json:
    return {
        "text": party.text,
        "span": list(party.span),
        "doc": document,
        "how": "selected",
        "reader": "",
        "office": party.office,
        "by": hand.person,
        "by_name": hand.name,
        "at": hand.at,
    }


def note_doubts(content: Json, doubts: list[Doubt], key: str, document: str | None) -> None:
    """What the field reader was unsure of is the reviewer's to look at."""
    for doubt in doubts:
        content["doubts"].append(
            {
                "id": next_id(content),
                "code": doubt.code,
                "message": doubt.message,
                "span": list(doubt.span) if doubt.span and document else None,
                "doc": document,
                "key": key,
                "settled": None,
            }
        )
