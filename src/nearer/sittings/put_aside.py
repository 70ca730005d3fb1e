"""Who has put a sitting aside, until when, and on which day they said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from .opened import Opened


def pauses_shown(opened: Opened, reader: str) -> list[dict[str, Any]]:
    """The pauses for a page that `reader` sees: name, mine, said (a moment, or None), and what was
    said: when, day and time, by the clock of whoever said it."""
    latest = {entry.by: entry.id for entry in opened.state.entries}
    said = {who: opened.times.get(id) for who, id in latest.items()}
    return [
        {
            "name": opened.company.name(who),
            "mine": who == reader,
            "said": (at := said[who]) and datetime.fromisoformat(at),
            **data,
        }
        for who, data in opened.state.pausing.items()
    ]
