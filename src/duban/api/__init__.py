"""The programming interface: every list and every verb of the house for other programs, which act as a person."""
