"""Reading values: pure functions over (text, span) that give values with their absolute spans.

Every function takes the text of the whole document and one or more spans into it, and gives values whose
spans again point into the whole text. Nothing here knows of items or layouts: who found the span of a goal
or of a label's value asks here what it says. A value that was inferred or repaired comes with a
:class:`gongwen.results.Doubt`; a certain one comes without. Doubts carry a ``field`` that fits the function
(``deadline``, ``milestones``, ``indicators``, ``status`` …); for parties the caller sets it, because only the
caller knows the role.

    years = Years(text)                                     once for each document
    read_deadline(text, span, years)                        the value of a labelled deadline
    deadline_in_prose(text, spans, years)                   an item without such a field: its goal and measures
    read_milestones(text, spans, years)                     goal and measures
    read_indicators(text, spans, years, targets=[...])      goal and measures; targets: spans that state aims
    read_parties(text, span), read_people(text, span)       values of unit and leader labels
    looks_like_party(text, span)                            0.0 … 1.0, for finding columns
    read_status(text, span)                                 a status field, or the prose that may hold one
    infer_status(text, spans, years)                        a complaint row: dates still to come
    read_totals(text, spans, years), reconcile(...)         what lies outside the items
    read_header(source, body, years), guess_kind(...)       title, issuer, inspection; plan, report, …
"""

from gongwen.rectification.fields.dates import DateMention, Years, find_dates
from gongwen.rectification.fields.deadlines import deadline_in_prose, read_deadline
from gongwen.rectification.fields.folding import fold
from gongwen.rectification.fields.header import Header, guess_kind, read_header
from gongwen.rectification.fields.indicators import read_indicators
from gongwen.rectification.fields.milestones import read_milestones
from gongwen.rectification.fields.status import infer_status, read_status
from gongwen.rectification.fields.totals import read_totals, reconcile
from gongwen.rectification.fields.units import looks_like_party, read_parties, read_people
from gongwen.rectification.fields.view import View, quote

__all__ = [
    "DateMention",
    "Header",
    "View",
    "Years",
    "deadline_in_prose",
    "find_dates",
    "fold",
    "guess_kind",
    "infer_status",
    "looks_like_party",
    "quote",
    "read_deadline",
    "read_header",
    "read_indicators",
    "read_milestones",
    "read_parties",
    "read_people",
    "read_status",
    "read_totals",
    "reconcile",
]
