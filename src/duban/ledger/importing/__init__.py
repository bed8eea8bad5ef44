"""Rows of an office's own table into the ledger: columns matched, every bad cell named, then taken over as a whole.

:func:`try_out` says what the rows would do and changes nothing; :func:`carry_out` does it, in one transaction. Pages
and the API hand over the same :class:`SheetRow`.
"""

from duban.ledger.importing.carrying import Mode, Outcome, carry_out
from duban.ledger.importing.columns import FIELDS, Column, match_heads
from duban.ledger.importing.sheets import Sheet, SheetRow, read_sheet, rows_of
from duban.ledger.importing.trial import BadCell, RowPlan, Trial, try_out

__all__ = [
    "FIELDS",
    "BadCell",
    "Column",
    "Mode",
    "Outcome",
    "RowPlan",
    "Sheet",
    "SheetRow",
    "Trial",
    "carry_out",
    "match_heads",
    "read_sheet",
    "rows_of",
    "try_out",
]
