"""Which of the competing readings holds together best."""

from __future__ import annotations

from gongwen.rectification.drafts import Proposal
from gongwen.rectification.layouts import exposure, labelled, news, sections, tables, topics
from gongwen.rectification.page import Page

READERS = (tables.propose, labelled.propose, exposure.propose, topics.propose, sections.propose, news.propose)


def choose(page: Page) -> Proposal | None:
    proposals = [proposal for reader in READERS if (proposal := reader(page)) is not None]
    return max(proposals, key=lambda proposal: proposal.prior, default=None)
