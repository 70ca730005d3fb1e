"""Passwords that everybody tries are refused on this machine alone, and the page says why."""

from __future__ import annotations

import socket
import unicodedata

import pytest
from django.test import Client

from nearer.people import weak
from nearer.people.models import Person
from nearer.people.weak import why_not

ABOUT = ["Ann Ashdown", "ann.ashdown@example.org", "nearer", "home.example"]


@pytest.mark.parametrize(
    "password",
    [
        "iloveyouforever",
        "manchesterunited",
        "correct horse battery staple",
        "qwertyuiopasdf",
        "Password1234",
        "administrator",
    ],
)
def test_what_stands_on_the_lists_is_refused(password: str) -> None:
    assert why_not(password, about=ABOUT)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("P@ssw0rd2024!", weak.NEAR),
        ("  sunshine 1999", weak.NEAR),
        ("Liverpool1892!", weak.NEAR),
        ("aaaaaaaaaaaaaa", weak.REPEATED),
        ("abcabcabcabc", weak.REPEATED),
        ("passwordpassword", weak.REPEATED),
        ("abcdefghijklm", weak.IN_A_ROW),
        ("poiuytrewq4321", weak.IN_A_ROW),
        ("1qaz2wsx3edc", weak.IN_A_ROW),
        ("21.05.1984 - 12:30", weak.NUMBERS),
        ("Ann Ashdown 1984", weak.OWN),
        ("1984-ashdownann", weak.OWN),
        ("ann.ashdown@example.org", weak.OWN),
        ("nearer@home.example", weak.OWN),
    ],
)
def test_what_is_near_to_them_or_to_oneself_is_refused_and_says_why(
    password: str, why: str
) -> None:
    assert why_not(password, about=ABOUT) == why + weak.INSTEAD


@pytest.mark.parametrize(
    "password",
    [
        "quiet rivers carry lanterns",
        "Ann likes the smell of wet slate",
        "kx8#mQ2!pZ7w",
        "schmetterling im alten haus",
        "река несёт тихие фонари",
        "静かな川が灯りを運んでいる",
        "🌊🏮 river lanterns",
        "donaudampfschifffahrt am sonntag",
    ],
)
def test_anything_else_is_taken_whatever_it_is_made_of(password: str) -> None:
    assert why_not(password, about=ABOUT) == ""


def test_composed_and_decomposed_letters_are_judged_alike() -> None:
    for word in ("caféconleche", "Über2024Über"):
        both = {
            why_not(unicodedata.normalize(form, word), about=["Über"]) for form in ("NFC", "NFD")
        }
        assert len(both) == 1


def test_the_list_holds_a_hundred_thousand_and_finds_no_more_than_it_has() -> None:
    held = weak.FILE.read_bytes()
    marks = [held[at : at + weak.BYTES] for at in range(0, len(held), weak.BYTES)]
    assert len(marks) > 100_000
    assert marks == sorted(set(marks))
    assert not any(weak._listed(f"never seen before {n}") for n in range(2000))


def test_judging_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    weak._list.cache_clear()
    assert why_not("iloveyouforever")


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("x" * 5 + "yz wv ut", True),
        ("twelve chars", True),
        ("eleven char", False),
        ("e\u0301leven char", False),
        ("\U0001f30a\U0001f3ee river lamp", True),
        ("the river runs past the mill " * 4 + "and the sea", True),
        ("the river runs past the mill " * 4 + "and the sea at low", False),
    ],
)
def test_twelve_to_a_hundred_and_twenty_eight_characters(
    db: None, password: str, taken: bool
) -> None:
    form = {
        "name": "Dana",
        "email": "dana@example.org",
        "password": password,
        "password_again": unicodedata.normalize("NFD", password),
        "age": "adult",
    }
    status = Client().post("/join/", form).status_code
    assert (status == 302) == taken
    assert Person.objects.exists() == taken


def test_the_page_says_why_and_keeps_the_rest(db: None) -> None:
    form = {
        "name": "Dana",
        "email": "dana@example.org",
        "password": "iloveyouforever",
        "password_again": "iloveyouforever",
        "age": "adult",
    }
    page = Client().post("/join/", form)
    assert page.status_code == 422
    assert weak.COMMON in page.content.decode()
    assert 'value="Dana"' in page.content.decode()
    assert "iloveyouforever" not in page.content.decode()
