"""A ledger of any size from a seed, and what is measured on it. See :mod:`tests.bench.ledger`."""
