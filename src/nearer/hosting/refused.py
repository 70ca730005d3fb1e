"""How a command says no."""

from __future__ import annotations


class Refused(Exception):
    """What stands in the way, and what to do about it, in words for whoever runs this server."""
