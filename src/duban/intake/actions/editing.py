"""Edits inside one item. Each returns the item as it is afterwards."""

from __future__ import annotations

from duban.accounts.models import Person
from duban.intake import fields
from duban.intake.actions.changing import change
from duban.intake.content import Json
from duban.intake.fields import Hand, Selection
from duban.intake.models import DraftItem


def set_text(person: Person, item: DraftItem, version: int, key: str, new: str | Selection) -> DraftItem:
    verb = "select" if isinstance(new, Selection) else "type"
    return change(person, item, version, verb, key, lambda c, hand: fields.set_text(c, key, new, hand))


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
        changed, key = fields.add_part(content, name, new, hand, after)
        made.append(key)
        return changed

    return change(person, item, version, "add-part", f"{name}.+", edit), made[0]


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
