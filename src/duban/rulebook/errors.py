from __future__ import annotations


class RuleRefused(Exception):
    """A change of a rule or of the calendar that cannot be made. ``str(error)`` is the sentence its person reads."""
