"""Fields that stand once for several items: on the heading above them, or below their list."""

from __future__ import annotations

from gongwen.rectification.drafts import Draft
from gongwen.rectification.tree import Node


def inherit(draft: Draft, node: Node) -> None:
    """Fields in parentheses on the headings above, where the item has none of its own."""
    own = {part.field for part in draft.parts}
    above = node.parent
    while above is not None:
        if above.kind != "label":
            draft.parts += [
                part.handed_down() for aside in above.asides for part in aside.parts if part.field not in own
            ]
        own = {part.field for part in draft.parts}
        above = above.parent
