"""Lists that answer each other by number: 一、问题清单 1.…2.… 二、整改措施 1.…2.… 三、责任单位 1.…2.…"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen.rectification.drafts import Draft, Part, Proposal, trimmed
from gongwen.rectification.headings import heading, number_of, path_of
from gongwen.rectification.labels import CORE
from gongwen.rectification.page import Page
from gongwen.rectification.tables.columns import column_of
from gongwen.rectification.tree import Node
from gongwen.results import Span


def propose(page: Page) -> Proposal | None:
    """Items from every run of sections whose lists are as long as each other and whose headings name fields."""
    drafts = [
        draft
        for node in page.outline.walk()
        for family in _families(page.text, node)
        for draft in _items(page.text, family)
    ]
    return Proposal("parallel", drafts, prior=1.0) if drafts else None


Family = Sequence[tuple[Node, str, str]]


def _families(text: str, parent: Node) -> Iterator[Family]:
    """The sections under a node that belong together: the first states the problems, the others answer."""
    named = [
        (node, *found) for node in parent.marks() if (found := _field(text, node)) and len(node.marks()) >= 2
    ]
    problems = [entry for entry in named if entry[1] == "problem"]
    if len(problems) != 1:
        return
    count = len(problems[0][0].marks())
    family = [entry for entry in named if len(entry[0].marks()) == count and entry[1] in CORE]
    if len({field for _, field, _ in family}) >= 2:
        yield problems + [entry for entry in family if entry not in problems]


def _field(text: str, node: Node) -> tuple[str, str] | None:
    """The field that a section's heading names, with its name."""
    assert node.mark is not None
    start, end = node.mark.end, heading(text, node)[1]
    words = text[start:end].strip(":。 ")
    if words in _LISTS:
        return _LISTS[words], words
    column = column_of(words.removesuffix("清单"))
    return (column.field, column.name) if column else None


#: The lists of a plan that is nothing but lists.
_LISTS = {
    "问题清单": "problem", "目标清单": "goal", "任务清单": "measures", "措施清单": "measures", "整改清单": "measures",
    "责任清单": "responsible", "时限清单": "deadline", "效果清单": "progress", "成效清单": "progress",
}  # fmt: skip


def _items(text: str, family: Family) -> list[Draft]:
    problems = family[0][0]
    drafts = []
    for index, node in enumerate(problems.marks()):
        draft = Draft(
            (node.start, node.end),
            number_of(text, node),
            path_of(text, node),
            trimmed(text, (node.head, node.end)),
        )
        draft.parts += [
            Part(field, span, name, inherited=True)
            for section, field, name in family[1:]
            if (span := _answer(text, section, index)) is not None
        ]
        drafts.append(draft)
    return drafts


def _answer(text: str, section: Node, index: int) -> Span | None:
    node = section.marks()[index]
    return trimmed(text, (node.head, node.end))
