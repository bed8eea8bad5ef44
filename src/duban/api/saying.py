"""From the frozen dataclass of a verb to the schema of its request: the same fields, each within what can be stored."""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import types
import typing
from functools import partial
from typing import Annotated, Any, Literal, Union

from django.conf import settings
from django.utils.translation import override
from pydantic import BaseModel, Field, create_model

from duban.api.fields import Asked, Day, Text

_MOST_ROWS = 500
_Count = Annotated[int, Field(ge=0, le=2**31 - 1)]
_Finite = Annotated[float, Field(allow_inf_nan=False)]
_PLAIN: dict[Any, Any] = {str: Text, int: _Count, float: _Finite, datetime.date: Day}
_SEVERAL = (tuple, list, set, frozenset, collections.abc.Sequence, collections.abc.Iterable)


def schema_of(kind: Any, name: str, base: type[BaseModel] = Asked) -> type[BaseModel]:
    """The request schema of a dataclass; labels become descriptions, fixed choices become the only values."""
    hints = typing.get_type_hints(kind, include_extras=True)
    given = {each.name: _field(each, hints[each.name], name) for each in dataclasses.fields(kind)}
    made: type[BaseModel] = create_model(name, __base__=base, **given)  # type: ignore[call-overload]
    made.__doc__ = None
    return made


def _field(each: dataclasses.Field[Any], hint: Any, owner: str) -> tuple[Any, Any]:
    bounded = _chosen(each) or _bounded(hint, f"{owner}{each.name.title().replace('_', '')}")
    words: dict[str, Any] = {"description": _words(each)} if "label" in each.metadata else {}
    if isinstance(each.default, tuple | frozenset):
        return bounded, Field(default_factory=partial(list, each.default), **words)
    if each.default is not dataclasses.MISSING:
        return bounded, Field(each.default, **words)
    if each.default_factory is not dataclasses.MISSING:
        return bounded, Field(default_factory=each.default_factory, **words)
    return bounded, Field(..., **words)


def _words(each: dataclasses.Field[Any]) -> str:
    """What the form of the page says of it."""
    with override(settings.LANGUAGE_CODE):
        said = [str(each.metadata[name]) for name in ("label", "help") if each.metadata.get(name)]
    return "：".join(said)


def _chosen(each: dataclasses.Field[Any]) -> Any:
    """The values of a field that has fixed choices; empty where it may be left empty."""
    choices = each.metadata.get("choices")
    if not isinstance(choices, list | tuple) or not choices:
        return None
    values = [pair[0] if isinstance(pair, tuple) else pair for pair in choices]
    blank = [each.default] if isinstance(each.default, str) else []
    fixed: Any = Literal[tuple(dict.fromkeys(map(str, [*values, *blank])))]
    return fixed | None if each.default is None else fixed


def _bounded(hint: Any, name: str) -> Any:
    if dataclasses.is_dataclass(hint):
        return schema_of(hint, name)
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin in (Union, types.UnionType):
        return Union[tuple(_bounded(part, name) for part in inside)]  # noqa: UP007  built, not written
    if origin in _SEVERAL:
        return Annotated[list[_bounded(inside[0], name)], Field(max_length=_MOST_ROWS)]  # type: ignore[misc]
    if origin in (dict, collections.abc.Mapping):
        return dict[_bounded(inside[0], name), _bounded(inside[1], name)]  # type: ignore[misc]
    return _PLAIN.get(hint, hint)
