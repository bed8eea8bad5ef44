"""What the accounts refuse: the same two kinds of refusal as in the directory below."""

from __future__ import annotations

from duban.organizations.errors import NotAllowed as NotAllowed
from duban.organizations.errors import Refused as Refused


class NotProved(Refused):
    """A password or code that was wrong: it counts like a failed sign-in."""
