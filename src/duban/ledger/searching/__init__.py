"""Searching the ledger by any piece of text, one character included, with exact counts on every database."""
