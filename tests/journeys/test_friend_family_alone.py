"""The other ways to be together: friends, a family with a child in it, and by oneself."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens

FRIENDS = "Cold water"
FAMILY = "The kitchen table"


def friends(company: Gather, phone: Opens) -> tuple[Page, Page]:
    both = company("friend", FRIENDS, "Ann", "Ben")
    return both.at(phone, "Ann"), both.at(phone, "Ben")


def test_a_friend_is_told_and_hears(company: Gather, phone: Opens) -> None:
    ann, ben = friends(company, phone)
    steps.begin(ann, FRIENDS, "Something that matters")
    steps.sees(ann, "What would you tell Ben if you had a table and an evening?")
    steps.feel(ann, "Afraid", "worried", "quite")
    steps.share(ann, "The results come on Thursday.", wish="Comfort me", to="Ben")

    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.sees(ben, "half an ear on the bus")
    steps.cannot_know(ben, "Thursday", "worried")
    steps.ready(ben)
    steps.sees(ben, "The results come on Thursday.")
    steps.reflect(ben, "Four days of waiting. I can feel it in my own stomach.", to="Ann")

    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Partly", then="Show it to Ben")
    steps.open_waiting(ben, "Ann has told you something")
    steps.sees(ben, "partly")
    steps.write(ben, "Ann wished for comfort", "I come along on Thursday, if you want me.")
    steps.press(ben, "Send it to Ann")

    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, "I come along on Thursday")
    steps.press(ann, "Pass")
    steps.sees(ann, "ring each other up")


def test_good_news_is_told_twice(company: Gather, phone: Opens) -> None:
    ann, ben = friends(company, phone)
    steps.begin(ann, FRIENDS, "Good news")
    steps.feel(ann, "Proud", "triumphant", "very")
    steps.write(ann, "What has gone well", "I swam to the island and back.")
    steps.press(ann, "Send it to Ben")

    steps.open_waiting(ben, "Ann has good news for you")
    steps.sees(ben, "Ann has good news for you.")
    steps.cannot_know(ben, "island", "triumphant")
    steps.ready(ben)
    steps.write(ben, "What did you hear", "All that way. I whooped in the kitchen.")
    steps.write(ben, "Ask for more", "Where did you turn round?")
    steps.press(ben, "Send it to Ann")

    steps.open_waiting(ann, "Ben has written to you")
    steps.write(ann, "Ben wants to hear more", "At the flat stone. A heron looked at me.")
    steps.press(ann, "Send it to Ben")
    steps.open_waiting(ben, "Ann has")
    steps.sees(ben, "A heron looked at me.")
    steps.press(ben, "No, I have the picture")

    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Fully", then="Keep it to myself")
    steps.open_waiting(ben, "Ann has told you something")
    steps.cannot_know(ben, "kept how it landed")
    steps.write(ben, "How would you like to mark it?", "Cocoa on the jetty, on me.")
    steps.press(ben, "Send it to Ann")
    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, "Cocoa on the jetty")
    steps.press(ann, "Pass")
    steps.sees(ann, "Twice told is twice had.")


def test_a_small_moment_gets_a_warm_line(company: Gather, phone: Opens) -> None:
    ann, ben = friends(company, phone)
    steps.begin(ann, FRIENDS, "A small moment")
    steps.pick(ann, "Nervous")
    steps.write(ann, "In one line", "In ten minutes I have to ring the landlady.")
    steps.press(ann, "Send it to Ben")

    steps.open_waiting(ben, "Ann has")
    steps.sees(ben, "Nervous", "ring the landlady")
    steps.write(ben, "One warm line for Ann", "Ten minutes! I hold my breath with you.")
    steps.press(ben, "Send it to Ann")

    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, "I hold my breath with you.")
    steps.pick(ann, "That did me good")
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "That was it. Back to the day.")


def test_when_it_is_about_you_both_sides_are_heard(company: Gather, phone: Opens) -> None:
    ann, ben = friends(company, phone)

    def told(page: Page, other: str, happened: str) -> None:
        steps.write(page, "What happened?", happened)
        steps.write(page, "And what was it like for you?", "I felt small.")
        steps.write(page, "What would you like?", "Tell me first, next time.")
        steps.press(page, f"Send it to {other}")

    def heard(page: Page, other: str, line: str) -> None:
        steps.ready(page)
        steps.write(page, f"What was it like for {other}?", line)
        steps.press(page, f"Send it to {other}")

    steps.begin(ann, FRIENDS, "When it is about you")
    steps.sees(ann, "A pause is one tap away the whole time.")
    told(ann, "Ben", "You told Ines about the flat.")

    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.sees(ben, "something between you two that hurt")
    steps.cannot_know(ben, "Ines", "I felt small")
    # A pause is one tap away, and both know when he will be back.
    steps.pause(ben, at=steps.LATE)
    steps.headed(ben, "Good to see you, Ben")
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.sees(ben, f"You have put this aside, until today at {steps.LATE}")
    steps.knows(ann, f"has put this aside, until today at {steps.LATE} by their clock")
    heard(ben, "Ann", "You heard it from her, and felt betrayed.")
    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Fully", then="Show it to Ben")

    # Ben has listened. Now it is his side, and Ann who listens.
    steps.open_waiting(ben, "There is room for your side now")
    steps.sees(ben, "Would you like to tell how it was for you?")
    steps.press(ben, "Yes, my side")
    told(ben, "Ann", "You had not told me that it was a secret.")
    steps.open_waiting(ann, "Ben would like to tell you something")
    steps.cannot_know(ann, "that it was a secret")
    heard(ann, "Ben", "You did not know, and now you stand there as a traitor.")
    steps.open_waiting(ben, "Ann has answered you")
    steps.receipt(ben, how="Fully", then="Show it to Ann")

    steps.open_waiting(ann, "There is room for your side now")
    steps.press(ann, "No, it is good like this")
    steps.write(ann, "Is there one thing you will do", "I say it when something is secret.")
    steps.press(ann, "Send it to Ben")
    steps.cannot_know(ben, "when something is secret")
    steps.open_waiting(ben, "One thing to do differently, if you like")
    steps.write(ben, "Is there one thing you will do", "I ask before I tell.")
    steps.press(ben, "Send it to Ann")
    for page in (ann, ben):
        page.reload()
        steps.knows(page, "I ask before I tell.", "when something is secret")
    steps.sees(ben, "It has been said, and it has been heard.")


def test_in_a_family_each_listener_has_a_reply_and_a_receipt_of_their_own(
    company: Gather, phone: Opens
) -> None:
    three = company("family", FAMILY, "Ann", "Ben", "Cleo")
    ann, ben, cleo = (three.at(phone, name) for name in ("Ann", "Ben", "Cleo"))
    steps.begin(ann, FAMILY, "Something that matters")
    steps.share(ann, "I do not want the house any more.", wish="Just listen", to="Ben and Cleo")

    for page in (ben, cleo):
        steps.open_waiting(page, "Ann would like to tell you something")
        steps.cannot_know(page, "the house any more")
    steps.ready(ben)
    steps.cannot_know(cleo, "the house any more")
    steps.reflect(ben, "It has been too big for you since spring.", to="Ann")
    steps.ready(cleo)
    steps.reflect(cleo, "You sound tired, and a little free.", to="Ann")

    # What one replies is between that one and Ann.
    steps.cannot_know(ben, "a little free")
    steps.cannot_know(cleo, "since spring")
    steps.open_waiting(ann, "Ben has answered you")
    with_ben = ann.get_by_role("region", name="With Ben")
    with_cleo = ann.get_by_role("region", name="With Cleo")
    expect(with_ben.get_by_text("since spring")).to_be_visible()
    expect(with_cleo.get_by_text("a little free")).to_be_visible()
    steps.receipt(with_cleo, how="Fully", helped="Your patience", then="Show it to Cleo")
    expect(with_cleo.get_by_text("fully").first).to_be_visible()
    steps.receipt(with_ben, how="Not yet", helped="Ask me about Father", then="Show it to Ben")
    steps.knows(ben, "Ask me about Father")
    steps.cannot_know(ben, "Your patience")
    steps.knows(cleo, "Your patience")
    steps.cannot_know(cleo, "Ask me about Father", "not yet")

    steps.open_waiting(ben, "Ann has told you something")
    steps.reflect(ben, "It was his house. You miss him in it.", to="Ann")
    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(with_ben, how="Fully", then="Show it to Ben")
    steps.sees(ann, "It need not be settled at the next family dinner.")
    steps.cannot_know(cleo, "You miss him")


def test_rose_thorn_and_bud_go_round_on_one_phone_with_a_child(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    three = company("family", FAMILY, "Ann", "Ben", "Cleo")
    ann, cleo = three.at(phone, "Ann"), three.at(phone, "Cleo")
    steps.add_companion(ann, FAMILY, "Dot")
    steps.to_bond(ann, FAMILY)
    steps.follow(ann, "Everything for us")
    steps.follow(ann, "Rose, thorn, bud")
    steps.pick(ann, "Dot")
    ann.get_by_role("checkbox", name="Cleo").uncheck()
    steps.pick(ann, "Face to face")
    ann.get_by_role("button", name="Begin").click()

    def says(rose: str) -> Callable[[Page], None]:
        def said(page: Page) -> None:
            steps.write(page, "Rose", rose)
            steps.press(page, "Said")

        return said

    axe(ann)
    says("The pancakes")(ann)
    steps.say_in_turn(ann, "Ben", says(""))
    steps.headed(ann, "Hand the phone to Dot")
    axe(ann)
    assert "The pancakes" not in ann.content(), "what was written before stays covered"
    steps.say_in_turn(ann, "Dot", says("The puddle, a big one"))
    steps.sees(ann, "The puddle, a big one", "The pancakes")
    axe(ann)
    for name in ("Dot", "Ann", "Ben"):
        if ann.get_by_role("heading", name=f"Hand the phone to {name}").is_visible():
            steps.follow(ann, f"I am {name}")
        steps.press(ann, "Said")
    while not ann.get_by_text("Now everyone knows a little more").is_visible():
        if ann.get_by_role("heading", name=re.compile("^Hand the phone")).is_visible():
            steps.follow(ann, "I am")
        steps.press(ann, "That is enough")
    steps.cannot_know(cleo, "pancakes", "puddle")


def test_by_oneself_nobody_else_is_needed(company: Gather, phone: Opens) -> None:
    ann, ben = friends(company, phone)
    steps.begin_alone(ann, "To myself")
    steps.write(ann, "What is going on in there?", "I am jealous of her garden.")
    steps.press(ann, "Keep it")
    steps.feel(ann, "Ashamed", "embarrassed", "a little")
    steps.pick(ann, "Throat")
    steps.pick(ann, "Stomach")
    steps.press(ann, "Keep it")
    steps.write(ann, "What might you need?", "Soil under my nails.")
    steps.press(ann, "Keep it")
    steps.sees(ann, "It is kept, and it is yours.", "jealous of her garden", "embarrassed")
    steps.cannot_know(ben, "jealous", "embarrassed", "Soil under")
