"""The layouts: each module writes some families of documents and registers them by name."""

from . import plans
from .registry import LAYOUTS

__all__ = ["LAYOUTS", "plans"]
