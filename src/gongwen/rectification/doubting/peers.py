"""Items held against each other: what one lacks that all others have, and what sticks out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gongwen.rectification.doubting.scene import CHINESE, Scene, fields_of
from gongwen.results import Doubt, Item

_FEWEST = 3
_USUAL, _HALF, _THIRD = 0.6, 0.5, 0.33
_RARE, _LEAST = 0.15, 0.4
#: An empty cell among these is more often a row shifted by one than a party that is not there.
_CORE = frozenset({"measures", "units.responsible"})
_COLUMNS = frozenset({"units.responsible", "units.lead", "units.support"})


class Peers:
    """What is usual among the items of a document."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        title = scene.reading.title
        self.title = scene.said(title.span) if title else ""
        items = scene.items
        orders = [order for item in items if (order := _order(item)) is not None]
        self.order = 2 * sum(orders) >= len(orders)
        having = [fields_of(item) for item in items]
        count = len(items)
        self.usual: frozenset[str] = frozenset()
        self.rare: frozenset[str] = frozenset()
        if count >= (2 if scene.reading.layout == "tables" else _FEWEST):
            shares = {name: sum(one[name] for one in having) / count for name in having[0]}
            self.usual = frozenset(name for name, share in shares.items() if share >= self._share(name))
            if count > 3:
                self.rare = frozenset(
                    name
                    for name, share in shares.items()
                    if 0 < share <= _RARE or (name in _CORE and share == 1 / count)
                )
        ends = [self._ended(item) for item in items if item.problem]
        self.headings = len(ends) > _FEWEST and sum(ends) <= _LEAST * len(ends)
        self.statement = _middle([len(item.problem.text) for item in items if item.problem])

    def _ended(self, item: Item) -> bool:
        return item.problem is not None and scene_text(self.scene, item).endswith(("。", ";"))

    def _share(self, name: str) -> float:
        """How many of the items must have a field for it to be missed where it is not."""
        if self.scene.reading.layout == "tables" and name in _COLUMNS:
            return _THIRD
        return _HALF if name == "status" else _USUAL

    def signs(self, item: Item) -> Iterator[Doubt]:
        for name, present in fields_of(item).items():
            if name in self.usual and not present:
                yield Doubt(
                    "field-absent",
                    f"其他各项大多有{CHINESE[name]}，这一项没有读到，请核对原文。",
                    item.span,
                    None if self.scene.reading.layout == "tables" and name in _COLUMNS else name,
                )
            if name in self.rare and present and name != "status":
                yield Doubt(
                    "field-unusual",
                    f"其他各项大多没有{CHINESE[name]}，只有这一项读到，请核对原文。",
                    item.span,
                    name,
                )
        yield from self._statement(item)
        if _order(item) not in (None, self.order):
            message = "各栏的先后与其他各项不同，可能串到了别的条目，请逐栏核对。"
            yield Doubt("item-unclear", message, item.span)

    def _statement(self, item: Item) -> Iterator[Doubt]:
        if item.problem is None:
            yield Doubt("no-problem", "这一项没有读出问题表述，请核对原文。", item.span)
            return
        said = self.scene.said(item.problem.span)
        if self.title and (said in self.title or self.title in said):
            yield Doubt("no-problem", "问题表述取自文件标题，请核对原文。", item.span)
            return
        if self.headings and self._ended(item) and "\n" in self.scene.folded[slice(*item.problem.span)]:
            message = "其他各项的问题表述都只是标题，这一项却像整句话，可能混入了措施，请核对起止位置。"
            yield Doubt("statement-unclear", message, item.problem.span, "problem")
            yield Doubt("statement-unclear", message, item.problem.span, "measures")
            for name in (f"milestones[{len(item.milestones)}]", f"indicators[{len(item.indicators)}]"):
                yield Doubt("statement-unclear", message, item.problem.span, name)
        length = len(item.problem.text)
        if length < 4 or 5 * length < self.statement:
            yield Doubt("no-problem", f"“{item.problem.text}”不像问题表述，请核对这一项是否成立。", item.span)
            return
        if length > 600 or (self.statement and length > 6 * self.statement):
            yield Doubt(
                "length-unusual",
                "问题表述的长短与其他各项相差很大，请核对起止位置。",
                item.problem.span,
                "problem",
            )


def scene_text(scene: Scene, item: Item) -> str:
    return scene.said(item.problem.span) if item.problem else ""


def _order(item: Item) -> bool | None:
    """Whether goal and measures follow the problem; None where there is nothing to compare or they lie elsewhere."""
    places = [quote.span[0] for quote in (item.goal, *item.measures[:1]) if quote]
    inside = [at for at in places if item.span[0] <= at < item.span[1]]
    if item.problem is None or not inside:
        return None
    return all(at > item.problem.span[0] for at in inside)


def _middle(values: Sequence[int]) -> float:
    return float(sorted(values)[len(values) // 2]) if values else 0.0
