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


def told(rhythm: Rhythm, bonds: Collection[uuid.UUID]) -> list[Comes]:
    """What this person wants a notice for, also where it is muted. `bonds`: those they are in."""
    return [one for one in rhythm.comes if one.tell and (one.bond is None or one.bond in bonds)]


def rule_of(rows: Collection[Comes], rhythm: Rhythm, today: date, zone: ZoneInfo) -> Rule | None:
    """The one rule of a person: the union of their days; None where there are none.

    What comes every other week and what is muted are no part of it: a rule knows neither fortnights
    nor a day to begin on. See `days_of`.
    """
    loud = [one.every for one in rows if not rhythm.muted(one.bond, today)]
    weekdays = {day for one in loud if one.how == WEEKLY for day in one.weekdays}
    if any(one.how == DAILY for one in loud):
        weekdays = set(range(7))
    month_days = {one.month_day for one in loud if one.how == MONTHLY}
    if not weekdays and not month_days:
        return None
    return Rule(
        zone=str(zone),
        minute=rhythm.minute,
        weekdays=frozenset(weekdays),
        month_days=frozenset(month_days),
        quiet=rhythm.quiet,
    )


def days_of(
    rows: Collection[Comes], rhythm: Rhythm, today: date
) -> Iterator[tuple[uuid.UUID, date]]:
    """The single days ahead of what no rule tells, each with an id of its own.

    That is what comes every other week, and what is muted now, from the day on which that ends:
    nobody may be there then to say so.
    """
    for one in rows:
        if one.every.how != FORTNIGHT and not rhythm.muted(one.bond, today):
            continue
        for ahead in range(AHEAD.days):
            day = today + timedelta(days=ahead)
            if one.every.falls_on(day) and not rhythm.muted(one.bond, day):
                yield uuid.uuid5(one.id, day.isoformat()), day


def moment_on(day: date, rhythm: Rhythm, zone: ZoneInfo) -> datetime | None:
    """When this person is told on one day: their time, out of the quiet; None if it has no such."""
    one = Rule(str(zone), rhythm.minute, frozenset({day.weekday()}), frozenset(), rhythm.quiet)
    before = datetime(day.year, day.month, day.day, tzinfo=zone) - timedelta(hours=4)
    found = next_after(one, before)
    return found if found.astimezone(zone).date() == day else None
