"""Leave quickly: covered at once, signed out, elsewhere, and no way back to what was open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch

US = "A door"


def at_the_bond(company: Gather, phone: Opens) -> Page:
    """Ann, signed in by herself in this browser, on a page that nobody else should see."""
    two = company("partner", US, "Ann", "Ben")
    ann = phone("Ann")
    steps.exit_leads_elsewhere(ann)
    steps.today(ann)
    steps.follow(ann, "Sign in")
    steps.sign_in(ann, two.addresses["Ann"])
    steps.sees(ann, "Good to see you, Ann")
    steps.to_bond(ann, US)
    ann.wait_for_load_state()
    return ann


def by_button(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Leave quickly")).to_be_focused()
    page.keyboard.press("Enter")


def by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [by_button, by_shift])
def test_it_leads_elsewhere_and_ends_the_session(
    leave: Callable[[Page], None], company: Gather, phone: Opens
) -> None:
    ann = at_the_bond(company, phone)
    (cookie,) = [c for c in ann.context.cookies() if c["name"] == "__Host-s"]
    bond = ann.url

    leave(ann)
    expect(ann).to_have_title(steps.ELSEWHERE)

    # The cookie that this browser had opens nothing any more, wherever somebody carried it.
    old = {"Cookie": f"{cookie['name']}={cookie['value']}"}
    other = phone("Somebody")
    there = other.context.request.get(bond, headers=old)
    assert US not in there.text()
    assert there.url.partition("?")[0].endswith("/sign-in/")

    ann.go_back()
    ann.wait_for_load_state()
    assert US not in ann.content()


def test_the_page_is_covered_before_anything_is_asked_of_the_net(
    company: Gather, phone: Opens
) -> None:
    ann = at_the_bond(company, phone)
    ann.evaluate(
        """() => {
            const ask = window.fetch;
            window.fetch = (...words) => {
                console.info(`on the screen: ${document.title}|${document.body.innerText}`);
                return ask(...words);
            };
        }"""
    )

    with ann.expect_console_message(lambda said: "on the screen" in said.text) as said:
        by_shift(ann)

    assert said.value.text == "on the screen: …|"
    expect(ann).to_have_title(steps.ELSEWHERE)


def test_typing_capitals_is_not_leaving(company: Gather, phone: Opens) -> None:
    ann = at_the_bond(company, phone)
    steps.begin(ann, US, "Something that matters")
    words = ann.get_by_role("textbox").first
    words.press("Shift+A")
    words.press("Shift+B")
    words.press("Shift+C")
    expect(words).to_have_value("ABC")


@pytest.mark.parametrize(
    "path", ["/", "/bonds/", "/practices/", "/you/", "/help/", "/trust/", "/nowhere/"]
)
def test_it_is_the_first_that_one_comes_to_with_the_tab_key(
    path: str, company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow(r"status of 404.*/nowhere/")
    two = company("partner", US, "Ann", "Ben")
    ann = two.at(phone, "Ben")
    ann.goto(path)
    ann.keyboard.press("Tab")
    expect(ann.get_by_role("button", name="Leave quickly")).to_be_focused()
