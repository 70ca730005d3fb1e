"""Words changed, kept by the one they were for, and taken back: a line stays, and the copy."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import bytes_of, cannot_find

US = "Stairs"
FIRST = "You said that in front of your brother."
THEN = "I was ashamed when you said that in front of your brother."


def menu(page: Page, words: str, deed: str) -> None:
    """Open the small menu beside words, and follow a line of it."""
    sheet = page.get_by_role("figure").filter(has_text=words).first
    sheet.get_by_label("What you can do with these words").click()
    sheet.get_by_role("link", name=deed).click()


def test_i_change_my_words_and_take_them_back_and_a_copy_stays(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, "A small moment")
    steps.pick(ann, "Nervous")
    steps.write(ann, "In one line", FIRST)
    steps.press(ann, "Send it to Ben")
    steps.open_waiting(ben, "Ann has")
    steps.sees(ben, FIRST)
    sitting = ben.url

    # Other words; what it said before can be looked up.
    menu(ann, FIRST, "Change the words")
    steps.headed(ann, "Change the words")
    axe(ann)
    ann.get_by_role("textbox").fill(THEN)
    steps.press(ann, "Keep these words")
    ben.reload()
    steps.sees(ben, THEN)
    expect(ben.get_by_text("earlier words")).to_be_visible()
    ben.get_by_text("earlier words").click()
    steps.sees(ben, FIRST)
    axe(ben)

    # Ben keeps a copy. On Ann’s pages not a letter is another.
    seen = bytes_of(ann), bytes_of(ann, "/"), bytes_of(ann, "/bonds/")
    menu(ben, THEN, "Keep a copy")
    steps.sees(ben, "Nobody can notice it")
    axe(ben)
    steps.press(ben, "Keep a copy")
    steps.headed(ben, "A copy that you kept")
    steps.sees(ben, THEN)
    axe(ben)
    kept = ben.url
    assert (bytes_of(ann), bytes_of(ann, "/"), bytes_of(ann, "/bonds/")) == seen

    # Ann takes it back: one plain line for both, and the words are nowhere.
    menu(ann, THEN, "Take it back")
    steps.headed(ann, "Take this back?")
    axe(ann)
    steps.press(ann, "Take it back")
    for page in (ann, ben):
        if page is ben:
            page.goto(sitting)
        steps.sees(page, "was removed by its author.")
        expect(page.get_by_text(THEN)).to_have_count(0)
    cannot_find(ann, THEN, FIRST)

    # The copy is still there, with the name, the times and what it said before.
    ben.goto("/you/")
    steps.follow(ben, "What you kept")
    steps.follow(ben, THEN)
    assert ben.url == kept
    steps.sees(ben, THEN, "Ann")
    with ben.expect_download() as taken:
        steps.follow(ben, "As a text file")
    file = taken.value.path().read_text("utf-8")
    assert f"> {THEN}" in file
    assert f"> {FIRST}" in file
    assert "By: Ann" in file
    ben.goto("/kept/check/")
    ben.get_by_role("textbox").fill(file)
    steps.press(ben, "Check it")
    steps.sees(ben, "The signature holds")
    axe(ben)
