"""Something neither has done: wished for in private, matched, planned, done, and told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from icalendar import Calendar, Event
from playwright.sync_api import Locator, Page, expect

from tests.journeys import keeping, steps
from tests.journeys.almanac import Almanac
from tests.journeys.company import gather
from tests.journeys.conftest import Opens
from tests.journeys.knowing import bytes_of, cannot_find

US = "Saturdays"
HERON = "The heron that looked at us as if we had not paid."
OAR = "Your face when the oar went."


def test_a_wish_of_both_becomes_a_day_and_a_story(
    almanac: Almanac, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = gather(almanac.server, "friend", US, ("Ann", "Ben"))
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    idea = wished_by_both(ann, ben, axe)

    # From the match to a plan with a day, and into a calendar without saying what it is.
    steps.follow(ben, idea)
    steps.headed(ben, "Plans")
    expect(ben.get_by_role("textbox", name="What would you like to do together?")).to_have_value(
        idea
    )
    day = almanac.today + timedelta(days=2)
    ben.get_by_label("Which day?").fill(day.isoformat())
    ben.get_by_label("At (if you like)").fill("15:00")
    steps.write(ben, "Where?", "The old boathouse")
    axe(ben)
    steps.press(ben, "Keep the plan")
    steps.headed(ben, "A plan")
    axe(ben)
    event = saved(ben)
    assert str(event["SUMMARY"]) == "Something with Ann"
    assert event.start.isoformat().startswith(f"{day}T15:00")
    assert "boathouse" not in event.to_ical().decode()
    ben.get_by_role("checkbox", name="With the words and the place of the plan").check()
    event = saved(ben)
    assert str(event["SUMMARY"]) == idea
    assert str(event["LOCATION"]) == "The old boathouse"

    # The day goes by. Now it asks how it was, and nothing more.
    almanac.days_go_by(3)
    for page, name in ((ann, "Ann"), (ben, "Ben")):
        two.come_back(page, name)
        keeping.to_keeps(page, US, "Plans")
        steps.sees(page, "How was it?")
    axe(ann)
    steps.follow(ann, idea[:40])
    steps.follow(ann, "How was it?")
    steps.headed(ann, "How was it?")
    ann.get_by_role("button", name="Begin", exact=True).click()
    tells(ann, HERON, "Ben")
    cannot_find(ben, HERON)
    keeping.go_on(ben, "How was it?", "You did something together")
    axe(ben)
    tells(ben, OAR, "Ann")
    for page in (ann, ben):
        page.reload()
        steps.sees(page, HERON, OAR)
        keeping.passes(page)
    ann.reload()
    steps.sees(ann, "Now you have been there twice.")
    for page in (ann, ben):
        keeping.to_keeps(page, US, "Journal")
        steps.sees(page, HERON, OAR)
    axe(ben)

    keeping.to_keeps(ben, US, "Plans")
    steps.follow(ben, idea[:40])
    steps.press(ben, "We did it")
    steps.sees(ben, "You did it.")
    keeping.to_keeps(ann, US, "Plans")
    expect(ann.get_by_role("heading", name="How was it?")).to_have_count(0)


def wished_by_both(ann: Page, ben: Page, axe: Callable[[Page], None]) -> str:
    """Ann ticks three ideas and Ben one of them: only that one shows, and only then."""
    keeping.to_keeps(ann, US, "New things")
    keeping.to_keeps(ben, US, "New things")
    axe(ann)
    before = bytes_of(ben)
    ideas = [ideas_on(ann).nth(n) for n in (0, 2, 4)]
    wanted = [idea.locator("p").first.inner_text() for idea in ideas]
    for idea in ideas:
        tick(idea, "I would")
    tick(ideas[0], "New to me")
    expect(ann.get_by_role("heading", name="Both of you would")).to_have_count(0)
    assert bytes_of(ben) == before, "a tick of Ann’s changes a page of Ben’s"

    same = ideas_on(ben).filter(has_text=wanted[0])
    tick(same, "New to me")
    assert "Both of you would" not in ben.get_by_role("main").inner_text()
    tick(same, "I would")
    expect(ben.get_by_role("heading", name="Both of you would")).to_be_visible()
    steps.sees(ben, "New to both of you", "Plan it")
    ann.reload()
    steps.sees(ann, "Both of you would", "New to both of you")
    matches = ben.locator("#matches")
    expect(matches.get_by_role("listitem")).to_have_count(1)
    for other in wanted[1:]:
        expect(matches.get_by_text(other)).to_have_count(0)
    axe(ben)
    return wanted[0]


def ideas_on(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("button", name="I would"))


def tick(idea: Locator, what: str) -> None:
    """A tick is kept at once, without leaving the page."""
    box = idea.get_by_role("button", name=what)
    expect(box).to_have_attribute("aria-pressed", "false")
    box.click()
    expect(box).to_have_attribute("aria-pressed", "true")


def saved(page: Page) -> Event:
    """The one event of the calendar file that the page gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the calendar file").click()
    assert download.value.suggested_filename == "day.ics"
    calendar = Calendar.from_ical(Path(download.value.path()).read_bytes())
    (event,) = calendar.events
    return event


def tells(page: Page, moment: str, other: str) -> None:
    steps.write(page, "What surprised you?", "How cold it was.")
    steps.write(page, "Which moment do you keep?", moment)
    steps.write(page, "What did you see in a friend", "You were not afraid.")
    steps.pick(page, "Again, but different")
    steps.press(page, f"Send it to {other}")
