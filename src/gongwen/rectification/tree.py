"""Marks and labels grown into a tree: who stands under whom, and which text belongs to which field.

    Node(kind="root")
      Node(kind="mark")        一、…  (一)…  1.…            the text from its mark to its first child is its head
        Node(kind="label")     整改目标:…                   the text is the field's value
          Node(kind="mark")    1.…                          parts of the value

Levels are inferred: a mark that counts on from an open list continues it, a mark with value one opens a list
under whatever is open, and a field keeps the lists inside it to itself.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from gongwen.outline import RANKS, Mark
from gongwen.rectification.asides import Aside
from gongwen.rectification.labels import CORE, Label
from gongwen.results import Span


class Node:
    """A part of the text. ``start``…``end`` all of it; ``head``: where its own words begin; ``asides``: parentheses
    with fields inside these; ``named``: whether it or anything below it names a field."""

    __slots__ = ("asides", "children", "end", "head", "kind", "label", "mark", "named", "parent", "start")

    def __init__(
        self,
        kind: Literal["root", "mark", "label"],
        start: int,
        head: int,
        end: int,
        mark: Mark | None = None,
        label: Label | None = None,
    ) -> None:
        self.kind = kind
        self.start = start
        self.head = head
        self.end = end
        self.mark = mark
        self.label = label
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.asides: list[Aside] = []
        self.named = False

    @property
    def own(self) -> Span:
        """The node's own words: up to its first child."""
        return (self.head, self.children[0].start if self.children else self.end)

    def marks(self) -> list[Node]:
        return [child for child in self.children if child.kind == "mark"]

    def labels(self) -> list[Node]:
        return [child for child in self.children if child.kind == "label"]

    def path(self) -> list[Node]:
        """The numbered nodes above, outermost first."""
        above: list[Node] = []
        node = self.parent
        while node is not None:
            if node.kind == "mark":
                above.append(node)
            node = node.parent
        return above[::-1]

    def walk(self) -> Iterator[Node]:
        """This node and everything under it, in reading order, without recursion."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))


Token = Mark | Label | Aside


def grow(
    text: str,
    marks: Sequence[Mark],
    labels: Sequence[Label],
    asides: Sequence[Aside] = (),
    stops: Sequence[int] = (),
) -> Node:
    """The tree over a text. ``stops``: places at which everything open ends."""
    return _Grower(text, marks, labels, asides, stops).tree()


#: How many open parts are looked through for the one that a mark continues.
_DEEPEST = 60


class _Grower:
    def __init__(
        self,
        text: str,
        marks: Sequence[Mark],
        labels: Sequence[Label],
        asides: Sequence[Aside],
        stops: Sequence[int],
    ) -> None:
        self.text = text
        self.root = Node("root", 0, 0, len(text))
        self.stack = [self.root]
        #: The last value of each style, for lists that run on across headings.
        self.last: dict[str, int] = {}
        taken = {label.mark for label in labels if label.mark is not None}
        tokens: list[tuple[int, int, Token | None]] = [(at, 0, None) for at in stops]
        tokens += [(label.start, 1, label) for label in labels if label.closes is None]
        tokens += [(aside.start, 3, aside) for aside in asides]
        tokens += [(mark.start, 2, mark) for mark in marks if mark not in taken]
        self.tokens = sorted(tokens, key=lambda token: token[:2])
        self.followers = _followers(self.tokens)

    def tree(self) -> Node:
        for index, (at, _, token) in enumerate(self.tokens):
            if token is None:
                self._close_to(self.root, at)
            elif isinstance(token, Label):
                self._label(token)
            elif isinstance(token, Aside):
                self.stack[-1].asides.append(token)
            else:
                self._mark(token, index)
        self._close_to(self.root, self.root.end)
        return self.root

    # -- labels

    def _label(self, label: Label) -> None:
        owner = self._numbered_owner(label) or self._owner()
        self._open(Node("label", label.start, label.end, label.end, mark=label.mark, label=label), owner)
        above: Node | None = owner
        while above is not None and not above.named:
            above.named = True
            above = above.parent

    def _numbered_owner(self, label: Label) -> Node | None:
        """二、整改目标 counts on from 一、反馈问题, whatever was numbered in between."""
        if label.mark is None:
            return None
        for node in reversed(self.stack):
            mark = node.mark if node.kind == "label" else None
            if mark is not None and (mark.style, mark.value + 1) == (label.mark.style, label.mark.value):
                return node.parent
        return None

    def _owner(self) -> Node:
        """The node whose fields are being named: of the field that is open, else the innermost that can have any."""
        node = self.stack[-1]
        while node.kind == "mark" and node.parent is not None:
            if (node.parent.kind == "label" and not self._item_of_field(node)) or self._part_of_statement(
                node
            ):
                node = node.parent
            else:
                return node
        if node.kind == "label" and node.parent is not None:
            return node.parent
        return node

    @staticmethod
    def _item_of_field(node: Node) -> bool:
        """Whether the entries of a list inside a problem field (存在问题:1.…) are records themselves."""
        label = node.parent.label if node.parent else None
        if label is None or label.field not in ("problem", "extra") or node.mark is None:
            return False
        elders = node.parent.marks() if node.parent else []
        return elders[0].named if len(elders) > 1 else label.alone and node.mark.bol

    @staticmethod
    def _part_of_statement(node: Node) -> bool:
        """Whether an elder sibling has no field of its own: then these are the parts of a statement above them."""
        if node.mark is None or node.parent is None or node.mark.style in ("cn", "part"):
            return False
        elders = [child for child in node.parent.children if child is not node and child.kind == "mark"]
        return node.parent.kind == "mark" and bool(elders) and not any(child.named for child in elders)

    # -- marks

    def _mark(self, mark: Mark, index: int) -> None:
        continued = self._continued(mark, index)
        if mark.glued and not self._glued_fits(mark, continued, index):
            return
        if continued is not None:
            self._open_mark(mark, continued.parent or self.root)
        elif mark.value == 1 and self._opens_list(mark, index):
            self._open_mark(mark, self._list_parent(mark))
        elif mark.value > 1 and (mark.glued or mark.bol):
            self._open_mark(mark, self._stray_parent(mark))

    def _glued_fits(self, mark: Mark, continued: Node | None, index: int) -> bool:
        """A mark with no sentence's end before it: after a heading, or after the last field of a record."""
        if mark.style == "cn_paren":
            return mark.value == 1 or continued is not None or self.last.get(mark.style) == mark.value - 1
        if mark.bol:
            return mark.value == 1 or continued is not None
        if mark.style == "cn":
            return self._captions(mark, index) or (mark.value == 1 and self.followers[index])
        if continued is not None:
            return continued.named and self._holds_fields(index)
        top = self.stack[-1]
        between = self.text[top.head : mark.start]
        counts_on = mark.value == 1 or self.last.get(mark.style) == mark.value - 1
        return (
            counts_on and top.kind == "mark" and len(between) <= 45 and not _PUNCTUATION.intersection(between)
        )

    def _continued(self, mark: Mark, index: int) -> Node | None:
        """The open node that this mark counts on from."""
        fits = [
            node
            for node in itertools.islice(reversed(self.stack), _DEEPEST)
            if node.mark is not None and node.mark.style == mark.style and node.mark.value + 1 == mark.value
        ]
        if len(fits) > 1 and self._begins_record(fits[-1], index):
            return fits[-1]
        return fits[0] if fits else self._numbered_alike(mark, index)

    def _numbered_alike(self, mark: Mark, index: int) -> Node | None:
        """The record before, where every record bears the number one."""
        alike = [node for node in self.stack if node.mark and node.mark[2:4] == mark[2:4] and node.mark.bol]
        return next((node for node in alike if mark.bol and self._begins_record(node, index)), None)

    def _begins_record(self, elder: Node, index: int) -> bool:
        """Whether the field with which an elder's fields began follows before the next mark."""
        following = self.tokens[index + 1][2] if index + 1 < len(self.tokens) else None
        first = next((node.label for node in elder.children if node.label is not None), None)
        return isinstance(following, Label) and first is not None and following.name == first.name

    def _holds_fields(self, index: int) -> bool:
        """Whether a field follows before the next mark: what is numbered is then an item and no part of a field."""
        following = self.tokens[index + 1 : index + 2]
        return bool(following) and isinstance(following[0][2], Label)

    def _opens_list(self, mark: Mark, index: int) -> bool:
        """A first mark in running text is one only if a second follows, or a list of its own right behind it."""
        return (mark.bol and not mark.glued) or self.followers[index] or mark.glued

    def _captions(self, mark: Mark, index: int) -> bool:
        """Whether a list stands right under it: it is a heading."""
        following = self.tokens[index + 1][2] if index + 1 < len(self.tokens) else None
        if not isinstance(following, Mark) or RANKS[following.style] <= RANKS[mark.style]:
            return False
        between = self.text[mark.end : following.start]
        return len(between) <= 60 and not _PUNCTUATION.intersection(between)

    def _list_parent(self, mark: Mark) -> Node:
        """Under what a new list begins."""
        top = self.stack[-1]
        rank = RANKS[mark.style]
        for node in reversed(self.stack):
            if node.kind == "label" and not self._leaves_field(mark, node):
                return top
            if node.kind == "root":
                return node
            if node.mark is None:
                continue
            if node.mark.style == mark.style:
                return (node.parent or self.root) if mark.bol and node.mark.bol else top
            if RANKS[node.mark.style] < rank:
                return node
        return self.root

    @staticmethod
    def _leaves_field(mark: Mark, node: Node) -> bool:
        """A new 一、 at the beginning of a paragraph after a numbered record opens a new part of the document."""
        above = {above.mark.style for above in node.path() if above.mark is not None}
        return mark.bol and (mark.style == "part" or (mark.style == "cn" and bool(above)))

    def _stray_parent(self, mark: Mark) -> Node:
        """A list whose beginning is missing, or that skips a number."""
        for node in reversed(self.stack):
            if node.mark is not None and node.mark.style == mark.style:
                return node.parent or self.root
        return self._list_parent(mark)

    # -- opening and closing

    def _open_mark(self, mark: Mark, parent: Node) -> None:
        self.last[mark.style] = mark.value
        self._open(Node("mark", mark.start, mark.end, mark.end, mark=mark), parent)

    def _open(self, node: Node, parent: Node) -> None:
        self._close_to(parent, node.start)
        node.parent = parent
        parent.children.append(node)
        self.stack.append(node)

    def _close_to(self, parent: Node, at: int) -> None:
        while self.stack[-1] is not parent and self.stack[-1] is not self.root:
            self.stack.pop().end = at


