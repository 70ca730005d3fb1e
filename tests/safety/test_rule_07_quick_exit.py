"""Rule 7: the way out is the first thing on every page, and says what it cannot do."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from nearer.vault import signed_in
from tests.safety.every_page import Page, Reader, pages
from tests.trust import house as houses
from tests.trust.house import House, body

EXIT = "button exit__button /exit/"


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def faults(page: Page) -> list[str]:
    read = Reader(page.text)
    found = [] if read.first == EXIT else [f"first comes {read.first}"]
    found += [f"{tag} jumps the queue" for tag in read.indexed]
    inside = page.who not in {"anonymous", "unsettled"}
    if inside and page.name not in {"exit", "ended"} and "/sign-out/" not in read.forms:
        found.append("there is no way to sign out")
    return [f"{page.name} for {page.who}: {fault}" for fault in found]


def test_it_is_the_first_thing_on_every_page(house: House) -> None:
    seen = list(pages(house))

    assert len(seen) > 200
    assert [fault for page in seen for fault in faults(page)] == []


@pytest.mark.parametrize(
    "text",
    [
        "<html><a href=/>Home</a><form action=/exit/><button class=exit__button></button></form>",
        "<html><form action=/exit/><button class=exit__button>x</button></form><a tabindex=1>x</a>",
        "<html><p>Nothing at all</p>",
    ],
)
def test_another_order_would_be_noticed(text: str) -> None:
    assert faults(Page("today", "anonymous", text))


def test_it_says_what_it_does_not_hide(house: House) -> None:
    text = next(page.text for page in pages(house) if page.name == "help")

    assert "It does not clear the history of the browser" in text
    assert "spyware" in text


OURS = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}]
FOREIGN = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    {"Origin": "https://testserver"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
]


def old_page(house: House) -> tuple[Client, Client, dict[str, str]]:
    """Two of one browser, signed in, and the form of a page from before coming in."""
    before = Client(enforce_csrf_checks=True)
    text = body(before.get("/help/"))
    token = text.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    pressed = house.client("member", enforce_csrf_checks=True)
    return pressed, house.client("member"), {"csrfmiddlewaretoken": token}


@pytest.mark.parametrize("headers", OURS)
def test_it_signs_out_from_a_page_that_has_grown_old(house: House, headers: dict[str, str]) -> None:
    pressed, copy, form = old_page(house)
    assert copy.get("/bonds/").status_code == 200
    before = pressed.cookies[signed_in.COOKIE].value

    answer = pressed.post("/exit/", form, headers=headers)

    assert (answer.status_code, answer["Location"]) == (303, settings.EXIT_ADDRESS)
    assert pressed.cookies[signed_in.COOKIE].value != before
    assert copy.get("/bonds/").status_code == 302


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_can_send_somebody_away_and_not_sign_them_out(
    house: House, headers: dict[str, str]
) -> None:
    pressed, copy, form = old_page(house)
    before = pressed.cookies[signed_in.COOKIE].value

    answer = pressed.post("/exit/", form, headers=headers)

    assert (answer.status_code, answer["Location"]) == (303, settings.EXIT_ADDRESS)
    assert pressed.cookies[signed_in.COOKIE].value == before
    assert copy.get("/bonds/").status_code == 200


def test_no_other_form_is_taken_from_an_old_page_whatever_its_browser_says(house: House) -> None:
    pressed, copy, form = old_page(house)

    for headers in OURS:
        assert pressed.post("/sign-out/", form, headers=headers).status_code == 403
    assert copy.get("/bonds/").status_code == 200


def test_it_ends_the_session_wherever_the_cookie_was_carried(house: House) -> None:
    ann = house.client("member")
    copy = house.client("member")
    assert copy.get("/bonds/").status_code == 200

    ann.post("/exit/")

    assert copy.get("/bonds/").status_code == 302
