"""What `check` finds: one line each, with what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Weight(IntEnum):
    """How much a finding matters."""

    WARN = 1
    """Worth mending."""
    REFUSE = 2
    """`check` ends with status 1."""
    STOP = 3
    """Nearer does not serve like this."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be. `says` is one line: what it is, then what to do."""

    weight: Weight
    says: str

    def __str__(self) -> str:
        word = "WARNING" if self.weight is Weight.WARN else "REFUSED"
        return f"{word}  {self.says}"
