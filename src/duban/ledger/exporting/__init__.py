"""Lists as Excel: a short one with the answer, a long one as work in the background that its owner fetches."""
