"""公文: official documents in, official documents out.

``read(data, name=…)`` takes the bytes of a document and returns a :class:`Reading`; ``ReadError`` and its
children say in one Chinese sentence why a document cannot be read. No Django, no database, no clock.
"""

from __future__ import annotations

__all__ = ["read"]
