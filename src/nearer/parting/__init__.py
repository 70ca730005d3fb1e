"""Parting: taking one's words along, leaving a bond with them or without, and ending an account."""
