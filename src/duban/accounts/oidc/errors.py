"""What goes wrong between us and the provider. Each is told to the person as one sentence; nobody is let in by one."""

from __future__ import annotations

from duban.accounts.errors import Refused


class ProviderRefused(Refused):
    """The provider said no, or what it said cannot be relied on."""


class ProviderAway(ProviderRefused):
    """The provider did not answer, or not in a way that we understand."""
