"""A check-in, and another a week later: what was put aside, and what one said last time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.journeys import keeping, steps
from tests.journeys.almanac import Almanac
from tests.journeys.company import Company, gather
from tests.journeys.conftest import Opens
from tests.journeys.knowing import bytes_of, cannot_find

US = "Sundays"
ROOF, VISIT, SCHOOL = "The money for the roof", "Your mother’s visit", "Who fetches Mia"
STEP, LYON = "We ate on the step, twice.", "I was in Lyon, and you were asleep when I rang."
PROMISE = "On Thursday I put Mia to bed."


def test_a_week_is_looked_at_and_the_next_one(
    almanac: Almanac, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = gather(almanac.server, "partner", US, ("Ann", "Ben"))
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    a_week_of_topics(two, almanac, ann, ben, axe)

    # Each looks back alone. It opens when both have.
    steps.begin(ann, US, "Check-in")
    axe(ann)
    looks_back(ann, "Rather near", STEP, "Ben")
    cannot_find(ben, STEP, ROOF, VISIT)
    keeping.go_on(ben, "Check-in", "A check-in: how near does it feel?")
    steps.cannot_know(ben, STEP, "Last time, on")
    looks_back(ben, "Far", LYON, "Ann")
    for page in (ann, ben):
        page.reload()
        steps.sees(page, STEP, LYON, "A moment of distance")

    says_what_was_missing(ann, "I felt far away when you read on.", "Ben")
    steps.cannot_know(ben, "you read on")
    says_what_was_missing(ben, "I said nothing about the call.", "Ann")
    keeping.each(keeping.passes, ann, ben)

    # What was put aside stands there already, for its owner alone.
    expect(topics(ann)).to_have_value(f"{ROOF}\n{VISIT}")
    expect(topics(ben)).to_have_value(SCHOOL)
    axe(ann)
    steps.press(ann, "Send it to Ben")
    cannot_find(ben, ROOF, VISIT)
    steps.press(ben, "Send it to Ann")
    ann.reload()
    steps.sees(ann, SCHOOL)
    steps.sees(ben, ROOF, VISIT)
    for page in (ann, ben):
        page.reload()
        keeping.passes(page)
    for page in (ann, ben):
        page.reload()
        keeping.passes(page)
    promises(ann, PROMISE, "Ben", almanac)
    cannot_find(ben, PROMISE)
    ben.reload()
    keeping.passes(ben)
    steps.sees(ben, PROMISE, "That was the week.")
    for page in (ann, ben):
        keeping.to_keeps(page, US, "Promises")
        steps.sees(page, PROMISE, "You" if page is ann else "Ann")
        steps.to_bond(page, US)
        steps.follow(page, "Put something aside")
        expect(page.get_by_text("They wait for the check-in")).to_have_count(0)
    axe(ann)

    # A week later each is shown what they said themselves, and nothing of the other’s.
    almanac.days_go_by(7)
    two.come_back(ann, "Ann")
    two.come_back(ben, "Ben")
    steps.begin(ann, US, "Check-in")
    shown_alone(ann, STEP, LYON)
    looks_back(ann, "Near", "You sang in the car.", "Ben")
    keeping.go_on(ben, "Check-in", "A check-in: how near does it feel?")
    shown_alone(ben, LYON, STEP)
    steps.cannot_know(ben, "You sang in the car.")
    looks_back(ben, "Near", "You let me sleep.", "Ann")
    ann.reload()
    assert LYON not in bytes_of(ann)
    steps.sees(ann, "You let me sleep.")


def a_week_of_topics(
    two: Company, almanac: Almanac, ann: Page, ben: Page, axe: Callable[[Page], None]
) -> None:
    keeping.put_aside(ann, US, ROOF)
    keeping.put_aside(ben, US, SCHOOL)
    axe(ann)
    almanac.days_go_by(2)
    two.come_back(ann, "Ann")
    two.come_back(ben, "Ben")
    keeping.put_aside(ann, US, VISIT)
    steps.sees(ann, ROOF)
    cannot_find(ben, ROOF, VISIT)
    cannot_find(ann, SCHOOL)


def looks_back(page: Page, near: str, why: str, other: str) -> None:
    page.get_by_role("radio", name=near, exact=True).check()
    steps.write(page, "What makes you say so?", why)
    steps.write(page, "A high point", "The walk on Sunday.")
    steps.press(page, f"Send it to {other}")


def says_what_was_missing(page: Page, distance: str, other: str) -> None:
    steps.write(page, "A moment of distance", distance)
    steps.write(page, "What would bring you nearer?", "Ten minutes on the step.")
    steps.press(page, f"Send it to {other}")


def topics(page: Page) -> Locator:
    return page.get_by_role("textbox", name=steps.words_of("What have you put aside"))


def promises(page: Page, words: str, other: str, almanac: Almanac) -> None:
    page.reload()
    steps.write(page, "One small thing that you will do?", words)
    page.get_by_label("By when").fill((almanac.today + timedelta(days=30)).isoformat())
    steps.press(page, f"Send it to {other}")


def shown_alone(page: Page, own: str, others: str) -> None:
    """Last time’s answer is there, and not a letter of what the other said then."""
    steps.sees(page, "Last time, on", own, "Only you see this.")
    source = bytes_of(page)
    assert own in source
    assert others not in source
