"""Once on each local day, whatever the clocks do; on the days that were chosen, and not in quiet
hours."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.reminders.rule import DAY_MINUTES, Rule, next_after, read
from tests.full import FULL

ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Asuncion",
    "America/Havana",
    "America/New_York",
    "America/Nuuk",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Amman",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Lisbon",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]
TURNS = [(name, 2022) for name in ZONES] + [("Pacific/Apia", 2010), ("Asia/Gaza", 2010)]
TURNS += [(name, 2010) for name in ZONES if FULL and (name, 2010) not in TURNS]
"""Three years from each. Those from 2010 hold Apia's leap over the date line; those from 2022 the
last changes of Tehran and Amman, Cairo's first, Nuuk's move, and Casablanca's Ramadans."""


def minutes_of_a_change(zone: ZoneInfo, start: date, days: int) -> set[int]:
    """Local minutes around which something is left out or comes twice in this stretch."""
    found = {0, 9 * 60, DAY_MINUTES - 1}
    for ahead in range(days):
        day = start + timedelta(days=ahead)
        midnight = datetime.combine(day, time(), zone)
        if midnight.utcoffset() == datetime.combine(day + timedelta(1), time(), zone).utcoffset():
            continue
        strange = [
            minute
            for minute in range(0, DAY_MINUTES, 15)
            if (wall := midnight + timedelta(minutes=minute)).utcoffset()
            != wall.replace(fold=1).utcoffset()
        ]
        found |= set(strange[:1] + [minute + 14 for minute in strange[-1:]])
    return found


@pytest.mark.parametrize(("name", "year"), TURNS)
def test_it_comes_once_on_every_local_day_for_three_years(name: str, year: int) -> None:
    zone, start, days = ZoneInfo(name), date(year, 1, 1), 3 * 365
    lived = {
        moment.astimezone(zone).date()
        for moment in (
            datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=n)
            for n in range(48, (days - 2) * 24)
        )
    }
    for minute in sorted(minutes_of_a_change(zone, start, days)):
        rule, now, came = Rule(name, minute), datetime(year, 1, 1, tzinfo=UTC), Counter[date]()
        while now < datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=days):
            after = next_after(rule, now)
            assert after > now
            came[after.astimezone(zone).date()] += 1
            now = after
        assert set(came.values()) == {1}, f"twice on a day at minute {minute}"
        assert lived <= came.keys(), f"left out at minute {minute}"


def test_the_table_holds_times_that_are_left_out_and_that_come_twice_and_a_day_that_is_not() -> (
    None
):
    howe = minutes_of_a_change(ZoneInfo("Australia/Lord_Howe"), date(2022, 1, 1), 1095)
    assert {90, 119, 120, 149} <= howe
    # Chile's clocks change at midnight, so the day begins at one.
    assert 59 in minutes_of_a_change(ZoneInfo("America/Santiago"), date(2022, 1, 1), 1095)
    noon = Rule("Pacific/Apia", 12 * 60)
    first = next_after(noon, datetime(2011, 12, 29, 12, tzinfo=UTC))
    days = [first.astimezone(ZoneInfo("Pacific/Apia")).day]
    days.append(next_after(noon, first).astimezone(ZoneInfo("Pacific/Apia")).day)
    assert days == [29, 31]


def test_a_time_that_comes_twice_counts_once_and_one_left_out_comes_later_that_day() -> None:
    berlin = Rule("Europe/Berlin", 150)

    assert next_after(berlin, datetime(2026, 10, 24, 12, tzinfo=UTC)) == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    assert next_after(berlin, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(
        2026, 10, 26, 1, 30, tzinfo=UTC
    )
    # 02:30 does not exist on that day; 03:30 does.
    assert next_after(berlin, datetime(2026, 3, 28, 12, tzinfo=UTC)) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )


def test_days_of_the_week_and_of_the_month_are_kept_to() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    rule = Rule("UTC", 600, weekdays=frozenset({6}), month_days=frozenset({31}))
    days = set()
    while now.year == 2026:
        now = next_after(rule, now)
        days.add(now.date())

    ends = {date(2026, month, 1) - timedelta(1) for month in range(2, 13)} | {date(2026, 12, 31)}
    assert ends <= days
    assert all(day.weekday() == 6 for day in days - ends)
    assert len([day for day in days if day.weekday() == 6 and day.year == 2026]) == 52


@pytest.mark.parametrize(
    ("minute", "quiet", "comes_at"),
    [
        (23 * 60, (22 * 60, 7 * 60), 7 * 60),
        (6 * 60, (22 * 60, 7 * 60), 7 * 60),
        (7 * 60, (22 * 60, 7 * 60), 7 * 60),
        (21 * 60, (22 * 60, 7 * 60), 21 * 60),
        (13 * 60, (12 * 60, 14 * 60), 14 * 60),
        (13 * 60, (12 * 60, 12 * 60), 13 * 60),
        (13 * 60, None, 13 * 60),
    ],
)
def test_quiet_hours_move_it_to_their_end_on_the_same_day(
    minute: int, quiet: tuple[int, int] | None, comes_at: int
) -> None:
    found = next_after(Rule("UTC", minute, quiet=quiet), datetime(2026, 5, 5, tzinfo=UTC))

    assert found == datetime(2026, 5, 5, tzinfo=UTC) + timedelta(minutes=comes_at)


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "Middle/Earth"},
        {"zone": "../../etc/passwd"},
        {"zone": ""},
        {"minute": 1440},
        {"minute": -1},
        {"weekdays": frozenset({7})},
        {"month_days": frozenset({0})},
        {"quiet": (0, 1440)},
    ],
)
def test_a_rule_that_can_not_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no such"):
        Rule(**{"zone": "UTC", "minute": 0} | wrong)  # type: ignore[arg-type]


rules = st.builds(
    Rule,
    zone=st.sampled_from(ZONES),
    minute=st.integers(0, DAY_MINUTES - 1),
    weekdays=st.frozensets(st.integers(0, 6)),
    month_days=st.frozensets(st.integers(1, 31)),
    quiet=st.none() | st.tuples(st.integers(0, 1439), st.integers(0, 1439)),
)

moments = st.integers(1_104_537_600, 2_114_380_800).map(lambda n: datetime.fromtimestamp(n, UTC))
"""From 2005 to 2037."""


@settings(max_examples=300, deadline=None)
@given(rules, moments)
def test_whatever_the_rule_the_next_is_later_on_a_day_it_names_and_on_another_day(
    rule: Rule, now: datetime
) -> None:
    zone = ZoneInfo(rule.zone)
    first = next_after(rule, now)
    second = next_after(rule, first)

    assert now < first < second
    days = [moment.astimezone(zone).date() for moment in (first, second)]
    assert days[0] < days[1]
    assert all(rule.comes_on(day) for day in days)
    between = [days[0] + timedelta(n) for n in range(1, (days[1] - days[0]).days)]
    assert not any(rule.comes_on(day) for day in between if day != date(2011, 12, 30))
    assert read(rule.plain()) == rule
