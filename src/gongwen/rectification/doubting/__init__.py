"""What a person should look at: the whole reading is looked at once more, and what is not sure gets a doubt.

Readers of values say what they inferred or repaired. Here are the signs that only the whole shows: values that stick
out among their neighbours, values that hold what they should not, evidence of values that were not read, readings of
the same document that disagree. A doubt costs a person's minute, so each sign is one that errors have and right
values rarely do; several signs about one value make one doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gongwen import cleaning
from gongwen.rectification.doubting import absent, boundaries, document, unclear
from gongwen.rectification.doubting.peers import Peers
from gongwen.rectification.doubting.scene import Scene
from gongwen.rectification.drafts import Proposal
from gongwen.rectification.page import Page
from gongwen.results import Doubt, Item, Reading


def with_doubts(reading: Reading, page: Page, proposals: Iterable[Proposal] = ()) -> Reading:
    """The reading with what a person should look at."""
    scene = Scene(reading, cleaning.fold(reading.text), page, tuple(proposals))
    peers, unsure = Peers(scene), document.unsure(scene)
    items = tuple(_doubted(scene, item, peers, unsure) for item in reading.items)
    return replace(reading, items=items, doubts=(*reading.doubts, *document.signs(scene)))


def _doubted(scene: Scene, item: Item, peers: Peers, unsure: str | None) -> Item:
    """The item with one doubt for each field that has a sign and none of its reader's own."""
    known = {doubt.field for doubt in item.doubts}
    more: list[Doubt] = []
    for doubt in _signs(scene, item, peers):
        if doubt.field not in known:
            known.add(doubt.field)
            more.append(doubt)
    if unsure and None not in known:
        more.append(Doubt("layout-unclear", f"{unsure},请核对这一项的起止和各栏。", item.span))
    return replace(item, doubts=(*item.doubts, *more)) if more else item


def _signs(scene: Scene, item: Item, peers: Peers) -> Iterator[Doubt]:
    yield from boundaries.signs(scene, item)
    yield from absent.signs(scene, item)
    yield from unclear.signs(scene, item)
    yield from peers.signs(item)
