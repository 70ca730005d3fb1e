"""Notices that are due, and the ways they go. No key of any person is here: it can tell nothing."""
