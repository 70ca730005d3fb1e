"""What passes the bus: that something moved, in which sitting and for whom. Ids, nothing else."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass

LONGEST = 4_000
"""Bytes; PostgreSQL takes no more than 8,000 in one notice."""


@dataclass(frozen=True)
class Moved:
    """Something moved in a sitting; `people` are those whose page of it is another now."""

    sitting: uuid.UUID
    people: frozenset[uuid.UUID]

    def packed(self, sender: str) -> bytes:
        """As it is sent to the other processes; `sender` is the one that knows it already."""
        people = sorted(person.hex for person in self.people)
        return json.dumps([sender, self.sitting.hex, people], separators=(",", ":")).encode()


def unpacked(message: bytes | str) -> tuple[str, Moved] | None:
    """The sender and what it told; None for anything that none of us would send."""
    if len(message) > LONGEST:
        return None
    try:
        sender, sitting, people = json.loads(message)
        if not isinstance(sender, str) or not isinstance(people, list):
            return None
        return sender, Moved(uuid.UUID(sitting), frozenset(uuid.UUID(one) for one in people))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
