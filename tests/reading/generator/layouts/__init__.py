"""The layouts: each module writes some families of documents and registers them by name."""

from . import annex, closeouts, complaints, more_plans, notices, official, plans, reports, tables
from .registry import LAYOUTS

__all__ = [
    "LAYOUTS",
    "annex",
    "closeouts",
    "complaints",
    "more_plans",
    "notices",
    "official",
    "plans",
    "reports",
    "tables",
]
