"""A pause in the middle of it, calm said in private, and making up as far as a promise kept."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import keeping, steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import bytes_of, cannot_find

US = "Stairs"
CALM = "I am calm enough to go on"
BATH = "My ears rang, and I counted the tiles above the bath."
STREET = "I walked round the block twice, and was ashamed."
PROMISE = "Before I leave the room, I say when I will be back."


def test_a_pause_is_for_both_and_calm_is_private(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, "A small moment")
    steps.pick(ann, "Nervous")
    steps.write(ann, "In one line", "You said that in front of your brother.")
    steps.press(ann, "Send it to Ben")

    # In the middle of it, with one press. Nobody is asked why.
    steps.press(ann, "We need a pause")
    steps.headed(ann, "You asked for a pause")
    axe(ann)
    back = ann.get_by_role("time").or_(ann.locator("time")).first.inner_text()
    assert back.startswith(("at ", "tomorrow at ")), back
    steps.open_waiting(ben, "Ann has")
    steps.sees(ben, "Ann asked for a pause.", f"Back {back}")
    axe(ben)
    steps.follow(ben, "To the pause")
    steps.headed(ben, "Ann asked for a pause")
    axe(ben)
    before = breath(ben)
    steps.follow(ben, "Something else")
    expect(ben.locator("p.said")).not_to_have_text(before)
    for page in (ann, ben):
        expect(page.get_by_role("link", name="Talk it over")).to_have_count(0)
        assert "making-up" not in bytes_of(page)

    # That one could go on is nobody else’s to know before both could.
    seen = bytes_of(ann), bytes_of(ann, "/"), bytes_of(ann, "/bonds/")
    steps.press(ben, CALM)
    steps.sees(ben, "You have said that you could go on. Nobody is told before everybody has")
    assert (bytes_of(ann), bytes_of(ann, "/"), bytes_of(ann, "/bonds/")) == seen
    steps.press(ben, "Not yet, after all")
    steps.press(ann, CALM)
    ben.reload()
    steps.sees(ben, CALM)
    expect(ben.get_by_role("heading", name="Coming back")).to_have_count(0)
    steps.press(ben, CALM)
    for page in (ann, ben):
        page.reload()
        steps.headed(page, "Coming back")
        steps.sees(page, "The pause is over.")
    axe(ann)


def test_making_up_ends_in_a_promise_that_is_kept(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", "Landing", "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.to_bond(ben, "Landing")
    steps.press(ben, "We need a pause")
    steps.press(ben, CALM)
    steps.to_bond(ann, "Landing")
    steps.follow(ann, "To the pause")
    steps.press(ann, CALM)
    steps.follow(ann, "Talk it over")
    steps.headed(ann, "Making up")
    axe(ann)
    ann.get_by_role("button", name="Begin", exact=True).click()

    # Nothing opens before both have said that now is a good time.
    expect(ann.get_by_role("textbox", name="What was it like for you?")).to_have_count(0)
    steps.ready(ann)
    expect(ann.get_by_role("textbox", name="What was it like for you?")).to_have_count(0)
    keeping.go_on(ben, "Making up", "Ann asks whether it is over and you are calm")
    axe(ben)
    steps.not_now(ben, at=steps.LATE)
    ann.reload()
    steps.sees(ann, f"not now; today at {steps.LATE}")
    expect(ann.get_by_role("textbox", name="What was it like for you?")).to_have_count(0)
    steps.ready(ben)

    both_write(ann, ben, "What was it like for you?", BATH, STREET)
    both_write(ann, ben, "What did you hear from the other?", "You were ashamed.", "Numb hands.")
    for page, other in ((ann, "Ben"), (ben, "Ann")):
        page.reload()
        steps.receipt(page, how="Fully", then=f"Show it to {other}")
    keeping.each(keeping.passes, ann, ben)  # how it might have looked from outside
    both_write(ann, ben, "What could have helped you feel heard?", "A word.", "A minute.")
    axe(ann)
    both_own_up(ann, ben)
    for page, other in ((ann, "Ben"), (ben, "Ann")):
        page.reload()
        steps.pick(page, "A part of it has arrived")
        steps.press(page, f"Send it to {other}")
    ben.reload()
    steps.write(ben, "One thing that you will do differently", PROMISE)
    steps.press(ben, "Send it to Ann")
    cannot_find(ann, PROMISE)
    ann.reload()
    keeping.passes(ann)
    steps.sees(ann, PROMISE, "A fight that has been talked over")
    axe(ann)

    # Later it is Ben’s to say how it went, and nobody else’s.
    keeping.to_keeps(ann, "Landing", "Promises")
    steps.follow(ann, PROMISE)
    steps.sees(ann, "How it went is for Ben to say.")
    expect(ann.get_by_role("button", name="Kept")).to_have_count(0)
    keeping.to_keeps(ben, "Landing", "Promises")
    steps.follow(ben, PROMISE)
    axe(ben)
    steps.press(ben, "Kept")
    ann.reload()
    steps.sees(ann, "What came of it", "Kept")


def breath(page: Page) -> str:
    return page.locator("p.said").inner_text()


def both_write(ann: Page, ben: Page, ask: str, anns: str, bens: str) -> None:
    """Both write, and neither sees the other’s before both have."""
    for page, words, other in ((ann, anns, "Ben"), (ben, bens, "Ann")):
        page.reload()
        if page is ben:
            cannot_find(ben, anns)
        steps.write(page, ask, words)
        steps.press(page, f"Send it to {other}")
    ann.reload()
    for page in (ann, ben):
        steps.sees(page, anns, bens)


def both_own_up(ann: Page, ben: Page) -> None:
    """Ben names his part; Ann finds none to name, and leaves all of it empty."""
    ben.reload()
    steps.write(ben, "Is there a part in it that was yours?", "I walked out.")
    steps.write(ben, "What did it do to the other?", "You thought I was gone. I am sorry.")
    steps.press(ben, "Send it to Ann")
    steps.cannot_know(ann, "I walked out.")
    ann.reload()
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "I walked out.", "You thought I was gone. I am sorry.")
