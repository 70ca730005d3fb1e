"""Sittings: one run of a practice, kept as a list of sealed entries."""