_PUNCTUATION = frozenset("。,;:!?")


def _followers(tokens: Sequence[tuple[int, int, Token | None]]) -> list[bool]:
    """For each token: whether a mark of its style with the next value follows, before one with its own value."""
    found = [False] * len(tokens)
    ahead: dict[str, int] = {}
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index][2]
        if isinstance(token, Mark):
            found[index] = ahead.get(token.style) == token.value + 1
            ahead[token.style] = token.value
        elif token is None:
            ahead.clear()
    return found


def resolve_headings(marks: Sequence[Mark], labels: Sequence[Label]) -> list[Label]:
    """Numbered headings that name a field (二、整改目标⏎) are fields only where their whole list names fields."""
    by_mark = {label.mark: label for label in labels if label.mark is not None and label.closes is None}
    kept: set[Mark] = set()
    captions = _captions_of_fields(labels)
    by_mark = {mark: label for mark, label in by_mark.items() if label not in captions}
    inner = [label.start for label in labels if label.closes is not None]
    for run in _runs(marks):
        named = [by_mark[mark] for mark in run if mark in by_mark]
        core = {label.field for label in named if label.field in CORE and not label.tight}
        if (
            len(core) >= 2
            and len(named) >= 0.6 * len(run)
            and not _holds_sections(run, marks, inner)
            and not any(_holds_records(label, following, labels) for label, following in _reach(named, run))
        ):
            kept.update(label.mark for label in named if label.mark is not None)
    return [
        label
        for label in labels
        if label.mark is None or label.mark in kept or not (label.alone or label.tight)
    ]


