"""What an outline says: items, fields, deadlines, units, indicators, totals."""
