"""What stands behind the last item and belongs to none: contacts, appeals to the public, credits, next steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongwen.rectification.demands import begin_of_demand, share_limit
from gongwen.rectification.drafts import Draft, paragraphs_in, trimmed
from gongwen.rectification.labels import CORE
from gongwen.rectification.phrases import pattern
from gongwen.results import Span


def without_ending(text: str, drafts: Sequence[Draft]) -> None:
    """The last item gives up the paragraphs that end the document."""
    if not drafts:
        return
    _without_demand(text, drafts)
    last = max(drafts, key=lambda draft: draft.span[1])
    others = [draft for draft in drafts if draft is not last]
    at = _ending(text, last, others)
    if at is not None:
        _cut(text, last, at, alone=not others)


def _without_demand(text: str, drafts: Sequence[Draft]) -> None:
    """The last item gives up what is asked of all; the day named there is everybody's."""
    at = begin_of_demand(text, drafts)
    if at is None:
        return
    last = max(drafts, key=lambda draft: draft.span[1])
    if any(part.label and at <= part.label[0] and part.field in CORE for part in last.parts):
        return
    asked = (at, last.span[1])
    _cut(text, last, at, alone=False)
    share_limit(text, asked, drafts)


def _ending(text: str, last: Draft, others: Sequence[Draft]) -> int | None:
    """Where the document's ending begins inside the last item."""
    after, outlook = pattern("ending", "after"), pattern("ending", "outlook")
    named = max(
        (part.label[0] for part in last.parts if part.label and part.field in CORE), default=last.span[0]
    )
    told = bool(others) and not any(_says(text, draft.span, outlook) for draft in others)
    own = not any(_says(text, draft.span, after) for draft in others)
    for start, _ in paragraphs_in(text, last.span)[1:]:
        if start <= named:
            continue
        if (own and after.match(text, start)) or (told and outlook.match(text, start)):
            return start
    return None


def _says(text: str, span: Span, phrase: re.Pattern[str]) -> bool:
    return any(phrase.match(text, start) for start, _ in paragraphs_in(text, span))


def _cut(text: str, draft: Draft, at: int, alone: bool) -> None:
    """What stands behind ``at`` goes; the named fields of an only item stay, for a notice names whom to call."""
    draft.parts = [
        part for part in draft.parts if part.span[0] < at or part.inherited or (alone and part.label)
    ]
    for part in draft.parts:
        if part.span[0] < at < part.span[1] and not part.inherited:
            part.span = trimmed(text, (part.span[0], at)) or part.span
    draft.context = [span for span in draft.context if span[0] < at]
    end = max((part.span[1] for part in draft.parts if not part.inherited), default=at)
    draft.span = (draft.span[0], max(min(at, draft.span[1]), end if alone else at))
