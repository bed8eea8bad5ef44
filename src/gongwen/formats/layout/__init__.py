"""From marks on pages to paragraphs and tables: what PDF, OFD and OCR have in common.

A reader gives pages of placed characters (or lines) and strokes; this package finds the lines, the ruled tables,
the running heads, and the paragraphs as their author wrote them. Lengths are in points, y grows downwards.
"""

from gongwen.formats.layout.flow import write
from gongwen.formats.layout.geometry import Char, Line, Page, Stroke, straight, thin
from gongwen.formats.layout.lines import lines_of
from gongwen.formats.layout.tables import read_page

__all__ = ["Char", "Line", "Page", "Stroke", "lines_of", "read_page", "straight", "thin", "write"]
