"""By oneself: a small dare, an old hurt that is not over, and a question to write about."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from nearer.practices import decks
from tests.journeys import keeping, steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import cannot_find

US = "A wall between"
DARES = {card.ask: card.depth for deck in decks.of_kind("dares", "") for card in deck.cards}


def test_a_dare_a_notch_bolder_is_taken_along(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("friend", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin_alone(ann, "One notch more")
    axe(ann)
    first = keeping.another(ann)
    assert DARES[first] == 1
    steps.press(ann, "Take this one")
    steps.press(ann, "A notch bolder, please")
    bolder = keeping.card_of(ann)
    assert DARES[bolder] == 2
    steps.press(ann, "Take this one")
    axe(ann)
    steps.press(ann, "Yes, I take this one along")

    # It waits for as long as she likes.
    steps.today(ann)
    steps.follow(ann, "One notch more")
    steps.sees(ann, bolder, "And then?")
    axe(ann)
    steps.pick(ann, "I did it in a smaller size")
    steps.write(ann, "What happened?", "I asked her about the dog. My knees went.")
    steps.press(ann, "Keep it")
    steps.press(ann, "That is enough")
    steps.sees(ann, "Done, half done or left: whichever it was, nobody counts.")
    ann.goto("/journal/")
    steps.sees(ann, "I asked her about the dog.")
    cannot_find(ben, "about the dog", bolder)


def test_forgiving_ends_where_it_still_happens(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("friend", US, "Ann", "Ben").at(phone, "Ann")
    for over, safe in (("No, it still happens", ""), ("Yes, it is over", "No, or I am afraid")):
        steps.begin_alone(ann, "Forgiving")
        steps.sees(ann, "Forgiving is no duty, and nobody can ask it of you.")
        axe(ann)
        steps.pick(ann, over)
        steps.press(ann, "Go on")
        if safe:
            steps.pick(ann, safe)
            steps.press(ann, "Go on")
        steps.sees(ann, "Then this is not for now.", "You can talk to somebody about it")
        expect(ann.get_by_role("textbox")).to_have_count(0)
        expect(ann.get_by_role("button", name="Go on")).to_have_count(0)
        steps.sees(ann, "It is kept, and it is yours.")
        axe(ann)
        steps.follow(ann, "Help")
        assert ann.url.endswith("/help/")
        steps.today(ann)
        expect(ann.get_by_role("link", name="Forgiving")).to_have_count(0)


def test_a_question_is_followed_into_the_journal(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("friend", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin_alone(ann, "Something to write about")
    asked = keeping.card_of(ann)
    axe(ann)
    steps.press(ann, "Take this one")
    steps.sees(ann, asked, "Only you will ever see this")
    axe(ann)
    steps.write(ann, "What comes?", "The smell of the stove, first of all.")
    steps.write(ann, "Was there something in it", "It is more about the quiet.")
    steps.press(ann, "Keep it")
    steps.press(ann, "That is enough")
    steps.sees(ann, "It is in your journal, for nobody but you.")
    ann.goto("/journal/")
    steps.sees(ann, asked, "The smell of the stove")
    axe(ann)
    cannot_find(ben, "smell of the stove", "about the quiet")
