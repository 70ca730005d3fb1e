"""What became of one try."""

from __future__ import annotations

from enum import Enum


class Outcome(Enum):
    """SENT; LATER: it may work another time; GONE: this way leads nowhere any more."""

    SENT = "sent"
    LATER = "later"
    GONE = "gone"
