"""A calendar of moments: when somebody may be told of something, and never of what.

It is made without any key of theirs, from the rule and the moments that the server knows anyway.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

from nearer.reminders import actions as reminders
from nearer.reminders.models import Notice
from nearer.reminders.rule import next_after

AHEAD = timedelta(days=60)
SPAN = timedelta(minutes=15)
REFRESH = timedelta(hours=12)
TITLE = "Nearer"


def moments(person: uuid.UUID, now: datetime) -> list[datetime]:
    """Every moment of the next sixty days (UTC), the nearest first; none in a pause for good."""
    stands = reminders.standing(person=person)
    if stands.quiet_for_good:
        return []
    start = max(now, stands.quiet_until or now)
    asked = Notice.objects.of(person).filter(due__gt=start, due__lte=now + AHEAD)
    found = set(asked.values_list("due", flat=True)) | set(_rounds(stands, start, now + AHEAD))
    return sorted(at.astimezone(UTC) for at in found if at is not None)


def _rounds(stands: reminders.Standing, start: datetime, end: datetime) -> Iterator[datetime]:
    if stands.rule is None:
        return
    at = next_after(stands.rule, start)
    while at <= end:
        yield at
        at = next_after(stands.rule, at)


def calendar_of(feed: uuid.UUID, found: Iterable[datetime]) -> bytes:
    """The moments in the RFC 5545 format, each an event of the one same name.

    They are moments of UTC: a calendar shows them by its own clock, and the file names no place.
    The same moment has the same id each time, so that a calendar does not double it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Nearer//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", TITLE)
    calendar.add("x-wr-timezone", "UTC")
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    for at in found:
        event = Event()
        event.add("uid", str(uuid.uuid5(feed, at.isoformat())))
        event.add("dtstamp", at)
        event.add("summary", TITLE)
        event.add("dtstart", at)
        event.add("dtend", at + SPAN)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
