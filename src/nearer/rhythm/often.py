"""How often each calendar was read within this hour, in memory: reading must change no row."""

from __future__ import annotations

import threading

HOUR = 3600
MOST = 60
"""Within an hour, for each process. Calendars look a few times a day."""

_lock = threading.Lock()
_read: dict[bytes, int] = {}
_hour = 0


def seconds_to_wait(mark: bytes, now: float) -> int:
    """Count one reading; 0 if it may be, else how long until the next may be."""
    global _hour
    with _lock:
        if int(now) // HOUR != _hour:
            _hour = int(now) // HOUR
            _read.clear()
        count = _read.get(mark, 0)
        if count >= MOST:
            return HOUR - int(now) % HOUR
        _read[mark] = count + 1
        return 0
