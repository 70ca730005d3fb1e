"""Somebody's own clock: taken from the browser, kept sealed, and all their days go by it."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.bonds.shown import bonds_shown
from nearer.keeps import promises
from nearer.keeps.here import stand
from nearer.keeps.today import for_today
from nearer.people import zone
from nearer.people.models import Person
from tests.cast import Player, device
from tests.trust import tables

ZONES = (
    "Pacific/Kiritimati",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Australia/Adelaide",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Asia/Tehran",
    "Africa/Nairobi",
    "Africa/Cairo",
    "Europe/Lisbon",
    "Africa/Casablanca",
    "Atlantic/Azores",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Los_Angeles",
    "Pacific/Pago_Pago",
)
EARLY, LATE = "Pacific/Pago_Pago", "Pacific/Kiritimati"


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def lives_in(player: Player, name: str) -> None:
    assert zone.choose(person=player.person, keyring=player.keyring, name=name)


def changes(name: str, year: int) -> list[datetime]:
    """The hours of a year (UTC) in which a zone's clock is put forward or back."""
    start, there = datetime(year, 1, 1, tzinfo=UTC), ZoneInfo(name)
    hours = [start + timedelta(hours=hour) for hour in range(366 * 24)]
    pairs = itertools.pairwise(hours)
    return [
        b for a, b in pairs if a.astimezone(there).utcoffset() != b.astimezone(there).utcoffset()
    ]


def test_without_a_zone_it_is_utc(ann: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, datetime(2026, 5, 3, 23, 30, tzinfo=UTC))

    assert str(zone.zone_of(ann.keyring)) == "UTC"
    assert zone.today(ann.keyring) == date(2026, 5, 3)


@pytest.mark.parametrize("name", ZONES)
def test_today_begins_and_ends_at_midnight_there_whatever_the_clocks_do(
    name: str, ann: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, name)
    there = ZoneInfo(name)
    moments = [datetime(2026, 7, 1, 12, tzinfo=UTC), *changes(name, 2026), *changes(name, 2027)]
    for moment in moments:
        for hours in range(-30, 31):
            for minutes in (0, 59):
                now = moment + timedelta(hours=hours, minutes=minutes)
                at(monkeypatch, now)
                wall = now + (now.astimezone(there).utcoffset() or timedelta(0))
                assert zone.today(ann.keyring) == wall.date(), now


@pytest.mark.parametrize("name", ZONES)
def test_each_day_of_a_year_comes_once_and_none_twice(
    name: str, ann: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, name)
    seen = []
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for half in range(365 * 2):
        at(monkeypatch, start + timedelta(hours=12 * half, minutes=1))
        seen.append(zone.today(ann.keyring))

    days = list(dict.fromkeys(seen))
    assert days == sorted(days)
    assert all(b - a == timedelta(days=1) for a, b in itertools.pairwise(days))


def test_two_people_have_two_todays_at_the_same_moment(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, "Pacific/Auckland")
    lives_in(ben, "Europe/Lisbon")
    now = datetime(2026, 5, 3, 13, 0, tzinfo=UTC)
    at(monkeypatch, now)

    assert zone.today(ann.keyring) == date(2026, 5, 4)
    assert zone.today(ben.keyring) == date(2026, 5, 3)
    for player, day in ((ann, 4), (ben, 3)):
        here = stand(bond, player.keyring)
        due = date(2026, 5, day)
        promises.make(here=here, words="Ring the plumber", day=due, id=player.id)
        bonds = bonds_shown(Bond.objects.of(player.person), player.keyring)
        found = for_today(bonds, player.keyring, zone.today(player.keyring), anything_waits=True)
        assert len(found.promised) == 1, player.name


def test_a_day_that_has_begun_here_is_no_day_gone_by(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, EARLY)
    at(monkeypatch, datetime(2026, 5, 4, 8, 0, tzinfo=UTC))
    _, ann.client = device(ann.keyring)
    form = {"words-it": "Sweep the stairs", "choice-day": "2026-05-03"}

    response = ann.client.post(f"/bonds/{bond.pk}/promises/", form)

    assert response.status_code == 302
    lives_in(ann, LATE)
    response = ann.client.post(f"/bonds/{bond.pk}/promises/", form)
    assert response.status_code == 422
    assert "This day has gone by" in response.content.decode()


def test_pages_say_times_by_the_readers_clock(ann: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    lives_in(ann, "Asia/Kathmandu")
    at(monkeypatch, datetime(2026, 5, 3, 20, 20, tzinfo=UTC))
    _, ann.client = device(ann.keyring)

    assert "It is Monday, 02:05" in ann.client.get("/you/clock/").content.decode()


def test_days_in_the_clear_stay_days_of_utc(
    ann: Player, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives_in(ann, LATE)
    at(monkeypatch, datetime(2026, 5, 3, 20, 0, tzinfo=UTC))
    _, ann.client = device(ann.keyring)
    ann.client.post("/bonds/new/", {"kind": "friend", "name": "Us", "own_name": "Ann"})

    assert {row["since"] for row in tables.rows("bonds_bond")} == {date(2026, 5, 3)}


def test_the_zone_stands_in_no_file(ann: Player) -> None:
    lives_in(ann, "Pacific/Chatham")

    assert "Chatham" not in str([tables.rows(name) for name in tables.names()])


def test_a_damaged_profile_still_has_a_clock(ann: Player) -> None:
    lives_in(ann, "Asia/Tokyo")
    row = Person.objects.get(pk=ann.id)
    Person.objects.filter(pk=ann.id).update(profile=bytes(row.__dict__["profile"])[:-1] + b"x")
    ann.keyring.known.clear()

    assert str(zone.zone_of(ann.keyring)) == "UTC"
