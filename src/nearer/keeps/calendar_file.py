"""A plan as a calendar file. Calendars are sealed by nobody, so the file says little by itself."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from icalendar import Calendar, Event

SPAN = timedelta(hours=2)


def calendar_file(*, title: str, day: date, at: str, where: str) -> bytes:
    """One event in the RFC 5545 format. `at` is "15:00", or "" for the whole day.

    The time floats: it is that time wherever one is then. The id is drawn anew for each file and
    leads back to nothing.
    """
    event = Event()
    event.add("uid", str(uuid.uuid4()))
    event.add("dtstamp", timezone.now())
    event.add("summary", title)
    start = datetime.combine(day, time.fromisoformat(at)) if at else day
    event.add("dtstart", start)
    with suppress(OverflowError):  # the last day that there is has no day after it
        event.add("dtend", start + (SPAN if at else timedelta(days=1)))
    if where:
        event.add("location", where)
    calendar = Calendar()
    calendar.add("prodid", "-//Nearer//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
