"""A person's rhythm as one rule, which the server may know: days and a time, never what for."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from nearer.reminders.rule import Rule, next_after

from .every import DAILY, FORTNIGHT, MONTHLY, WEEKLY
from .page import Comes, Rhythm

AHEAD = timedelta(days=60)
"""So far ahead notices for single days are asked for; whoever stays away longer has peace."""


def told(rhythm: Rhythm, bonds: Collection[uuid.UUID], today: date) -> list[Comes]:
    """What this person wants a notice for and may come up. `bonds`: those they are in."""
    return [
        one
        for one in rhythm.comes
        if one.tell
        and (one.bond is None or one.bond in bonds)
        and not rhythm.muted(one.bond, today)
    ]


def rule_of(rows: Collection[Comes], rhythm: Rhythm, zone: ZoneInfo) -> Rule | None:
    """The one rule of a person: the union of their days; None where there are none.

    What comes every other week is no part of it: a rule knows no fortnights. See `days_of`.
    """
    weekdays = {day for one in rows if one.every.how == WEEKLY for day in one.every.weekdays}
    if any(one.every.how == DAILY for one in rows):
        weekdays = set(range(7))
    month_days = {one.every.month_day for one in rows if one.every.how == MONTHLY}
    if not weekdays and not month_days:
        return None
    return Rule(
        zone=str(zone),
        minute=rhythm.minute,
        weekdays=frozenset(weekdays),
        month_days=frozenset(month_days),
        quiet=rhythm.quiet,
    )


def days_of(rows: Collection[Comes], today: date) -> Iterator[tuple[uuid.UUID, date]]:
    """The single days ahead of what comes every other week, each with an id of its own."""
    for one in rows:
        if one.every.how != FORTNIGHT:
            continue
        for ahead in range(AHEAD.days):
            day = today + timedelta(days=ahead)
            if one.every.falls_on(day):
                yield uuid.uuid5(one.id, day.isoformat()), day


def moment_on(day: date, rhythm: Rhythm, zone: ZoneInfo) -> datetime | None:
    """When this person is told on one day: their time, out of the quiet; None if it has no such."""
    one = Rule(str(zone), rhythm.minute, frozenset({day.weekday()}), frozenset(), rhythm.quiet)
    before = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(hours=4)
    found = next_after(one, before)
    return found if found.astimezone(zone).date() == day else None
