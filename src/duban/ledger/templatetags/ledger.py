"""What pages say of findings: their state as word, shape and colour; where a value stands in its document."""

from __future__ import annotations

import datetime
from collections.abc import Container, Mapping
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duban.journal.models import Entry
from duban.journal.sentences import tell
from duban.ledger.lists import SIGNS, indicator_in_words
from duban.ledger.models import Deadline, Finding, Indicator, Provenance
from duban.ledger.progress import Progress, progress
from duban.ledger.queries import Sources, charged_names
from duban.templating import icon, in_words

register = template.Library()


@register.simple_tag(takes_context=True)
def state(context: dict[str, Any], finding: Finding) -> SafeString:
    return state_mark(progress(finding, context["today"]), finding.due_on)


@register.simple_tag
def state_mark(told: Progress, due: datetime.date | None = None) -> SafeString:
    title = in_words(due)
    return format_html(
        '<span class="state state-{}" title="{}">{}{}</span>', told.state, title, icon(told.icon), told.words
    )


@register.simple_tag
def units(finding: Finding, *roles: str) -> str:
    """Names of the charged units of these roles, for a table cell."""
    return _("、").join(charged_names(finding, *roles))


@register.simple_tag
def source_link(sources: Sources, name: str, index: object = "") -> SafeString:
    """The way back to the place of a value: 原文, with the quotation and who confirmed it on hover."""
    return _link(sources, sources.of(f"{name}.{index}" if index != "" else name))


@register.simple_tag
def corrected_mark(corrected: Mapping[str, Any], name: str, index: object = "") -> SafeString:
    """That these words were put right, and the way to what stood there before."""
    row = corrected.get(f"{name}.{index}" if index != "" else name)
    if row is None:
        return SafeString("")
    facts = {
        "before": row.before[:120] or _("（空）"),
        "who": row.by_name,
        "day": f"{timezone.localdate(row.at)}",
    }
    title = _("原为“%(before)s”，%(who)s于%(day)s更正") % facts
    return format_html(
        '<a class="tag tag-mark" href="#erratum-{}" title="{}">{}</a>', row.pk, title, _("已更正")
    )


@register.simple_tag
def deadline_link(sources: Sources, deadline: Deadline) -> SafeString:
    """The same for one row of the deadlines, each in the version that set it."""
    return _link(sources, sources.deadlines.get(deadline.plan_version_id or 0))


def _link(sources: Sources, found: Provenance | None) -> SafeString:
    if found is None:
        return SafeString("")
    title = _told(found, sources.may_open(found))
    if found.end <= found.start:
        return format_html(
            '<span class="source source-typed" title="{}">{}</span>', title, found.get_how_display()
        )
    if not sources.may_open(found):
        return format_html(
            '<span class="source source-quoted" title="{}">{}</span>', title, icon("quote", title)
        )
    address = found.document.place_url(found.start, found.end)
    return format_html(
        '<a class="source" href="{}" title="{}">{}{}</a>', address, title, icon("quote"), _("原文")
    )


def _told(found: Provenance, may_open: bool) -> str:
    """The quotation for everybody; the name of the document for whoever may open it."""
    confirmed = ""
    if found.confirmed_by:
        confirmed = _("，%(who)s确认") % {"who": found.confirmed_by.display_name}
    quote = f"“{found.quote[:120]}”\n" if found.quote else ""
    document = f"{found.document.name} · " if may_open else ""
    return f"{quote}{document}{found.get_how_display()}{confirmed}"


#: Parts of an address that say where one is in a list, not what is asked.
_PASSING = ("open", "after", "totals", "page")


@register.simple_tag(takes_context=True)
def only_questions(context: dict[str, Any]) -> str:
    """The query of this page without what says where one is in it."""
    return _query(context, {})


@register.simple_tag(takes_context=True)
def narrowed(context: dict[str, Any], **changes: str) -> str:
    """The query of this page, asking something more."""
    return _query(context, changes)


def _query(context: dict[str, Any], changes: dict[str, str]) -> str:
    query = context["request"].GET.copy()
    for name in _PASSING:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = value
        if not value:
            del query[name]
    return f"?{query.urlencode()}" if query else ""


@register.simple_tag(takes_context=True)
def count_link(
    context: dict[str, Any], count: int, name: str, value: str, **asked: object
) -> SafeString | str:
    """A number that leads to what it counts; nothing leads nowhere."""
    if not count:
        return format_html('<span class="faint">{}</span>', 0)
    query = context["request"].GET.copy()
    for passing in (*_PASSING, "by", "zoom"):
        query.pop(passing, None)
    for key, said in {name: value, **asked}.items():
        query[key] = str(said)
    return format_html('<a href="{}?{}">{}</a>', reverse("ledger:list"), query.urlencode(), count)


@register.filter
def at(rows: list[Any], place: int) -> Any:
    return rows[place]


@register.filter
def sentence(entry: Entry, shown: Container[str] = ()) -> str:
    """``shown``: numbers of other findings that the reader may see."""
    return tell(entry, shown)


#: A text longer than this is folded.
_FOLD = 240


@register.simple_tag(takes_context=True)
def folded(context: dict[str, Any], text: str) -> SafeString | str:
    """A long text: its beginning, and the rest when it is asked for; on paper all of it."""
    if len(text) <= _FOLD or context.get("on_paper"):
        return format_html('<span class="long-text">{}</span>', text)
    return format_html(
        '<details class="long-text"><summary>{}<span class="long-more">…{}</span></summary>{}</details>',
        text[:_FOLD],
        _("（全文%s字）") % len(text),
        text[_FOLD:],
    )


@register.filter
def sign(op: str) -> str:
    return str(SIGNS.get(op, op))


@register.filter
def indicator(target: Indicator) -> str:
    return indicator_in_words(target)
