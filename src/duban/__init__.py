"""督办: the loop from an inspection's findings to problems that are truly solved."""

__version__ = "0.1.0"
