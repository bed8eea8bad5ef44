"""How the record calls what the ledger holds: a problem by its number, the rest by its name."""

from __future__ import annotations

from duban.journal import labels
from duban.ledger.models import Finding, Inspection, Meeting, Plan, SavedView

labels.register_column("finding", Finding, "number")
labels.register_column("read.finding", Finding, "number")
labels.register_column("inspection", Inspection, "name")
labels.register_column("plan", Plan, "title")
labels.register_column("meeting", Meeting, "name")
labels.register_column("view", SavedView, "name")
