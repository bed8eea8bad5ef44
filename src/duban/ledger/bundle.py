"""Everything that hangs on a finding in one statement, however much it is.

Each kind of row is gathered inside the database into a JSON list and made into unsaved-looking model instances here, so
that a page costs the same whether a finding has two measures or twenty, no requests or five. The instances are for
reading; what stands behind a foreign key is fetched only under the names that were asked for (``by_name``)."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db import connections
from django.db.models import Aggregate, F, JSONField, Model, OuterRef, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.fields import DateTimeField, Field
from django.db.models.functions import JSONObject
from django.utils import timezone

M = TypeVar("M", bound=Model)


class _List(Aggregate):
    """JSON values of several rows as one list, on both databases."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **more)

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return super().as_sql(compiler, connection, function="JSONB_AGG", **more)


class Part:
    """One kind of row to gather: which, by what they hang on the finding, and what to bring from behind their keys."""

    def __init__(
        self,
        rows: QuerySet[Any],
        link: str = "finding",
        outer: str = "pk",
        without: tuple[str, ...] = (),
        more: Mapping[str, str] | None = None,
    ) -> None:
        self.model: type[Model] = rows.model
        self._rows, self._link, self._outer = rows, link, outer
        self._fields = [each for each in self.model._meta.concrete_fields if each.attname not in without]
        self._more = dict(more or {})
        self._written: dict[str, tuple[str, Any]] = {}

    def expression(self, outer: type[Model], using: str) -> RawSQL:
        """Written out once for each kind of database: asking twenty of them anew costs more than what they find."""
        vendor = connections[using].vendor
        if vendor not in self._written:
            query = outer._base_manager.using(using).annotate(gathered=self._question()).query
            self._written[vendor] = query.get_compiler(using).compile(query.annotations["gathered"])
        return RawSQL(*self._written[vendor], output_field=JSONField())

    def _question(self) -> Subquery:
        wanted = {each.attname: F(each.attname) for each in self._fields}
        wanted |= {name: F(path) for name, path in self._more.items()}
        rows = self._rows.filter(**{self._link: OuterRef(self._outer)}).order_by()
        listed = rows.values(self._link).annotate(gathered=_List(JSONObject(**wanted)))
        return Subquery(listed.values("gathered"), output_field=JSONField())

    def instances(self, gathered: Any) -> list[Any]:
        """In the order of the model."""
        found = [self._instance(row) for row in gathered or []]
        return sorted(found, key=_order_of(self.model))

    def _instance(self, row: Mapping[str, Any]) -> Model:
        facts = {each.attname: _python(each, row[each.attname]) for each in self._fields}
        made = self.model(**facts)
        made._state.adding = False
        for name in self._more:
            setattr(made, name, row[name])
        return made


def _python(field: Field[Any, Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(field, JSONField):
        return json.loads(value) if isinstance(value, str) else value
    if isinstance(field, DateTimeField):
        moment = datetime.datetime.fromisoformat(value)
        return moment if timezone.is_aware(moment) else moment.replace(tzinfo=datetime.UTC)
    target = field.target_field if field.is_relation else field  # type: ignore[attr-defined]
    return target.to_python(value)


def _order_of(model: type[Model]) -> Callable[[Any], tuple[Any, ...]]:
    """The model's own order, as far as it lies in its own columns; the key last."""
    names = [name for name in model._meta.ordering or () if isinstance(name, str) and name != "finding"]

    def key(row: Any) -> tuple[Any, ...]:
        return (*(_sortable(row, name) for name in names), row.pk)

    return key


def _sortable(row: Any, name: str) -> Any:
    field = row._meta.get_field(name.lstrip("-")) if name.lstrip("-") != "pk" else row._meta.pk
    value = getattr(row, field.attname)
    if not name.startswith("-"):
        return (value is not None, value)
    return (value is None, _Reversed(value))


class _Reversed:
    """Sorts the other way round."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __lt__(self, other: _Reversed) -> bool:
        return bool(other.value < self.value) if self.value is not None else False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Reversed) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


def gather(rows: QuerySet[M], parts: Mapping[str, Part]) -> M | None:
    """The first of these rows with its parts, or None."""
    named = {f"part_{name}": part.expression(rows.model, rows.db) for name, part in parts.items()}
    found: M | None = rows.annotate(**named).first()
    if found is not None:
        for name, part in parts.items():
            setattr(found, f"all_{name}", part.instances(getattr(found, f"part_{name}")))
    return found
