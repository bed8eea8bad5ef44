"""The layouts: each module writes some families of documents and registers them by name."""

from . import closeouts, complaints, more_plans, notices, plans, reports, tables
from .registry import LAYOUTS

__all__ = ["LAYOUTS", "closeouts", "complaints", "more_plans", "notices", "plans", "reports", "tables"]
