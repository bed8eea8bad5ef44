"""Tables as text: every way in which saved pages print the cells of a table."""

from __future__ import annotations

from .draft import Draft, Paragraph, Table


def flatten(block: Paragraph | Table, draft: Draft) -> str:
    if isinstance(block, Paragraph):
        return block.text
    if draft.flatten in ("broken-pipes", "cell-lines") and draft.maybe(0.4):
        block = _narrow(block)
    return FORMS[draft.flatten](block).replace("\v", "\n")


def _narrow(table: Table) -> Table:
    """Header words and short values broken in the middle, as in columns two characters wide."""
    return Table(
        [_broken(cell) for cell in table.header], [[_broken(cell) for cell in row] for row in table.rows]
    )


def _broken(cell: str) -> str:
    if 3 <= len(cell) <= 5 and all("\u4e00" <= char <= "\u9fff" for char in cell):
        return "\v".join(cell[i : i + 2] for i in range(0, len(cell), 2))
    return cell


def pipes(table: Table) -> str:
    """One row per line; a cell's own line breaks become spaces."""
    return "\n".join(
        " | ".join(_flat(cell) for cell in row) + (" |" if len(row) > 1 else "")
        for row in [table.header, *table.rows]
        if row
    )


def broken_pipes(table: Table) -> str:
    """One row per line, broken wherever a cell holds a line break."""
    return "\n".join(
        " | ".join(row) + (" |" if len(row) > 1 else "") for row in [table.header, *table.rows] if row
    )


def cell_lines(table: Table) -> str:
    """One cell per line, each ending in a pipe, the header too."""
    return "\n".join(f"{_flat(cell)} |" for row in [table.header, *table.rows] for cell in row)


def blank_lines(table: Table) -> str:
    """Cells parted by blank lines, no pipes."""
    return "\n\n".join(_flat(cell) for row in [table.header, *table.rows] for cell in row)


def row_blocks(table: Table) -> str:
    """One cell per line, a blank line between rows."""
    return "\n\n".join("\n".join(row) for row in [table.header, *table.rows] if row)


def tabs(table: Table) -> str:
    """As copied from a spreadsheet."""
    return "\n".join("\t".join(_flat(cell) for cell in row) for row in [table.header, *table.rows] if row)


def label_values(table: Table) -> str:
    """Label line, then value line, for each cell: newspaper e-editions."""
    return "\n".join(
        f"{name}\n{_flat(cell)}" for row in table.rows for name, cell in zip(table.header, row, strict=False)
    )


def _flat(cell: str) -> str:
    return cell.replace("\n", " ")


FORMS = {
    "pipes": pipes, "broken-pipes": broken_pipes, "cell-lines": cell_lines, "blank-lines": blank_lines,
    "row-blocks": row_blocks, "tabs": tabs, "label-values": label_values,
}  # fmt: skip