def _holds_sections(run: Sequence[Mark], marks: Sequence[Mark], inner: Sequence[int]) -> bool:
    """Whether one of the headings has two further levels below it, or fields in parentheses: a plan's chapters."""
    for heading, following in itertools.pairwise(run):
        first = bisect_right(marks, heading.start, key=lambda mark: mark.start)
        last = bisect_left(marks, following.start, key=lambda mark: mark.start)
        styles = {mark.style for mark in marks[first:last] if mark.bol and mark.style in _LEVELS}
        if len(styles - {heading.style}) >= 2:
            return True
    return bisect_left(inner, run[-1].start) > bisect_left(inner, run[0].start)


def _reach(named: Sequence[Label], run: Sequence[Mark]) -> Iterator[tuple[Label, int | None]]:
    """Each named heading with the place at which the next heading of its list stands."""
    after = dict(itertools.pairwise(run))
    for label in named:
        following = after.get(label.mark) if label.mark is not None else None
        yield label, following.start if following is not None else None


def _holds_records(heading: Label, end: int | None, labels: Sequence[Label]) -> bool:
    """Whether a field of records comes again and again below a heading: 三、整改任务 (一)…整改措施:… (二)…整改措施:…"""
    first = bisect_right(labels, heading.start, key=lambda label: label.start)
    last = bisect_left(labels, end, key=lambda label: label.start) if end is not None else len(labels)
    telling = CORE if heading.field == "problem" else frozenset({"goal", "measures", "problem"})
    names = Counter(label.name for label in labels[first:last] if label.colon and label.field in telling)
    return max(names.values(), default=0) >= 2


_LEVELS = frozenset(("cn_paren", "dot", "dun", "paren"))


def _captions_of_fields(labels: Sequence[Label]) -> set[Label]:
    """Numbered names of fields with further fields right under them: headings, not fields."""
    return {
        label
        for label, following in itertools.pairwise(labels)
        if label.alone
        and label.mark is not None
        and following.mark is None
        and following.closes is None
        and following.start - label.end <= 2
    }


def _runs(marks: Sequence[Mark]) -> Iterator[list[Mark]]:
    """Marks of one style that count up, restarted at one."""
    runs: dict[str, list[Mark]] = {}
    for mark in marks:
        run = runs.setdefault(mark.style, [])
        if run and mark.value == run[-1].value + 1:
            run.append(mark)
            continue
        if run:
            yield run
        runs[mark.style] = [mark]
    yield from runs.values()
