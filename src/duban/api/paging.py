"""Pages that begin behind the last row of the page before: as fast in the depth as at the top, and no row is missed or
seen twice when others come in between. Nothing is skipped and, unless asked for, nothing is counted."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core import signing
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from duban.api.problems import Stop

MOST = 200
_SALT = "duban.api.cursor"
_PAGE_FIELDS = ("cursor", "limit", "count")

Row = TypeVar("Row", bound=Any)


class Asking(Schema):
    """Which page: from where, how much, and whether to count."""

    cursor: str = Field("", max_length=1000, description="上一页给出的 next；第一页不填")
    limit: int = Field(50, ge=1, le=MOST, description="一页几行，最多200")
    count: bool = Field(False, description="是否给出总数（准确）")


@dataclass(frozen=True, slots=True)
class By:
    """One column of an order. ``lookup`` is how the database names it, ``of`` how it is read from a row."""

    lookup: str
    of: Callable[[Any], Any]
    descending: bool = False
    #: Rows without a value stand after those with one.
    empty_last: bool = False

    @property
    def order(self) -> Any:
        from django.db.models import F

        column = F(self.lookup)
        last = True if self.empty_last else None
        return column.desc(nulls_last=last) if self.descending else column.asc(nulls_last=last)

    def behind(self, value: Any) -> Q:
        """Rows that this column alone puts behind ``value``."""
        if value is None:
            return Q(pk__in=[])
        further = Q(**{f"{self.lookup}__{'lt' if self.descending else 'gt'}": value})
        return further | Q(**{f"{self.lookup}__isnull": True}) if self.empty_last else further

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.lookup}__isnull": True}) if value is None else Q(**{self.lookup: value})

    def not_before(self, value: Any) -> Q:
        """What an index on this column can begin from."""
        if value is None:
            return Q(**{f"{self.lookup}__isnull": True})
        at_least = Q(**{f"{self.lookup}__{'lte' if self.descending else 'gte'}": value})
        return at_least | Q(**{f"{self.lookup}__isnull": True}) if self.empty_last else at_least


def by(lookup: str, *, descending: bool = False, empty_last: bool = False) -> By:
    """A column that the row carries under the same name."""

    def of(row: Any) -> Any:
        value = row
        for name in lookup.split("__"):
            value = value[name] if isinstance(value, Mapping) else getattr(value, name)
        return value

    return By(lookup, of, descending, empty_last)


@dataclass(frozen=True, slots=True)
class Found:
    rows: list[Any]
    next: str | None
    count: int | None


def page(
    request: HttpRequest,
    rows: QuerySet[Row],
    keys: Sequence[By],
    asking: Asking,
    dressed: Callable[[Any], QuerySet[Row]] | None = None,
) -> Found:
    """One page in the order of ``keys``, the last of which tells any two rows apart. ``dressed`` adds what only the rows
    of the page need."""
    scope = _scope(request)
    count = rows.count() if asking.count else None
    chosen = rows.order_by(*(key.order for key in keys))
    if asking.cursor:
        chosen = chosen.filter(behind(keys, _read(asking.cursor, scope, len(keys))))
    if dressed is not None:
        chosen = dressed(chosen)
    found = list(chosen[: asking.limit + 1])
    shown = found[: asking.limit]
    last = _written(keys, shown[-1], scope) if len(found) > asking.limit else None
    return Found(shown, last, count)


def behind(keys: Sequence[By], values: Sequence[Any]) -> Q:
    """Rows that stand behind these values: in the first column, or, where that is equal, in the next …"""
    wanted, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        wanted |= equal & key.behind(value)
        equal &= key.same(value)
    return keys[0].not_before(values[0]) & wanted


def told(found: Found, row: Callable[[Any], Any]) -> dict[str, Any]:
    return {"rows": [row(each) for each in found.rows], "next": found.next, "count": found.count}


def _scope(request: HttpRequest) -> str:
    """A cursor belongs to one list with one set of questions."""
    asked = sorted(pair for pair in request.GET.lists() if pair[0] not in _PAGE_FIELDS)
    return hashlib.sha256(repr((request.path_info, asked)).encode("utf-8", "replace")).hexdigest()[:16]


def _written(keys: Sequence[By], row: Any, scope: str) -> str:
    return _sealed(scope, [_plain(key.of(row)) for key in keys])


def _read(cursor: str, scope: str, length: int) -> list[Any]:
    values = _opened(cursor, scope)
    if len(values) != length:
        raise _no_cursor()
    return [_typed(value) for value in values]


def sealed(request: HttpRequest, key: str) -> str | None:
    """The place of a row that another room has told, as a cursor of this list."""
    return _sealed(_scope(request), key) if key else None


def opened(request: HttpRequest, cursor: str) -> str:
    return str(_opened(cursor, _scope(request))) if cursor else ""


def _sealed(scope: str, place: Any) -> str:
    return signing.dumps([scope, place], salt=_SALT, compress=True)


def _opened(cursor: str, scope: str) -> Any:
    try:
        said, place = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _no_cursor() from None
    if said != scope:
        raise _no_cursor()
    return place


def _no_cursor() -> Stop:
    sentence = _("翻页标记无效，或与这次的筛选条件不符；请从第一页重新读取。")
    return Stop(422, "bad_cursor", sentence, fields={"cursor": [sentence]})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"at": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, datetime.date) else value


def _typed(value: Any) -> Any:
    if isinstance(value, dict) and "at" in value:
        return datetime.datetime.fromisoformat(value["at"])
    return datetime.date.fromisoformat(value["day"]) if isinstance(value, dict) else value
