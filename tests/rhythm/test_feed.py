"""The calendar at a secret address: times and one word, for whoever has the address."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from nearer.bonds.models import Bond
from nearer.keeps import promises
from nearer.keeps.here import stand
from nearer.reminders import actions as reminders
from nearer.rhythm import often
from nearer.rhythm.models import Feed
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player
from tests.rhythm.scene import at, comes_round, lives_in
from tests.trust import tables
from tests.trust.house import normal

NOON = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
"""A Friday; in Lisbon the clocks go forward on the 29th."""


def made(player: Player) -> str:
    """Make an address; its path."""
    shown = player.client.post("/rhythm/feed/", {"do": "make"}).content.decode()
    found = re.search(r"<code>http://testserver(/rhythm/feed/[^<]+\.ics)</code>", shown)
    assert found is not None
    assert f"webcal://testserver{found.group(1)}" in shown
    return found.group(1)


def events(path: str) -> list[datetime]:
    """What somebody else's machine reads there, without a cookie."""
    answer = Client().get(path)
    assert answer.status_code == 200
    calendar = Calendar.from_ical(answer.content)
    return [event.decoded("dtstart") for event in calendar.walk("VEVENT")]


def full(ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch) -> str:
    lives_in(ann, "Europe/Lisbon")
    at(monkeypatch, NOON, ann)
    comes_round(ann, bond, "check-in", choice_how="weekly", choice_day=["6"])
    here = stand(bond, ann.keyring)
    promises.make(here=here, words="Mend the kxlamp", day=date(2026, 3, 24), id=ann.id)
    ann.client.post("/you/", {"name": "Ann"})
    return made(ann)


def test_a_phone_left_lying_about_makes_no_address(ann: Player) -> None:
    SignedIn.objects.filter(person=ann.id).update(confirmed=None)
    answer = ann.client.post("/rhythm/feed/", {"do": "make"})
    assert answer.status_code == 401
    assert not Feed.objects.exists()
    sent = {"do": "make", "password_to_go_on": PASSWORD}
    assert ".ics</code>" in ann.client.post("/rhythm/feed/", sent).content.decode()
    assert Feed.objects.count() == 1


def test_it_has_the_times_of_sixty_days_by_the_local_clock(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = events(full(ann, bond, monkeypatch))

    assert found[:3] == [
        datetime(2026, 3, 22, 9, tzinfo=UTC),
        datetime(2026, 3, 24, 9, tzinfo=UTC),
        datetime(2026, 3, 29, 8, tzinfo=UTC),
    ]
    assert found[-1] <= NOON + timedelta(days=60)
    assert len(found) == 1 + 9


def test_nothing_in_it_says_what_for_or_where(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = Client().get(full(ann, bond, monkeypatch)).content.decode()
    calendar = Calendar.from_ical(text)

    assert {str(event["summary"]) for event in calendar.walk("VEVENT")} == {"Nearer"}
    said = {"UID", "DTSTAMP", "SUMMARY", "DTSTART", "DTEND", "TRANSP"}
    assert {key for event in calendar.walk("VEVENT") for key in event} == said
    assert str(calendar["X-WR-TIMEZONE"]) == "UTC"
    assert "TZID" not in text
    words = ("kx", "Ann", "Ben", "Us two", "Lisbon", "check", "lamp", str(bond.pk), str(ann.id))
    assert not [word for word in words if word in text]


def test_the_same_moment_is_the_same_event_and_unchanged_it_is_not_sent_again(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = full(ann, bond, monkeypatch)
    first = Client().get(path)
    assert first["Cache-Control"] == "no-store"
    assert Client().get(path).content == first.content

    again = Client().get(path, HTTP_IF_NONE_MATCH=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    ann.client.post("/rhythm/times/", {"choice-time": "20:00"})
    moved = Client().get(path, HTTP_IF_NONE_MATCH=first["ETag"])
    assert moved.status_code == 200


def test_another_address_ends_the_one_before_and_off_ends_it_all(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = full(ann, bond, monkeypatch)
    second = made(ann)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200

    ann.client.post("/rhythm/feed/", {"do": "off"})

    assert Client().get(second).status_code == 404
    assert "There is no address yet" in ann.client.get("/rhythm/feed/").content.decode()


def test_unknown_addresses_look_like_none_at_all(ann: Player) -> None:
    path = made(ann)
    ann.client.post("/rhythm/feed/", {"do": "off"})
    answers = {
        normal(Client().get(one))
        for one in (path, "/rhythm/feed/x.ics", f"/rhythm/feed/{'a' * 3000}.ics", "/rhythm/feed/x")
    }

    assert len(answers) == 1


def test_the_address_is_long_shown_once_and_kept_nowhere(ann: Player) -> None:
    tokens = {made(ann).rsplit("/", 1)[1].removesuffix(".ics") for _ in range(20)}

    assert len(tokens) == 20
    assert all(len(token) * 6 >= 160 for token in tokens)
    stored = str([tables.rows(name) for name in tables.names()])
    assert not [token for token in tokens if token in stored]
    shown = ann.client.get("/rhythm/feed/").content.decode()
    assert not [token for token in tokens if token in shown]
    assert Feed.objects.count() == 1


def test_who_reads_it_very_often_is_asked_to_wait(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(often, "MOST", 3)
    path = full(ann, bond, monkeypatch)
    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 200]

    answer = Client().get(path)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "It can be read again" in answer.content.decode()


def test_a_pause_empties_it(ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch) -> None:
    path = full(ann, bond, monkeypatch)
    ann.client.post("/rhythm/pause/", {"choice-span": "week"})
    found = events(path)
    assert found
    assert min(found) >= datetime(2026, 3, 27, tzinfo=UTC)

    ann.client.post("/rhythm/pause/", {"choice-span": "good"})

    assert events(path) == []


def test_it_can_be_read_by_nobody_with_another_deed(ann: Player) -> None:
    path = made(ann)
    for method in ("POST", "PUT", "DELETE"):
        assert Client().generic(method, path).status_code == 405


def test_without_a_rhythm_it_is_a_calendar_all_the_same(ann: Player) -> None:
    assert events(made(ann)) == []
    assert reminders.standing(person=ann.id).rule is None
