"""The coach beside a share and a reply: one note, softened words, what landed, and nothing kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.serving import Server

US = "Side by side"
TOLD = "They gave my shift to somebody else and I cried in the car. I feel worthless."
ADVICE = "You should just look for another job."
SOFTENED = (
    "You sat in that car and cried, feeling that you count for nothing. My heart hurts reading it."
    " What was the worst of it?"
)
NOTE = "To you alone"


def read_over(page: Page, words: str) -> None:
    """Write a reply and ask the coach about it."""
    steps.write(page, "What did you hear", words)
    page.get_by_role("button", name="Read it over").click()


@pytest.fixture
def waiting(company: Gather, phone: Opens, request: pytest.FixtureRequest) -> Page:
    """Ben, ready to reply; the parameter is what Ann wishes for."""
    both = company("partner", US, "Ann", "Ben")
    ann, ben = both.at(phone, "Ann"), both.at(phone, "Ben")
    steps.begin(ann, US, "Something that matters")
    steps.write(ann, "What is going on in you", "I'm fine")
    expect(ann.get_by_label(NOTE)).to_contain_text("I'm fine")  # it comes by itself, after a pause
    steps.share(ann, TOLD, wish=request.param, to="Ben")
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    return ben


@pytest.mark.parametrize("waiting", ["Just listen"], indirect=True)
def test_advice_first_is_noticed_softened_and_then_it_lands(waiting: Page, server: Server) -> None:
    ben = waiting
    read_over(ben, ADVICE)
    expect(ben.get_by_label(NOTE)).to_contain_text(ADVICE)
    expect(ben.locator(".note--landed")).to_have_count(0)
    read_over(ben, SOFTENED)
    expect(ben.locator(".note--landed")).to_be_visible()
    ben.get_by_role("button", name="Put it away").click()
    expect(ben.get_by_label(NOTE)).to_have_count(0)
    steps.press(ben, "Send it to Ann")
    steps.sees(ben, "Ann has it now.")

    with closing(sqlite3.connect(server.data / "nearer.sqlite3", timeout=20)) as database:
        everything = "\n".join(database.iterdump())
    for words in ("another job", "advises", "landed"):
        assert words not in everything


@pytest.mark.parametrize("waiting", ["Think along"], indirect=True)
def test_ideas_that_were_wished_for_are_no_fault(waiting: Page) -> None:
    ben = waiting
    read_over(ben, ADVICE)
    expect(ben.get_by_text("Nothing to add. It is yours.")).to_be_visible()
    expect(ben.get_by_label(NOTE)).to_have_count(0)


def test_blame_gets_help_and_the_gym_shows_one_good_answer(company: Gather, phone: Opens) -> None:
    ann = company("partner", US, "Ann", "Ben").at(phone, "Ann")
    steps.begin(ann, US, "When it is about you")
    ann.get_by_role("textbox").first.fill("You always forget me. You are so selfish.")
    ann.get_by_role("button", name="Read it over").click()
    expect(ann.get_by_label(NOTE).first).to_contain_text("what")
    ann.goto("/gym/")
    steps.write(ann, "What do you say", "Oh love, I'm so sorry. What was that like for you?")
    steps.press(ann, "See what lands")
    steps.sees(ann, "One good answer, among many")
    steps.follow(ann, "Another one")
    steps.headed(ann, "Listening gym")


def test_help_after_sending_can_be_put_away_and_stays_away(company: Gather, phone: Opens) -> None:
    ann = company("partner", US, "Ann", "Ben").at(phone, "Ann")
    steps.begin(ann, US, "Something that matters")
    steps.share(ann, "I want to kill myself tonight.", wish="Just listen", to="Ben")
    note = ann.get_by_label(NOTE)
    expect(note).to_contain_text("somebody to talk to now")
    expect(note).to_be_in_viewport(ratio=1)  # the page opens at it, and not below
    note.get_by_role("button", name="Put it away").click()
    expect(note).to_have_count(0)
    expect(ann.locator("#main")).to_be_focused()
