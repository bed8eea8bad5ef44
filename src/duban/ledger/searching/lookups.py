"""Ways to ask for words, with one answer: ``mentions`` and ``counts`` go through the index, ``reads`` looks at each text.

The first cost as much as there is to find, the last as much as is shown. Whoever wants the first rows of many looks at the
rows in front (see :mod:`duban.ledger.paging`); whoever counts takes the index.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, QuerySet
from django.db.models.sql.compiler import SQLCompiler

from duban.ledger.searching.folding import WINDOW, FoldedField, words_of

Sql = tuple[str, tuple[str | int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words that are looked for among these findings only (a query of their numbers)."""

    text: str
    among: QuerySet[Any]

    def __str__(self) -> str:
        return self.text


class _Words(Lookup):
    prepare_rhs = False

    def words(self) -> list[str]:
        return words_of(str(self.rhs))

    def among(self, connection: BaseDatabaseWrapper, number: str) -> Sql:
        if not isinstance(self.rhs, Words):
            return "", ()
        statement, parameters = self.rhs.among.query.get_compiler(connection=connection).as_sql()
        return f"{number} IN ({statement})", tuple(parameters)


@FoldedField.register_lookup
class Reads(_Words):
    """Every word stands in the text, seen by looking."""

    lookup_name = "reads"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        text, parameters = self.process_lhs(compiler, connection)
        words = self.words()
        if not words:
            return "1 = 1", ()
        said = _all(text, words, connection.vendor)
        if connection.vendor == "sqlite":
            # Put like this, it is asked after all that is shorter than a text.
            alias = compiler.quote_name_unless_alias(self.lhs.alias)
            said = _all("s.search_text", words, "sqlite")
            return f"EXISTS (SELECT 1 FROM ledger_finding s WHERE s.id = {alias}.id AND {said})", tuple(words)
        return said, (*parameters, *words)


@FoldedField.register_lookup
class Mentions(_Words):
    """Every word stands in the text, found by the index of windows."""

    lookup_name = "mentions"

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql:
        words = self.words()
        if not words:
            return "1 = 1", ()
        long = [word for word in words if len(word) > WINDOW]
        alias = compiler.quote_name_unless_alias(self.lhs.alias)
        if connection.vendor == "sqlite":
            # The sign keeps the planner from asking the index once for each of them.
            among, parameters = self.among(connection, "+rowid")
            also = f" AND {among}" if among else ""
            found = f"SELECT rowid FROM ledger_search WHERE ledger_search MATCH %s{also}"
            seen = f" AND {_all(f'{alias}.search_text', long, 'sqlite')}" if long else ""
            return f"({alias}.id IN ({found}){seen})", (_fts5(words), *parameters, *long)
        return self.in_postgres(connection, alias, words, long)

    def in_postgres(
        self, connection: BaseDatabaseWrapper, alias: str, words: list[str], long: list[str]
    ) -> Sql:
        """OFFSET 0 keeps the planner from making the windows of every row that something else leads it to, and IS TRUE from
        leading it there by ``among``."""
        among, parameters = self.among(connection, "s.id")
        also = f" AND ({among}) IS TRUE" if among else ""
        also += f" AND {_all('s.search_text', long, 'postgresql')}" if long else ""
        found = f"SELECT s.id FROM ledger_finding s WHERE ledger_windows(s.search_text) @@ %s::tsquery{also} OFFSET 0"
        return f"{alias}.id = ANY(ARRAY({found}))", (_tsquery(words), *parameters, *long)


@FoldedField.register_lookup
class Counts(Mentions):
    """The same, where nothing is put in order and the planner has nothing to be tempted by."""

    lookup_name = "counts"

    def in_postgres(
        self, connection: BaseDatabaseWrapper, alias: str, words: list[str], long: list[str]
    ) -> Sql:
        seen = f" AND {_all(f'{alias}.search_text', long, 'postgresql')}" if long else ""
        return f"(ledger_windows({alias}.search_text) @@ %s::tsquery{seen})", (_tsquery(words), *long)


def _all(text: str, words: Sequence[str], vendor: str) -> str:
    within = "instr" if vendor == "sqlite" else "strpos"
    return " AND ".join(f"{within}({text}, %s) > 0" for _word in words) or "1 = 1"


def _entries(word: str) -> list[str]:
    """The windows that a text with this word must have; a single short one is the beginning of one."""
    if len(word) <= WINDOW:
        return [word]
    starts = {*range(0, len(word) - WINDOW, WINDOW), len(word) - WINDOW}
    return [word[at : at + WINDOW] for at in sorted(starts)]


def _fts5(words: Sequence[str]) -> str:
    return " AND ".join(f'"{entry}"{_star(entry)}' for word in words for entry in _entries(word))


def _star(entry: str) -> str:
    return "" if len(entry) == WINDOW else "*"


def _tsquery(words: Sequence[str]) -> str:
    """No quote or backslash is left in a folded word."""
    return " & ".join(
        f"'{entry}'{'' if len(entry) == WINDOW else ':*'}" for word in words for entry in _entries(word)
    )
