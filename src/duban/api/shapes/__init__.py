"""What rows look like to programs: one schema and one function for each, names as in the glossary."""
