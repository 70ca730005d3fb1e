"""Rule 7: the way out is the first thing on every page, and says what it cannot do."""

from __future__ import annotations

import pytest

from tests.safety.every_page import Page, Reader, pages
from tests.trust import house as houses
from tests.trust.house import House

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


def test_it_ends_the_session_wherever_the_cookie_was_carried(house: House) -> None:
    ann = house.client("member")
    copy = house.client("member")
    assert copy.get("/bonds/").status_code == 200

    ann.post("/exit/")

    assert copy.get("/bonds/").status_code == 302
