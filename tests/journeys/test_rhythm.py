"""Two people at two ends of the world, each with a rhythm that the other cannot see."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests.journeys import steps
from tests.journeys.almanac import Almanac
from tests.journeys.company import Company, gather
from tests.journeys.conftest import Opens

US = "Night and day"
SHARED = "The lake was frozen to the far side."


def at_home(two: Company, phone: Opens, name: str, zone: str) -> Page:
    """Somebody's own phone, whose clock is that of a place."""
    state = two.signed_in[name]
    return phone(name, at=two.server, storage_state=state, timezone_id=zone)


def test_what_comes_round_is_mine_and_so_is_my_peace(
    browser: Browser, almanac: Almanac, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = gather(almanac.server, "friend", US, ("Ann", "Ben"))
    ann = at_home(two, phone, "Ann", "Pacific/Auckland")
    ben = at_home(two, phone, "Ben", "Europe/Lisbon")

    # The clock of each phone is offered, and taken.
    for page, zone in ((ann, "Pacific/Auckland"), (ben, "Europe/Lisbon")):
        steps.today(page)
        steps.sees(page, f"Your clock seems to be {zone}. Use it?")
        axe(page)
        steps.press(page, "Use it")
        expect(page.get_by_role("button", name="Use it")).to_have_count(0)
        steps.today(page)
        expect(page.get_by_text("Your clock seems to be")).to_be_hidden()

    # Ann lets a share come round every day.
    steps.follow(ann, "You")
    steps.follow(ann, "Rhythm and quiet")
    axe(ann)
    steps.follow(ann, "Let something come round")
    steps.follow(ann, US)
    axe(ann)
    before = seen_by(ben)
    steps.pick(ann, "A share")
    steps.pick(ann, "Every day")
    steps.pick(ann, "Yes, with a notice")
    steps.press(ann, "Let it come round")
    steps.sees(ann, "Something that matters", f"{US} · every day, with a notice")
    steps.today(ann)
    steps.sees(ann, "It comes round today")
    axe(ann)
    assert seen_by(ben) == before

    # Not today is all there is to it; the next day it is back, and nobody mentions the one before.
    ann.get_by_role("button", name="Not today").click()
    expect(ann.get_by_text("It comes round today")).to_have_count(0)
    almanac.days_go_by(1)
    two.come_back(ann, "Ann")
    steps.sees(ann, "It comes round today")
    almanac.days_go_by(3)
    two.come_back(ann, "Ann")
    expect(ann.get_by_role("button", name="Not today")).to_have_count(1)
    ann.get_by_role("main").get_by_role("link", name="Begin").first.click()
    steps.headed(ann, "Something that matters")

    # Ben has peace from the bond, and not a word of it reaches Ann.
    two.come_back(ben, "Ben")
    steps.to_bond(ben, US)
    before = seen_by(ann)
    steps.follow(ben, "Mute or unmute it")
    axe(ben)
    steps.pick(ben, "For a week")
    steps.press(ben, "Mute it")
    assert seen_by(ann) == before
    steps.begin(ann, US, "A small moment")
    steps.pick(ann, "Nervous")
    steps.write(ann, "In one line", SHARED)
    steps.press(ann, "Send it to Ben")
    assert seen_by(ann) != before  # it has eyes
    steps.today(ben)
    expect(ben.get_by_text("Ann")).to_have_count(0)
    steps.sees(ben, "Nothing waits for you.")
    steps.to_bond(ben, US)
    steps.follow(ben, "A small moment")
    steps.today(ann)
    expect(ann.get_by_text("muted")).to_have_count(0)

    # In her calendar it is a time, and one word.
    ann.goto("/rhythm/feed/")
    axe(ann)
    steps.press(ann, "Make an address")
    address = ann.locator("code").inner_text()
    calendar = browser.new_context().request.get(address)
    assert calendar.headers["content-type"].startswith("text/calendar")
    told = [line for line in calendar.text().splitlines() if line.startswith("SUMMARY")]
    assert len(told) > 50
    assert set(told) == {"SUMMARY:Nearer"}


def seen_by(page: Page) -> str:
    """All that somebody may open, without what changes with every request."""
    text = steps.sources(page)
    text = re.sub(r'(name="csrfmiddlewaretoken") value="[^"]+"', r"\1", text)
    return re.sub(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", "ID", text)
