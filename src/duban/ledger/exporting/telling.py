"""Exports in the record: a list that goes out is a look at all that it holds. Each person has a chain of her own for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from duban.accounts.models import Person
from duban.journal import labels
from duban.journal.actions import record
from duban.journal.sentences import Facts, sentence
from duban.ledger.exporting.asking import Wanted
from duban.ledger.models import Export

KIND = "export"


@transaction.atomic
def taken(person: Person, wanted: Wanted, count: int) -> None:
    """A short list that went out with the answer."""
    record((KIND, str(person.pk)), "export.taken", person, _facts(wanted, count, person))


def made(export: Export, person: Person) -> None:
    wanted = Wanted.of(export.kind, export.question)
    facts = _facts(wanted, export.count, person) | {"export": str(export.uuid), "sha256": export.sha256}
    record((KIND, str(person.pk)), "export.made", person, facts)


@transaction.atomic
def fetched(export: Export, person: Person) -> None:
    wanted = Wanted.of(export.kind, export.question)
    facts = _facts(wanted, export.count, person) | {"export": str(export.uuid), "sha256": export.sha256}
    record((KIND, str(person.pk)), "export.fetched", person, facts)


def _facts(wanted: Wanted, count: int, person: Person) -> dict[str, Any]:
    return {
        "list": wanted.name,
        "count": count,
        "asked": wanted.in_words(person),
        "question": wanted.question,
    }


@sentence("export.taken")
def _taken(facts: Facts) -> str:
    return _("导出%(list)s，共%(count)s个问题") % facts + _asked(facts)


@sentence("export.made")
def _made(facts: Facts) -> str:
    return _("导出%(list)s，共%(count)s个问题，后台制成文件") % facts + _asked(facts)


@sentence("export.fetched")
def _fetched(facts: Facts) -> str:
    return _("下载导出的%(list)s，共%(count)s个问题") % facts + _asked(facts)


def _asked(facts: Facts) -> str:
    return _("（%(asked)s）。") % facts if facts["asked"] else _("。")


def _names(keys: Set[str]) -> Mapping[str, str]:
    found = Person.objects.filter(pk__in=[int(key) for key in keys if key.isdecimal()])
    return {str(pk): name for pk, name in found.values_list("pk", "display_name")}


def _keys(name: str) -> Iterable[str]:
    return [str(pk) for pk in Person.objects.filter(display_name=name).values_list("pk", flat=True)]


labels.register(KIND, _names, _keys)
