"""Finding something to do: by what brings one here, by a word, and by what one likes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from nearer.practices import shelf
from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import bytes_of

US = "New ground"
STAGES = {script.title: script.stage for script in shelf.all()}


def test_a_young_bond_sees_first_what_presupposes_little(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("partner", US, "Ann", "Ben").at(phone, "Ann")
    steps.to_bond(ann, US)
    axe(ann)
    steps.follow(ann, "Everything for us")
    steps.sees(ann, "What fits, and what fits best first")
    axe(ann)
    stages = [STAGES[title] for title in found_on(ann)]
    with_others = stages[: len([s for s in shelf.all() if "partner" in s.bonds])]
    assert with_others == sorted(with_others)
    assert with_others[0] == 1
    assert with_others[-1] > 1


def test_what_brings_one_here_leads_to_what_may_help(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("partner", US, "Ann", "Ben").at(phone, "Ann")
    steps.to_bond(ann, US)
    steps.follow(ann, "We had a fight")
    axe(ann)
    found = found_on(ann)
    assert {"Making up", "Owning up", "When it is about you", "Forgiving"} <= set(found)
    assert not {"A hug", "Question cards", "Show and tell"} & set(found)
    steps.sees(ann, "A pause")
    steps.follow(ann, "Making up")
    steps.headed(ann, "Making up")
    steps.sees(ann, "Why", "In New ground, with Ben.")
    axe(ann)


def test_a_slip_of_the_finger_is_forgiven(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("partner", US, "Ann", "Ben").at(phone, "Ann", javascript=False)
    for typed, meant in (
        ("apreciation", "Appreciation"),
        ("quarell", "Making up"),
        ("pitcure", "Show and tell"),
        ("cudle", "A hug"),
        ("love languages", "Ways of caring"),
    ):
        looks_for(ann, typed)
        assert meant in found_on(ann)[:3], f"“{typed}” leads to {found_on(ann)}"
    looks_for(ann, "xylophone")
    steps.sees(ann, "Nothing here goes by that word.")
    assert not found_on(ann)
    seen = company("partner", US, "Ann", "Ben").at(phone, "Ann")
    looks_for(seen, "listning")
    axe(seen)


def test_what_one_likes_is_at_hand_and_nobody_elses_business(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    before = bytes_of(ben, "/", "/practices/", "/practices/hug/")
    looks_for(ann, "hug")
    steps.follow(ann, "A hug")
    ann.get_by_role("button", name="Favourite").click()
    expect(ann.get_by_role("button", name="Favourite", pressed=True)).to_be_visible()
    ann.goto("/practices/")
    steps.sees(ann, "Your favourites")
    assert found_on(ann)[0] == "A hug"
    axe(ann)
    assert bytes_of(ben, "/", "/practices/", "/practices/hug/") == before
    steps.follow(ann, "A hug")
    ann.get_by_role("button", name="Favourite").click()
    expect(ann.get_by_role("button", name="Favourite", pressed=False)).to_be_visible()
    ann.goto("/practices/")
    expect(ann.get_by_text("Your favourites")).to_have_count(0)


def looks_for(page: Page, words: str) -> None:
    page.goto("/practices/")
    page.get_by_label("What are you looking for?").fill(words)
    page.get_by_role("button", name="Look", exact=True).click()
    steps.sees(page, "What may fit")


def found_on(page: Page) -> list[str]:
    """The practices that a page lists, in its order, those included that are folded away."""
    lines = page.get_by_role("listitem").or_(page.locator("li")).all_text_contents()
    starts = [line.strip() for line in lines]
    titles = sorted(STAGES, key=len, reverse=True)
    return [next(t for t in titles if one.startswith(t)) for one in starts if _is_one(one)]


def _is_one(line: str) -> bool:
    return any(line.startswith(title) for title in STAGES)
