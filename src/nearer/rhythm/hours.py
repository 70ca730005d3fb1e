"""Minutes of a day as people write them, “21:30”."""

from __future__ import annotations

from nearer.practices.kinds.gates import CLOCK


def at(minute: int) -> str:
    """“21:30” of 1290."""
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(text: str) -> int | None:
    """1290 of “21:30”; None for what is no time of day."""
    text = text.strip()[:5]
    if not CLOCK.fullmatch(text):
        return None
    hour, minute = text.split(":")
    return 60 * int(hour) + int(minute)
