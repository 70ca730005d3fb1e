"""When things come round for somebody: on some days, at one local time, and never in quiet hours.

Pure: it knows the zone's clock, and neither a database nor the present moment.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_MINUTES = 24 * 60
FURTHEST = 64
"""Days; even somebody who comes round on one day of each month has one within so many."""


@dataclass(frozen=True)
class Rule:
    """`minute` after local midnight, on each of `weekdays` (Monday is 0) and of `month_days`.

    Every day where both are empty. The 31st is the last day of shorter months. A minute within
    `quiet` (from, until; it may go over midnight) moves to the end of the quiet, on the same day.
    Raises ValueError for what can't be.
    """

    zone: str
    minute: int
    weekdays: frozenset[int] = frozenset()
    month_days: frozenset[int] = frozenset()
    quiet: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise ValueError("no such time zone") from None
        minutes = [self.minute, *(self.quiet or ())]
        if not all(0 <= minute < DAY_MINUTES for minute in minutes):
            raise ValueError("no such minute of a day")
        if not self.weekdays <= set(range(7)) or not self.month_days <= set(range(1, 32)):
            raise ValueError("no such day")

    def comes_on(self, day: date) -> bool:
        """Whether it comes round on that day."""
        if not self.weekdays and not self.month_days:
            return True
        last = calendar.monthrange(day.year, day.month)[1]
        return day.weekday() in self.weekdays or day.day in {min(n, last) for n in self.month_days}

    def minute_of_day(self) -> int:
        """The minute, moved out of the quiet."""
        if self.quiet is None:
            return self.minute
        start, end = self.quiet
        inside = start <= self.minute < end
        if start > end:
            inside = self.minute >= start or self.minute < end
        return end if inside else self.minute

    def plain(self) -> dict[str, Any]:
        """As it is stored; `read` makes it a rule again."""
        return {
            "zone": self.zone,
            "minute": self.minute,
            "weekdays": sorted(self.weekdays),
            "month_days": sorted(self.month_days),
            "quiet": list(self.quiet) if self.quiet else None,
        }


def read(plain: Mapping[str, Any]) -> Rule:
    """The rule that `plain` was made of."""
    quiet = plain["quiet"]
    return Rule(
        zone=plain["zone"],
        minute=plain["minute"],
        weekdays=frozenset(plain["weekdays"]),
        month_days=frozenset(plain["month_days"]),
        quiet=(quiet[0], quiet[1]) if quiet else None,
    )


def local_day(rule: Rule, instant: datetime) -> date:
    """The day that an instant belongs to where this person is."""
    return instant.astimezone(ZoneInfo(rule.zone)).date()


def next_after(rule: Rule, instant: datetime) -> datetime:
    """The first moment after `instant` (aware) at which it comes round, in UTC.

    Once on each local day that the rule names, whatever the clocks do: a time that comes twice
    counts the first time, one that is left out comes as much later, and a day that does not exist
    is left out.
    """
    zone = ZoneInfo(rule.zone)
    first = instant.astimezone(zone).date()
    for ahead in range(FURTHEST):
        day = first + timedelta(days=ahead)
        if rule.comes_on(day):
            found = _moment(day, rule.minute_of_day(), zone)
            if found is not None and found > instant:
                return found
    raise AssertionError("every rule names a day in two months")


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=zone)
    # fold=0 reads a time that is left out by the clock from before, which makes it later; where
    # that leads into another day, the clock from after leads back into this one, if there is one.
    for fold in (0, 1):
        found = wall.replace(fold=fold).astimezone(UTC)
        if found.astimezone(zone).date() == day:
            return found
    return None
