"""The layouts: each module writes some families of documents and registers them by name."""

from . import closeouts, complaints, notices, plans, reports, tables
from .registry import LAYOUTS

__all__ = ["LAYOUTS", "closeouts", "complaints", "notices", "plans", "reports", "tables"]
