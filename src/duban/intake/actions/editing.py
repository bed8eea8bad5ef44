"""Edits inside one item. Each returns the item as it is afterwards."""

from __future__ import annotations

from duban.accounts.models import Person
from duban.intake import fields, meaning
from duban.intake.actions.changing import change
from duban.intake.content import Json
from duban.intake.fields import Hand, Selection
from duban.intake.models import DraftItem


def set_text(
    person: Person, item: DraftItem, version: int, key: str, new: str | Selection, read: bool = False
) -> DraftItem:
    """Give a field its text. With ``read`` (always for a selection) a deadline's words are also understood."""
    selected = isinstance(new, Selection)

    def edit(content: Json, hand: Hand) -> Json:
        changed = fields.set_text(content, key, new, hand)
        if key == "deadline" and (read or selected):
            _understand_deadline(changed, new)
        parties = _parties(key.rpartition(".")[0], new, hand)
        return fields.set_parties(changed, key, parties, hand) if parties else changed

    return change(person, item, version, "select" if selected else "type", key, edit)


def _understand_deadline(content: Json, new: str | Selection) -> None:
    facts, doubts = meaning.deadline(new)
    if facts["kind"] is None and not isinstance(new, Selection):
        return
    content["deadline"].update(facts)
    meaning.note_doubts(content, doubts, "deadline", new.document if isinstance(new, Selection) else None)


def set_facts(person: Person, item: DraftItem, version: int, key: str, facts: Json) -> DraftItem:
    return change(person, item, version, "facts", key, lambda c, hand: fields.set_facts(c, key, facts, hand))


def add_part(
    person: Person,
    item: DraftItem,
    version: int,
    name: str,
    new: str | Selection,
    after: str | None = None,
) -> tuple[DraftItem, str]:
    """Add a measure, a unit, a milestone …; gives the new part's key as well."""
    made: list[str] = []

    def edit(content: Json, hand: Hand) -> Json:
        parties = _parties(name, new, hand)
        if parties:
            changed, keys = fields.add_parts(content, name, parties, hand, after)
        else:
            changed, key = fields.add_part(content, name, new, hand, after)
            keys = [key]
        made.extend(keys)
        return changed

    return change(person, item, version, "add-part", f"{name}.+", edit), made[-1]


def _parties(name: str, new: str | Selection, hand: Hand) -> list[Json]:
    if not name.startswith("units.") or not isinstance(new, Selection):
        return []
    return meaning.parties(new, name.removeprefix("units."), hand)


def remove_part(person: Person, item: DraftItem, version: int, key: str) -> DraftItem:
    return change(person, item, version, "remove-part", key, lambda c, hand: fields.remove_part(c, key, hand))


def move_part(person: Person, item: DraftItem, version: int, key: str, by: int) -> DraftItem:
    order = f"{key.rpartition('.')[0]}.order"
    return change(person, item, version, "move-part", order, lambda c, _hand: fields.move_part(c, key, by))


def split_part(
    person: Person, item: DraftItem, version: int, key: str, offset: int, text: str | None
) -> tuple[DraftItem, str]:
    made: list[str] = []

    def edit(content: Json, hand: Hand) -> Json:
        changed, new = fields.split_part(content, key, offset, text, hand)
        made.append(new)
        return changed

    return change(person, item, version, "split-part", key, edit), made[0]


def join_part(person: Person, item: DraftItem, version: int, key: str) -> DraftItem:
    name = key.rpartition(".")[0]
    return change(person, item, version, "join-part", name, lambda c, hand: fields.join_part(c, key, hand))


def settle_doubt(person: Person, item: DraftItem, version: int, doubt: str) -> DraftItem:
    key = f"doubts.{doubt}"
    return change(person, item, version, "settle", key, lambda c, hand: fields.settle(c, doubt, hand))
