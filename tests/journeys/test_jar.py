"""Appreciation goes back and forth into the jar, and on some later day one comes back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import keeping, steps
from tests.journeys.almanac import Almanac
from tests.journeys.company import gather
from tests.journeys.conftest import Opens

US = "Jam"
OLDEST = "You drove back for my scarf."
SECOND = "You asked what the goat was called."


def test_what_was_said_in_turn_is_met_again(
    almanac: Almanac, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = gather(almanac.server, "friend", US, ("Ann", "Ben"))
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, "Appreciation")
    axe(ann)
    gives(ann, "You rang me from the boat.")
    for mine, yours in ((OLDEST, "You laugh with your back."), (SECOND, "You wait for me.")):
        steps.open_waiting(ben, "Appreciation: it is your turn")
        gives(ben, mine)
        steps.open_waiting(ann, "Appreciation: it is your turn")
        steps.sees(ann, mine)
        gives(ann, yours)
    ben.reload()
    axe(ben)
    gives(ben, "You never look at the clock.")
    steps.write(ben, "Is there one more?", "You kept the key all winter.")
    steps.press(ben, "One more")
    steps.write(ben, "Is there one more?", "You can be silent in a car.")
    steps.press(ben, "That is all")
    ann.reload()
    keeping.passes(ann)
    keeping.each(keeping.passes, ben, ann)
    steps.sees(ann, "Those that were written down are in the jar, and will turn up again")

    # Nothing comes out of the jar that is not half forgotten, or that one wrote oneself.
    keeping.to_keeps(ann, US, "The jar")
    axe(ann)
    steps.follow(ann, "One from the jar")
    assert keeping.card_of(ann) in (OLDEST, SECOND)
    steps.follow(ann, "Another one")
    assert keeping.card_of(ann) in (OLDEST, SECOND)
    steps.sees(ann, "Ben")

    # On one of three days Ann’s first page has one for her.
    met = []
    for _ in range(3):
        almanac.days_go_by(1)
        two.come_back(ann, "Ann")
        if ann.get_by_role("heading", name="From the jar").is_visible():
            met.append(keeping.card_of(ann))
            axe(ann)
    assert len(met) == 1
    assert met[0] in (OLDEST, SECOND)

    # And not on a day on which something waits for her.
    two.come_back(ben, "Ben")
    steps.begin(ben, US, "A small moment")
    steps.pick(ben, "Nervous")
    steps.write(ben, "In one line", "The landlady is on the stairs.")
    steps.press(ben, "Send it to Ann")
    for _ in range(3):
        almanac.days_go_by(1)
        two.come_back(ann, "Ann")
        expect(ann.get_by_role("heading", name="From the jar")).to_have_count(0)


def gives(page: Page, words: str) -> None:
    steps.write(page, "I appreciate you because", words)
    steps.press(page, "Pass it on")
    steps.sees(page, words)
