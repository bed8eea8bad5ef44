"""Which of the competing readings holds together best."""

from __future__ import annotations

from gongwen.rectification.drafts import Proposal
from gongwen.rectification.layouts import labelled, sections, tables
from gongwen.rectification.page import Page


def choose(page: Page) -> Proposal | None:
    proposals = [proposal for proposal in (tables.propose(page), labelled.propose(page), sections.propose(page)) if proposal]
    return max(proposals, key=lambda proposal: proposal.prior, default=None)
