"""Which of the competing readings holds together best.

A reading is trusted for what it makes of the whole document: every item has a statement of a sane length and the
same fields as its neighbours, little of the text is left over, and the number of items is one that the document
states of itself. No reader wins by coming first.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache

from gongwen.rectification.drafts import Draft, Proposal
from gongwen.rectification.grounds import stands
from gongwen.rectification.labels import CORE
from gongwen.rectification.layouts import exposure, labelled, news, parallel, sections, tables, topics
from gongwen.rectification.page import Page

READERS = (
    tables.propose,
    labelled.propose,
    parallel.propose,
    sections.propose_mixed,
    sections.propose,
    exposure.propose,
    topics.propose,
    news.propose,
)
_LONGEST_STATEMENT = 500


def choose(page: Page) -> Proposal | None:
    """The best reading, None where nobody found any item."""
    return max(weigh(page), key=lambda proposal: proposal.score, default=None)


def weigh(page: Page) -> list[Proposal]:
    """Every reading with its score."""
    proposals = [
        proposal for reader in READERS if (proposal := reader(page)) is not None and stands(page, proposal)
    ]
    stated = stated_counts(page.text)
    for proposal in proposals:
        proposal.score = score(page, proposal, stated)
    return proposals


def score(page: Page, proposal: Proposal, stated: frozenset[int]) -> float:
    """How well a reading holds together, about 0 … 5."""
    drafts = proposal.drafts
    count = len(drafts)
    sane = sum(_sanity(draft) for draft in drafts) / count
    fields = [_fields(draft) for draft in drafts]
    rich = sum(min(len(found), 4) for found in fields) / (4 * count)
    covered = math.sqrt(min(1.0, _covered(drafts) / max(len(page.text), 1)))
    agreed = 0.5 if count in stated and count > 1 else 0.0
    left = 1.0 * _unused_labels(page, drafts)
    return proposal.prior - left + sane + 1.2 * rich + 0.5 * _uniformity(fields) + 0.8 * covered + agreed


def _unused_labels(page: Page, drafts: list[Draft]) -> float:
    """The share of the fields named in the document that a reading makes nothing of."""
    named = {label.start for label in page.labels if label.field in CORE and label.closes is None}
    used = {part.label[0] for draft in drafts for part in draft.parts if part.label is not None}
    return len(named - used) / len(named) if len(named) > 1 else 0.0


def _sanity(draft: Draft) -> float:
    if draft.problem is None:
        return 0.0
    length = draft.problem[1] - draft.problem[0]
    if length < 4:
        return 0.2
    return 1.0 if length <= _LONGEST_STATEMENT else 0.4


def _fields(draft: Draft) -> set[str]:
    return {part.field for part in draft.parts if part.field in CORE and part.span[1] > part.span[0]}


def _uniformity(fields: list[set[str]]) -> float:
    """One where every item has the same fields, less the more they differ."""
    tally = Counter(field for found in fields for field in found)
    if not tally:
        return 0.5
    return sum(abs(2 * times / len(fields) - 1) for times in tally.values()) / len(tally)


def _covered(drafts: list[Draft]) -> int:
    spans = {draft.span for draft in drafts}
    inherited = {part.span for draft in drafts for part in draft.parts if part.inherited}
    return sum(end - start for start, end in spans | inherited)


@cache
def _stated() -> re.Pattern[str]:
    return re.compile(
        r"(?<![第\d])(?P<count>\d{1,4})(?:个|项|件|条|类)(?:具体|突出|整改|反馈|主要|重点|群众|信访|举报|环境|生态|隐患|共性|问题|任务|[^\W\x00-\xff]){0,8}?(?:问题|任务|信访|举报|隐患|事项)|(?:问题|任务|举报件|信访件|隐患)(?:共)?(?P<after>\d{1,4})(?:个|项|件|条)"
    )


def stated_counts(text: str) -> frozenset[int]:
    """The numbers of problems, tasks and complaints that a document speaks of."""
    return frozenset(int(match["count"] or match["after"]) for match in _stated().finditer(text))
