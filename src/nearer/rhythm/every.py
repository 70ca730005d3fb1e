"""How often something comes round, and on which days that is. Pure: it knows no clock."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

DAILY, WEEKLY, FORTNIGHT, MONTHLY = "daily", "weekly", "fortnight", "monthly"
HOW = (DAILY, WEEKLY, FORTNIGHT, MONTHLY)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Every:
    """`weekdays` (Monday is 0) count for weekly and fortnight, `month_day` for monthly; the 31st is
    the last day of shorter months. A fortnight counts in weeks from the one that `since` lies in.
    """

    how: str
    weekdays: tuple[int, ...] = ()
    month_day: int = 1
    since: date = date(2001, 1, 1)

    def falls_on(self, day: date) -> bool:
        """Whether it comes round on this day."""
        match self.how:
            case "daily":
                return True
            case "weekly":
                return day.weekday() in self.weekdays
            case "fortnight":
                weeks = (_monday(day) - _monday(self.since)).days // 7
                return day.weekday() in self.weekdays and weeks % 2 == 0
            case _:
                last = calendar.monthrange(day.year, day.month)[1]
                return day.day == min(self.month_day, last)

    @property
    def words(self) -> str:
        """“every day”, “on Mondays”, “every other Sunday”, “once a month, on the 3rd”."""
        match self.how:
            case "daily":
                return "every day"
            case "weekly":
                return f"on {_and([f'{DAYS[day]}s' for day in self.weekdays])}"
            case "fortnight":
                return f"every other {_and([DAYS[day] for day in self.weekdays])}"
            case _:
                return f"once a month, on the {_nth(self.month_day)}"

    def plain(self) -> dict[str, Any]:
        """As it is kept; `read` makes it again."""
        return {
            "how": self.how,
            "weekdays": list(self.weekdays),
            "month_day": self.month_day,
            "since": self.since.isoformat(),
        }


def read(plain: Mapping[str, Any]) -> Every:
    """What `plain` was made of."""
    return Every(
        plain["how"],
        tuple(plain["weekdays"]),
        plain["month_day"],
        date.fromisoformat(plain["since"]),
    )


def begun(how: str, weekdays: tuple[int, ...], month_day: int, today: date) -> Every:
    """One that begins today: of a fortnight, the first is the nearest of its days."""
    nearest = min(
        ((day - today.weekday()) % 7 for day in weekdays),
        default=0,
    )
    return Every(how, tuple(sorted(set(weekdays))), month_day, today + timedelta(days=nearest))


def going_on(after: Every, before: Every) -> Every:
    """What something is changed to, in step with what it was where its days stay the same."""
    same = (after.how, after.weekdays) == (before.how, before.weekdays)
    return replace(after, since=before.since) if same else after


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _nth(number: int) -> str:
    if number == 31:
        return "last day"
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10 if number // 10 != 1 else 0, "th")
    return f"{number}{ending}"
