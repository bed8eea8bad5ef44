"""Words as data: labels, phrases and lists that the readers look up."""
