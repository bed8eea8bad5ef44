"""Very many rows at once: tuples by table, by COPY on PostgreSQL and by executemany on SQLite."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import DateField, GeneratedField, Model
from django.db.models.fields import NOT_PROVIDED

Tuple = tuple[Any, ...]


class Table:
    """The columns of a model, with what a new row has where nothing is said."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.name = model._meta.db_table
        fields = [field for field in model._meta.concrete_fields if not isinstance(field, GeneratedField)]
        self.columns = [field.column for field in fields]
        self._usual = [_usual(field) for field in fields]
        self.days = [at for at, field in enumerate(fields) if isinstance(field, DateField)]
        self._place = {field.column: at for at, field in enumerate(fields)}

    def row(self, **said: Any) -> Tuple:
        values = list(self._usual)
        for column, value in said.items():
            values[self._place[column]] = value
        return tuple(values)


def _usual(field: Any) -> Any:
    if field.default is not NOT_PROVIDED:
        return field.get_default()
    return None if field.null else ""


class Loader:
    """Collects rows and writes them in the order in which the tables were named."""

    def __init__(self, *models: type[Model]) -> None:
        self.tables = {model: Table(model) for model in models}
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous = OFF")
                cursor.execute("PRAGMA cache_size = -400000")
        self._rows: dict[type[Model], list[Tuple]] = defaultdict(list)

    def add(self, model: type[Model], **said: Any) -> None:
        self._rows[model].append(self.tables[model].row(**said))

    def flush(self) -> None:
        with transaction.atomic():
            for model, table in self.tables.items():
                rows = self._rows.pop(model, [])
                if rows:
                    write(table, rows)

    def finish(self) -> None:
        """Sequences go on after the rows, and the planner knows what there is."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                for table in self.tables.values():
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), max(id)) FROM {table.name}"
                    )
                cursor.execute("VACUUM (ANALYZE)")
            else:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def write(table: Table, rows: Sequence[Tuple]) -> None:
    names = ", ".join(f'"{name}"' for name in table.columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(table.columns))
        cursor.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({places})', _plain(table, rows))


def _plain(table: Table, rows: Iterable[Tuple]) -> Iterable[Tuple]:
    """Days and moments as Django writes them into SQLite."""
    for row in rows:
        values = list(row)
        for at in table.days:
            value = values[at]
            if isinstance(value, datetime.datetime):
                values[at] = str(value.replace(tzinfo=None))
            elif value is not None:
                values[at] = value.isoformat()
        yield tuple(values)
