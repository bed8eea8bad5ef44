"""What a person should look at: the whole reading is looked at once more, and what is not sure gets a doubt.

Readers of values say what they inferred or repaired. Here are the signs that only the whole shows: values that stick
out among their neighbours, values that hold what they should not, evidence of values that were not read, readings of
the same document that disagree. A doubt costs a person's minute, so each sign is one that errors have and right
values rarely do; several signs about one value make one doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gongwen import cleaning
from gongwen.rectification.doubting import absent, boundaries, document, parties, rows, unclear
from gongwen.rectification.doubting.peers import Peers
from gongwen.rectification.doubting.scene import CHINESE, Scene
from gongwen.rectification.drafts import Proposal
from gongwen.rectification.page import Page
from gongwen.results import Doubt, Item, Reading

#: Signs that a value was cut in the wrong place.
_CUT = frozenset({"boundary-unclear", "length-unusual", "deadline-unread", "deadline-unclear"})


def with_doubts(reading: Reading, page: Page, proposals: Iterable[Proposal] = ()) -> Reading:
    """The reading with what a person should look at."""
    scene = Scene(reading, cleaning.fold(reading.text), page, tuple(proposals))
    peers, unsure = Peers(scene), document.unsure(scene)
    more = document.beside(scene)
    for found in (rows.signs(scene), parties.skipped(scene)):
        for index, doubt in found.items():
            more.setdefault(index, []).append(doubt)
    items = tuple(
        _doubted(item, [*_signs(scene, item, peers), *more.get(index, ())], unsure)
        for index, item in enumerate(reading.items)
    )
    doubts = [document.about_totals(scene, doubt) for doubt in reading.doubts]
    return reading._replace(items=items, doubts=(*doubts, *document.signs(scene)))


def _doubted(item: Item, signs: Sequence[Doubt], unsure: str | None) -> Item:
    """The item with one doubt for each field that has a sign and none of its reader's own."""
    known = {doubt.field for doubt in item.doubts}
    more: list[Doubt] = []
    for doubt in [*_whole(item, signs, unsure), *signs]:
        if doubt.field not in known:
            known.add(doubt.field)
            more.append(doubt)
    return item._replace(doubts=(*item.doubts, *more)) if more else item


def _whole(item: Item, signs: Sequence[Doubt], unsure: str | None) -> Iterator[Doubt]:
    """What is odd in two fields of an item is odd in how it was cut: then all of its fields are to be looked at."""
    if unsure:
        yield Doubt("layout-unclear", f"{unsure}，请核对这一项的起止和各栏。", item.span)
    odd = {(doubt.field or "").partition("[")[0] for doubt in signs if doubt.code in _CUT}
    swallowed = sum(doubt.code == "unit-unclear" for doubt in item.doubts) > 2
    signed = any(doubt.message.count("文末的落款") for doubt in signs)
    if swallowed or signed:
        yield Doubt("item-unclear", "单位中混入了不是单位的文字，这一项可能错栏，请逐栏核对。", item.span)
    lost = "problem" in odd and not item.measures and item.goal is None
    if lost:
        yield Doubt("item-unclear", "问题表述起止不清,又没有读出目标和措施,请逐栏核对这一项。", item.span)
    elif len(odd) > 1:
        names = "、".join(CHINESE[field] for field in sorted(odd))
        yield Doubt("item-unclear", f"{names}都有疑点，这一项可能错栏，请逐栏核对。", item.span)


def _signs(scene: Scene, item: Item, peers: Peers) -> Iterator[Doubt]:
    yield from boundaries.signs(scene, item)
    yield from parties.signs(scene, item)
    yield from absent.signs(scene, item)
    yield from unclear.signs(scene, item)
    yield from peers.signs(item)
