"""The whole way from a source text to a reading: clean, lay out, let the readers compete, read the values."""

from __future__ import annotations

from gongwen.cleaning import Sheet
from gongwen.errors import DocumentTooLarge
from gongwen.rectification import fields
from gongwen.rectification.assembling import assemble
from gongwen.rectification.composing import Composer
from gongwen.rectification.doubting import with_doubts
from gongwen.rectification.drafts import Proposal
from gongwen.rectification.endings import without_ending
from gongwen.rectification.finishing import finish
from gongwen.rectification.overall import with_overall_status
from gongwen.rectification.weighing import weigh
from gongwen.results import Doubt, Item, Reading, SourceInfo, Span
from gongwen.source import SourceText

#: The longest plans of a province have some 300,000 characters. Beyond these a text is a mistake or an attack, and
#: reading it would only make a person wait for the same sentence.
MAX_CHARACTERS = 3_000_000
MAX_BLOCKS = 300_000


def read_source_text(source: SourceText) -> Reading:
    """What the document says. Raises DocumentTooLarge for what no official document can be."""
    if len(source.text) > MAX_CHARACTERS or len(source.blocks) > MAX_BLOCKS:
        size = f"{len(source.text) // 10_000} 万字、{len(source.blocks)} 段"
        raise DocumentTooLarge(f"文件有 {size}，超过一份公文可能的长度，没有读取；请拆分后再试。")
    page = assemble(source)
    proposals = weigh(page)
    chosen = max(proposals, key=lambda proposal: proposal.score, default=None)
    sheet = page.sheet
    years = fields.Years(source.text)
    span = sheet.place((0, len(sheet.text))) if sheet.text else None
    header = fields.read_header(source, span, years)
    kind = fields.guess_kind(header.title.text if header.title else None, source.text)
    composer = Composer(sheet, source.text, years, kind, page.asides)
    if chosen:
        without_ending(sheet.text, chosen.drafts)
    items = tuple(composer.item(finish(sheet.text, draft)) for draft in chosen.drafts) if chosen else ()
    outside = _outside(sheet, chosen, len(source.text))
    items = with_overall_status(source.text, outside, items, kind)
    totals = tuple(fields.read_totals(source.text, outside, years))
    doubts = [*source.doubts, *fields.reconcile(totals, items)]
    if not items:
        doubts.append(Doubt("no-items", "没有读出任何问题或任务，请核对这份文件是否含有问题清单。"))
    reading = Reading(
        source=SourceInfo(
            source.name, source.sha256, source.media_type, source.reader, len(source.page_starts) or None
        ),
        text=source.text,
        kind=kind,
        title=header.title,
        issuer=header.issuer,
        jurisdiction=header.jurisdiction,
        published=header.published,
        inspection=header.inspection,
        totals=totals,
        items=items,
        doubts=tuple(doubts),
        layout=chosen.layout if chosen else None,
    )
    return with_doubts(reading, page, proposals)


def _outside(sheet: Sheet, chosen: Proposal | None, length: int) -> list[Span]:
    """The parts of the source that belong to no item."""
    from gongwen.rectification.drafts import without

    return without((0, length), [sheet.place(draft.span) for draft in chosen.drafts] if chosen else [])


__all__ = ["Item", "read_source_text"]
