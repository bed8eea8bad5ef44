"""Tables: those that a format delivers, and those that were flattened into a text."""
