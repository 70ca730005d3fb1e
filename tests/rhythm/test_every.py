"""How often something comes round, and on which days that is."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from nearer.rhythm.every import DAILY, FORTNIGHT, MONTHLY, WEEKLY, Every, begun, going_on, read

FIRST = date(2026, 1, 1)
YEAR = [FIRST + timedelta(days=number) for number in range(365)]


def falls(every: Every) -> list[date]:
    return [day for day in YEAR if every.falls_on(day)]


def test_daily_is_every_day() -> None:
    assert falls(Every(DAILY)) == YEAR


def test_chosen_weekdays_are_those_and_no_other() -> None:
    assert {day.weekday() for day in falls(Every(WEEKLY, (0, 3)))} == {0, 3}
    assert len(falls(Every(WEEKLY, (0, 3)))) == 52 + 53


@pytest.mark.parametrize("begin", [date(2026, 3, day) for day in range(1, 15)])
def test_every_other_week_begins_with_the_nearest_of_its_days(begin: date) -> None:
    every = begun(FORTNIGHT, (6,), 1, begin)
    days = [day for day in falls(every) if day >= begin]

    assert days[0] == begin + timedelta(days=(6 - begin.weekday()) % 7)
    assert {b - a for a, b in itertools.pairwise(days)} == {timedelta(days=14)}


def test_every_other_week_goes_on_over_the_turn_of_a_year_with_a_week_too_many() -> None:
    every = begun(FORTNIGHT, (0,), 1, date(2026, 12, 14))
    days = [date(2026, 12, 14) + timedelta(days=number) for number in range(60)]

    assert [day for day in days if every.falls_on(day)] == [
        date(2026, 12, 14),
        date(2026, 12, 28),
        date(2027, 1, 11),
        date(2027, 1, 25),
        date(2027, 2, 8),
    ]


def test_changed_to_other_days_it_begins_anew_and_else_keeps_its_weeks() -> None:
    before = begun(FORTNIGHT, (6,), 1, date(2026, 5, 3))
    tuesday = date(2026, 5, 5)

    assert going_on(begun(FORTNIGHT, (6,), 1, tuesday), before) == before
    for after in (begun(FORTNIGHT, (0, 6), 1, tuesday), begun(WEEKLY, (6,), 1, tuesday)):
        assert going_on(after, before) == after


@pytest.mark.parametrize(("month_day", "february"), [(1, 1), (28, 28), (30, 28), (31, 28)])
def test_monthly_is_once_in_each_month_however_short(month_day: int, february: int) -> None:
    days = falls(Every(MONTHLY, month_day=month_day))

    assert [day.month for day in days] == list(range(1, 13))
    assert days[1] == date(2026, 2, february)


@pytest.mark.parametrize(
    ("every", "words"),
    [
        (Every(DAILY), "every day"),
        (Every(WEEKLY, (0, 3, 6)), "on Mondays, Thursdays and Sundays"),
        (Every(FORTNIGHT, (6,)), "every other Sunday"),
        (Every(MONTHLY, month_day=1), "once a month, on the 1st"),
        (Every(MONTHLY, month_day=12), "once a month, on the 12th"),
        (Every(MONTHLY, month_day=22), "once a month, on the 22nd"),
        (Every(MONTHLY, month_day=31), "once a month, on the last day"),
    ],
)
def test_it_says_so_in_words(every: Every, words: str) -> None:
    assert every.words == words


def test_what_is_kept_is_what_was_meant() -> None:
    for every in (Every(DAILY), begun(FORTNIGHT, (6, 2), 1, FIRST), Every(MONTHLY, (), 31, FIRST)):
        assert read(every.plain()) == every
