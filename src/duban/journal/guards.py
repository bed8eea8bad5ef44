"""The database itself refuses to change or remove what was recorded, whoever asks and by which way.

Erasing facts (payload and salt together, to nothing) stays possible: the hash is over their commitment.
The triggers are put up after every migration, because SQLite drops them when a table is altered.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

_SAID = "the record is only added to"
_HASHED = (
    "id", "stream_id", "sequence", "at", "actor", "actor_name", "verb", "commitment", "previous_hash", "hash",
)  # fmt: skip

#: table → when an update is refused, with {differs} for the operator of the database; None: always.
_UPDATES: dict[str, str | None] = {
    "journal_entry": (
        " OR ".join(f"NEW.{name} {{differs}} OLD.{name}" for name in _HASHED)
        + " OR ((NEW.payload {differs} OLD.payload OR NEW.salt {differs} OLD.salt)"
        " AND NOT (NEW.payload IS NULL AND NEW.salt = ''))"
    ),
    "journal_stream": (
        "NEW.id {differs} OLD.id OR NEW.kind {differs} OLD.kind OR NEW.key {differs} OLD.key"
        " OR NEW.sequence < OLD.sequence OR (NEW.sequence = OLD.sequence AND NEW.head {differs} OLD.head)"
    ),
    "journal_dailyhead": None,
    "journal_headplace": None,
}


def put_up(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def take_down(connection: BaseDatabaseWrapper) -> None:
    """For tests, which forge entries to see them found, and empty the database between them."""
    on = "" if connection.vendor == "sqlite" else " ON {table}"
    with connection.cursor() as cursor:
        for table in _UPDATES:
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{act}{on.format(table=table)}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Triggers that ought to stand and do not."""
    wanted = {f"{table}_no_{act}" for table in _UPDATES for act in ("update", "delete")}
    return sorted(wanted - _standing(connection))


def _standing(connection: BaseDatabaseWrapper) -> set[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def _statements(vendor: str) -> list[str]:
    make, differs = (_SQLITE, "IS NOT") if vendor == "sqlite" else (_POSTGRES, "IS DISTINCT FROM")
    statements = [] if vendor == "sqlite" else [_POSTGRES_FUNCTION]
    for table, when in _UPDATES.items():
        condition = "" if when is None else f"WHEN ({when.format(differs=differs)})"
        statements.append(make.format(table=table, act="update", when=condition, said=_SAID))
        statements.append(make.format(table=table, act="delete", when="", said=_SAID))
    return statements


_SQLITE = """CREATE TRIGGER IF NOT EXISTS {table}_no_{act} BEFORE {act} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{said}'); END"""

_POSTGRES_FUNCTION = f"""CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$"""

_POSTGRES = """CREATE OR REPLACE TRIGGER {table}_no_{act} BEFORE {act} ON {table}
FOR EACH ROW {when} EXECUTE FUNCTION journal_refuses()"""


def after_migrate(using: str, **_facts: Any) -> None:
    """Put the triggers up wherever all the tables are there."""
    from django.db import connections

    connection = connections[using]
    if set(_UPDATES) <= set(connection.introspection.table_names()):
        put_up(connection)
