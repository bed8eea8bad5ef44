"""What is done with whole plans, inspections and meetings, by the office: one registry, like that of the findings."""

from __future__ import annotations

from duban.ledger.plans import approving, dating, happening, meeting, special, taking_back  # noqa: F401  these fill the registry
from duban.ledger.plans.registry import PLAN_VERBS, PlanVerb, take

__all__ = ["PLAN_VERBS", "PlanVerb", "take"]
