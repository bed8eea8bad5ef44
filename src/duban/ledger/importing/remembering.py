"""What was answered about words of a table, and is not asked again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from duban.accounts.models import Person
from duban.ledger.models.imports import TableWord


def no_units() -> frozenset[str]:
    """Names of which somebody said that they are no units (待定, 各有关方面)."""
    return frozenset(TableWord.objects.filter(kind=TableWord.UNIT, answer="").values_list("said", flat=True))


def stages_of(words: Iterable[str]) -> Mapping[str, str]:
    """What these words about the progress meant the last time."""
    said = TableWord.objects.filter(kind=TableWord.STAGE, said__in=set(words))
    return dict(said.values_list("said", "answer"))


def remember(kind: str, said: str, answer: str, actor: Person) -> None:
    told = {"answer": answer, "by": actor, "at": timezone.now()}
    TableWord.objects.update_or_create(kind=kind, said=said[:200], defaults=told)


def forget_unit(name: str) -> None:
    TableWord.objects.filter(kind=TableWord.UNIT, said=name).delete()
