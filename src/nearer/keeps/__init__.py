"""Keeps: what outlives a sitting, from promises and dates to the jar, plans and the journal."""
