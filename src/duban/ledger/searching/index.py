"""The index of windows: kept by the database itself, whoever writes a finding and by whichever way.

SQLite: an FTS5 table without content, filled by triggers. PostgreSQL: a GIN index over what ``ledger_windows`` makes of the
text; no extension is needed. Both hold every stretch of four characters, so that a word of up to four characters is
answered by the index alone. Triggers are put up after every migration, because SQLite drops them with an altered table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from duban.ledger.searching.folding import windows

TABLE = "ledger_finding"
_BATCH = 500

_FTS5 = """CREATE VIRTUAL TABLE IF NOT EXISTS ledger_search
USING fts5(windows, content='', detail=none, tokenize='ascii')"""

#: The windows of a text, in the SQL of SQLite.
_WINDOWS = """WITH RECURSIVE place(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM place WHERE i < length({text}))
SELECT {columns} group_concat(substr({text} || '\u3000\u3000\u3000', i, 4), ' ') FROM place"""
_ADD = "INSERT INTO ledger_search(rowid, windows) " + _WINDOWS.format(
    text="NEW.search_text", columns="NEW.id,"
)
_REMOVE = "INSERT INTO ledger_search(ledger_search, rowid, windows) " + _WINDOWS.format(
    text="OLD.search_text", columns="'delete', OLD.id,"
)
_SAID = "NEW.search_text <> ''"
_HELD = "OLD.search_text <> ''"
_CHANGED = "AFTER UPDATE OF search_text, id ON ledger_finding WHEN NEW.search_text IS NOT OLD.search_text"
_TRIGGERS = {
    "ledger_search_insert": f"AFTER INSERT ON ledger_finding WHEN {_SAID} BEGIN {_ADD}; END",
    "ledger_search_delete": f"AFTER DELETE ON ledger_finding WHEN {_HELD} BEGIN {_REMOVE}; END",
    "ledger_search_remove": f"{_CHANGED} AND {_HELD} BEGIN {_REMOVE}; END",
    "ledger_search_update": f"{_CHANGED} AND {_SAID} BEGIN {_ADD}; END",
}

#: Character by character, because a database walks from the beginning of a text to each of its places.
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION ledger_windows(said text) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
    DECLARE
        one text[] := string_to_array(said || repeat(chr(12288), 3), NULL);
        four text[] := '{}';
    BEGIN
        FOR i IN 1..length(said) LOOP
            four[i] := one[i] || one[i + 1] || one[i + 2] || one[i + 3];
        END LOOP;
        RETURN array_to_tsvector(four);
    END $$""",
    "CREATE INDEX IF NOT EXISTS ledger_search ON ledger_finding USING gin (ledger_windows(search_text))",
    # Statistics of it would cost more than they tell.
    "ALTER INDEX ledger_search ALTER COLUMN 1 SET STATISTICS 0",
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    statements = [_FTS5, *_triggers()] if connection.vendor == "sqlite" else _POSTGRES
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Before very many rows are written at once; :func:`rebuild` afterwards is faster than row by row."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in _TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute("DROP INDEX IF EXISTS ledger_search")


def rebuild(connection: BaseDatabaseWrapper) -> int:
    """Make the index anew from the texts, in one transaction; gives the number of findings in it."""
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What was written in the same transaction is checked now; an index waits for no check.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        take_down(connection)
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE IF EXISTS ledger_search")
            cursor.execute(_FTS5)
            for rows in _texts(connection):
                cursor.executemany(
                    "INSERT INTO ledger_search(rowid, windows) VALUES (%s, %s)",
                    [(pk, " ".join(windows(text))) for pk, text in rows],
                )
        put_up(connection)
        cursor.execute(f"SELECT count(*) FROM {TABLE} WHERE search_text <> ''")
        return int(cursor.fetchone()[0])


def _texts(connection: BaseDatabaseWrapper) -> Iterator[list[tuple[int, str]]]:
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                f"SELECT id, search_text FROM {TABLE} WHERE id > %s AND search_text <> '' ORDER BY id LIMIT %s",
                [last, _BATCH],
            )
            rows: list[tuple[int, str]] = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            yield rows


def disagreements(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Findings whose text the index does not have, and what it has of findings that are gone. PostgreSQL keeps its index
    itself; it can only be missing."""
    yield from missing(connection)
    if connection.vendor != "sqlite" or "ledger_search" in missing(connection):
        return
    with connection.cursor() as cursor:
        for rows in _texts(connection):
            for pk, text in rows:
                entries = sorted(windows(text))
                asked = " AND ".join(f'"{entry}"' for entry in entries[:: max(1, len(entries) // 12)])
                cursor.execute(
                    "SELECT 1 FROM ledger_search WHERE ledger_search MATCH %s AND rowid = %s", [asked, pk]
                )
                if cursor.fetchone() is None:
                    yield f"finding {pk}"
        cursor.execute(
            f"SELECT id FROM ledger_search_docsize WHERE id NOT IN (SELECT id FROM {TABLE} WHERE search_text <> '')"
        )
        yield from (f"gone {pk}" for (pk,) in cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Parts of the index that ought to stand and do not."""
    wanted = {"ledger_search", *_TRIGGERS} if connection.vendor == "sqlite" else {"ledger_search"}
    asked = "sqlite_master WHERE type IN ('table', 'trigger')" if connection.vendor == "sqlite" else ""
    statement = f"SELECT name FROM {asked}" if asked else "SELECT indexname FROM pg_indexes"
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(wanted - {name for (name,) in cursor.fetchall()})


def _triggers() -> list[str]:
    return [f"CREATE TRIGGER IF NOT EXISTS {name} {rest}" for name, rest in _TRIGGERS.items()]


def after_migrate(using: str, **_facts: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        columns = (
            {column.name for column in connection.introspection.get_table_description(cursor, TABLE)}
            if TABLE in connection.introspection.table_names(cursor)
            else set()
        )
    if "urgency" in columns and missing(connection):
        put_up(connection)
