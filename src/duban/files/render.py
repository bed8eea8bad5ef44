"""A document as safe HTML in its own paragraphs and tables, with the places of values marked.

Every run of text stands in ``<span data-start data-end>`` (code points of ``Document.text``), so that the
browser can say which place a selection covers. Marks may overlap; they are nested, and cut where they cross.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duban.files.blocks import leaves
from gongwen.source import Block, Cell, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """A place to mark. ``kind`` chooses the look, ``key`` names what stands there, ``label`` says it in words."""

    start: int
    end: int
    kind: str
    key: str = ""
    label: str = ""
    strong: bool = False


class Renderer:
    def __init__(
        self, text: str, blocks: Sequence[Block], marks: Sequence[Mark] = (), page_starts: Sequence[int] = ()
    ) -> None:
        self.text = text
        self.blocks = blocks
        self.page_starts = sorted(page_starts)
        self._leaf_marks = _spread(blocks, marks)
        self._anchored = False

    def document(self) -> SafeString:
        return mark_safe("\n".join(self.block(index) for index in range(len(self.blocks))))

    def block(self, index: int) -> SafeString:
        block = self.blocks[index]
        body = self._table(index, block) if isinstance(block, Table) else self._paragraph(index, block)
        margin = self._margin(index, block)
        return mark_safe(f'<div class="doc-block" id="b{index}">{margin}{body}</div>')

    def _margin(self, index: int, block: Block) -> str:
        page = self._page_beginning(index, block)
        shown = f'<span class="doc-page">{escape(_("第%s页") % page)}</span>' if page else ""
        return f'<span class="doc-margin" aria-hidden="true">{shown}<span class="doc-no">{index + 1}</span></span>'

    def _page_beginning(self, index: int, block: Block) -> int | None:
        """The number of the page that begins with this block or inside it, if one does."""
        since = self.blocks[index - 1].end if index else -1
        last = bisect_left(self.page_starts, block.end)
        return last if last > bisect_left(self.page_starts, since) else None

    def _paragraph(self, index: int, block: Paragraph) -> str:
        inner = self._leaf(block.start, block.end)
        if block.heading:
            level = min(block.heading + 1, 6)
            return f'<p class="doc-heading" role="heading" aria-level="{level}">{inner}</p>'
        return f"<p>{inner}</p>"

    def _table(self, index: int, table: Table) -> str:
        rows: dict[int, list[Cell]] = {}
        for cell in table.cells:
            rows.setdefault(cell.row, []).append(cell)
        body = "".join(self._row(rows[number], number < table.header_rows) for number in sorted(rows))
        return f'<div class="doc-table"><table>{body}</table></div>'

    def _row(self, cells: Sequence[Cell], header: bool) -> str:
        name = "th" if header else "td"
        return "<tr>" + "".join(self._cell(cell, name) for cell in sorted(cells, key=_column)) + "</tr>"

    def _cell(self, cell: Cell, name: str) -> str:
        spans = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        spans += f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
        return f"<{name}{spans}>{self._leaf(cell.start, cell.end)}</{name}>"

    def _leaf(self, start: int, end: int) -> str:
        return self._stretch(start, end, self._leaf_marks.get((start, end), []))

    def _stretch(self, start: int, end: int, marks: list[Mark]) -> str:
        """The text from start to end with these marks (clipped to it, sorted) around its parts."""
        parts: list[str] = []
        while marks:
            mark = marks[0]
            parts.append(self._run(start, mark.start))
            # Hundreds of items may take a value from the same words of a preamble: no depth of calls for those.
            here = next(list(same) for _place, same in groupby(marks, key=_order))
            inner, marks = _divide(mark, marks[len(here) :])
            body = self._stretch(mark.start, mark.end, inner)
            for each in reversed(here):
                body = self._marked(each, body)
            parts.append(body)
            start = mark.end
        parts.append(self._run(start, end))
        return "".join(parts)

    def _run(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return f'<span data-start="{start}" data-end="{end}">{escape(self.text[start:end])}</span>'

    def _marked(self, mark: Mark, inner: str) -> str:
        strong = " mark-strong" if mark.strong else ""
        anchor = ""
        if mark.strong and not self._anchored:
            self._anchored, anchor = True, ' id="at"'
        key = f' data-key="{escape(mark.key)}"' if mark.key else ""
        label = f' title="{escape(mark.label)}"' if mark.label else ""
        return f'<mark class="mark mark-{escape(mark.kind)}{strong}"{anchor}{key}{label}>{inner}</mark>'


def render_document(
    text: str, blocks: Sequence[Block], marks: Sequence[Mark] = (), page_starts: Sequence[int] = ()
) -> SafeString:
    return Renderer(text, blocks, marks, page_starts).document()


def _column(cell: Cell) -> int:
    return cell.column


def _order(mark: Mark) -> tuple[int, int]:
    return mark.start, -mark.end


def _divide(mark: Mark, others: list[Mark]) -> tuple[list[Mark], list[Mark]]:
    """What of the other marks lies inside this one, and what remains after it."""
    inner = [replace(o, end=min(o.end, mark.end)) for o in others if o.start < mark.end]
    after = [replace(o, start=max(o.start, mark.end)) for o in others if o.end > mark.end]
    return inner, sorted(after, key=_order)


def _spread(blocks: Sequence[Block], marks: Sequence[Mark]) -> dict[tuple[int, int], list[Mark]]:
    """The marks of each paragraph or cell, clipped to it."""
    places = sorted({(leaf.start, leaf.end) for leaf in leaves(blocks) if leaf.end > leaf.start})
    starts = [start for start, _end in places]
    spread: dict[tuple[int, int], list[Mark]] = {}
    for mark in sorted((m for m in marks if m.end > m.start), key=_order):
        index = max(bisect_right(starts, mark.start) - 1, 0)
        while index < len(places) and places[index][0] < mark.end:
            start, end = places[index]
            if end > mark.start:
                clipped = replace(mark, start=max(mark.start, start), end=min(mark.end, end))
                spread.setdefault((start, end), []).append(clipped)
            index += 1
    return {place: sorted(found, key=_order) for place, found in spread.items()}
