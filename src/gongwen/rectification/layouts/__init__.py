"""Competing readings: each module proposes how the whole document is laid out, knowing nothing of the others."""
