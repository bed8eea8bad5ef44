"""How the record calls a rule profile by its name."""

from __future__ import annotations

from duban.journal import labels
from duban.rulebook.models import Profile

labels.register_column("rule_profile", Profile, "name")
