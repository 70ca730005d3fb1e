"""A time zone is taken from the browser, found by a city, offered, and never lost to a mistake."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nearer.people import actions as people
from nearer.people import zone
from tests.cast import PASSWORD, Player
from tests.trust import tables


def test_somebody_who_signs_up_begins_with_the_zone_of_their_browser(db: None) -> None:
    form = {
        "name": "Nia",
        "email": "nia@example.org",
        "password": PASSWORD,
        "password_again": PASSWORD,
        "age": "adult",
    }
    client = Client()
    assert client.post("/join/", {**form, "zone": "America/Bogota"}).status_code == 302

    assert "America/Bogota" not in str(tables.rows("people_person"))
    assert kept_by("nia@example.org") == "America/Bogota"
    # The same form sent again is signing in, and does not move anybody.
    client.post("/join/", {**form, "zone": "Asia/Tokyo"})
    assert kept_by("nia@example.org") == "America/Bogota"


def kept_by(email: str) -> str:
    keyring = people.sign_in(email=email, password=PASSWORD)
    assert keyring is not None
    return str(zone.zone_of(keyring))


def test_a_zone_that_is_none_is_not_kept(ann: Player) -> None:
    for name in ("", "Nowhere", "../etc/passwd", "Europe/Lisbon\n", "x" * 4000, "Etc"):
        assert not zone.choose(person=ann.person, keyring=ann.keyring, name=name)
    assert str(zone.zone_of(ann.keyring)) == "UTC"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Lisbon", "Europe/Lisbon"),
        ("  europe/lisbon ", "Europe/Lisbon"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("UTC", "UTC"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("Atlantis", ""),
        ("", ""),
    ],
)
def test_a_city_finds_its_zone(typed: str, name: str) -> None:
    assert zone.find(typed) == name


def test_the_page_takes_a_city_or_one_from_the_list(ann: Player) -> None:
    assert ann.client.post("/you/clock/", {"zone": "Nairobi"}).status_code == 302
    assert "Africa/Nairobi" in ann.client.get("/you/").content.decode()
    assert ann.client.post("/you/clock/", {"zone": "", "listed": "Asia/Tokyo"}).status_code == 302
    assert "Asia/Tokyo" in ann.client.get("/you/").content.decode()


def test_what_is_no_city_is_said_kindly_and_stays_in_the_field(ann: Player) -> None:
    response = ann.client.post("/you/clock/", {"zone": "Atlantis"})

    assert response.status_code == 422
    page = response.content.decode()
    assert "We know no time zone or city of this name" in page
    assert 'value="Atlantis"' in page


def test_the_browsers_zone_is_offered_once_and_taken_or_not(ann: Player) -> None:
    form = r'data-kept="([^"]+)" data-declined="([^"]*)"'

    def offered() -> list[tuple[str, str]]:
        return re.findall(form, ann.client.get("/").content.decode())

    assert offered() == [("UTC", "")]
    ann.client.post("/you/clock/offered/", {"zone": "Europe/Lisbon", "take": "no", "next": "/"})
    assert offered() == [("UTC", "Europe/Lisbon")]
    sent = ann.client.post("/you/clock/offered/", {"zone": "Europe/Lisbon", "take": "yes"})
    assert sent["Location"] == "/"
    assert offered() == [("Europe/Lisbon", "")]
    away = {"zone": "Asia/Tokyo", "take": "yes", "next": "https://elsewhere.example/"}
    assert ann.client.post("/you/clock/offered/", away)["Location"] == "/"
