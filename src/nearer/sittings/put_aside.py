"""Who has put a sitting aside, until when, and on which day they said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .opened import Opened


def pauses_shown(opened: Opened, reader: str) -> list[dict[str, Any]]:
    """The pauses for a page that `reader` sees: name, mine, said (a moment, or None), and what was
    said: when, day and time, by the clock of whoever said it."""
    return [
        {
            "name": opened.company.name(who),
            "mine": who == reader,
            "said": (at := opened.times.get(pause.id)) and datetime.fromisoformat(at),
            **pause.data,
        }
        for who, pause in opened.state.pausing.items()
    ]
