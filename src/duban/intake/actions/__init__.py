"""The verbs of intake: receive, review, accept, revise. Pages call these and nothing else writes a draft."""

from duban.intake.actions.changing import Conflict, NotPossible, PlanStands

__all__ = ["Conflict", "NotPossible", "PlanStands"]
