"""What is wrong with an input, in Chinese: the library's own messages are for programmers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_SENTENCES: Mapping[str, Promise] = {
    "missing": gettext_lazy("必须填写。"),
    "extra_forbidden": gettext_lazy("没有这个字段。"),
    "string_type": gettext_lazy("应为文字。"),
    "string_too_short": gettext_lazy("不能为空，至少%(min_length)s个字。"),
    "string_too_long": gettext_lazy("最多%(max_length)s个字。"),
    "string_pattern_mismatch": gettext_lazy("写法不符合要求。"),
    "int_type": gettext_lazy("应为整数。"),
    "int_parsing": gettext_lazy("应为整数。"),
    "int_from_float": gettext_lazy("应为整数。"),
    "int_parsing_size": gettext_lazy("数太大。"),
    "float_type": gettext_lazy("应为数。"),
    "float_parsing": gettext_lazy("应为数。"),
    "finite_number": gettext_lazy("应为有限的数。"),
    "bool_type": gettext_lazy("应为 true 或 false。"),
    "bool_parsing": gettext_lazy("应为 true 或 false。"),
    "greater_than_equal": gettext_lazy("不能小于%(ge)s。"),
    "less_than_equal": gettext_lazy("不能大于%(le)s。"),
    "list_type": gettext_lazy("应为列表。"),
    "tuple_type": gettext_lazy("应为列表。"),
    "dict_type": gettext_lazy("应为对象。"),
    "model_type": gettext_lazy("应为对象。"),
    "model_attributes_type": gettext_lazy("应为对象。"),
    "dataclass_type": gettext_lazy("应为对象。"),
    "too_short": gettext_lazy("至少%(min_length)s项。"),
    "too_long": gettext_lazy("最多%(max_length)s项。"),
    "enum": gettext_lazy("只能是：%(expected)s。"),
    "literal_error": gettext_lazy("只能是：%(expected)s。"),
    "day": gettext_lazy("日期请写成2026-09-30的样子，1900年至2199年。"),
    "uuid_parsing": gettext_lazy("编号的写法不对。"),
    "uuid_type": gettext_lazy("编号的写法不对。"),
}
#: What the library puts before the name of a field: where the value came from.
_WHERE = frozenset({"body", "query", "path", "form", "file", "header", "asked", "filters", "said", "page"})
_MOST = 50


def told(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Field by field; of a thousand bad cells the first fifty are told."""
    found: dict[str, list[str]] = {}
    for error in errors:
        name = _name(error.get("loc", ()))
        if name in found or len(found) < _MOST:
            said = found.setdefault(name, [])
            sentence = _sentence(error)
            if sentence not in said:
                said.append(sentence)
    return found


def _name(place: Iterable[Any]) -> str:
    parts = [str(part) for part in place]
    while parts and parts[0] in _WHERE:
        parts.pop(0)
    return ".".join(parts)[:120] or "body"


def _sentence(error: Mapping[str, Any]) -> str:
    words = _SENTENCES.get(str(error.get("type")))
    if words is None:
        return _("填写的内容不符合要求。")
    try:
        return str(words) % dict(error.get("ctx") or {})
    except (KeyError, TypeError, ValueError):
        return str(words)
