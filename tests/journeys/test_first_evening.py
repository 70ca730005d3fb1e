"""The first evening: two people, two phones, from nothing to having been heard."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch

US = "The two of us"
TOLD = "They dropped the garden project in one sentence. Three weeks of drawings, and I sat there."
TOLD_FEELING = "humiliated"
BEFOREHAND = "Work, and nothing to do with you"
HEARD_HALF = "So the garden is off. At least you have time for the other thing now."
HELPED = "That you say how hard it was, before the other thing"
HEARD = "Three weeks of care, gone in one sentence, and you had to sit still. I am angry with you."
QUESTION = "What was the worst minute of it?"
ANSWERED = "When Ruth looked at the table instead of at me."
IDEA = "What if you showed the drawings to Ruth alone, first?"
LAST = "I will sleep on it. Thank you."


def test_two_people_share_reflect_and_feel_understood(phone: Opens, watch: Watch) -> None:
    watch.allow(r"status of 422.*/invitations/")  # the wrong code
    moving = "no-preference"
    ann, ben = phone("Ann", reduced_motion=moving), phone("Ben", reduced_motion=moving)

    # Ann comes in, opens a bond, and invites.
    steps.arrive(ann, "Ann")
    steps.sees(ann, "Whom would you like to be closer to?")
    steps.open_bond(ann, "partner", US)
    invitation = steps.invite(ann)
    assert invitation.code.replace("-", "") not in invitation.link.replace("-", "").upper()

    # Ben follows the link. Until Ann has said that it is him, he learns nothing of the bond.
    ben.goto(invitation.link)
    assert US not in ben.content()
    assert "Ann" not in ben.content()
    steps.sign_up(ben, "Ben")
    steps.headed(ben, "You are invited")
    assert US not in ben.content()
    steps.write(ben, "The code", "AAAA-BBBB-CCCC")
    steps.press(ben, "Show me who it is")
    steps.sees(ben, "This is not the code.")
    assert "Ann" not in ben.content()
    steps.answer(ben, invitation, "Ann")
    steps.cannot_know(ben, US)
    steps.let_in(ann, "Ben")
    steps.to_bond(ben, US)

    # Ann shares: words, feelings with their strength, and what she wishes for.
    steps.begin(ann, US, "Something that matters")
    steps.sees(ann, "What is going on in you that Ben may not know yet?")
    ann.get_by_label("Find a word").fill("lump in the throat")
    expect(ann.get_by_role("checkbox", name="touched", exact=True)).to_be_visible()
    ann.get_by_label("Find a word").fill("")
    steps.feel(ann, "Ashamed", TOLD_FEELING, "very")
    steps.feel(ann, "Sad", "disappointed", "quite")
    steps.sees(ann, f"very {TOLD_FEELING}")
    steps.share(ann, TOLD, wish="Think along", beforehand=BEFOREHAND, to="Ben")
    steps.sees(ann, TOLD, "Ben has it now. There is nothing for you to do.")

    # Ben is asked, and sees none of it.
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.sees(ben, "Ann would like to tell you something. Is now a good time?", BEFOREHAND)
    hidden = (TOLD, "garden project", TOLD_FEELING, "Think along")
    steps.cannot_know(ben, *hidden)
    steps.not_now(ben, at=steps.LATE)
    steps.sees(ben, f"today at {steps.LATE}")
    steps.cannot_know(ben, *hidden)
    steps.today(ben)
    steps.sees(ben, "Later", f"You said: today at {steps.LATE}.")

    # Ann sees when, and nothing that Ben has or has not looked at.
    ann.reload()
    steps.sees(ann, f"not now; today at {steps.LATE}")
    steps.today(ann)
    steps.sees(ann, "Nothing waits for you.")

    # Before it is time. Now he reads it, and gives back half of it.
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    steps.sees(ben, TOLD, TOLD_FEELING, "disappointed", "Think along")
    steps.sees(ben, "What did you hear?")
    assert IDEA not in ben.content()
    expect(ben.get_by_role("textbox", name=re.compile("^Ann wished for company"))).to_have_count(0)
    steps.reflect(ben, HEARD_HALF, to="Ann")
    steps.sees(ben, HEARD_HALF, "Ann has it now.")

    # Not yet, with what would have helped, and Ann shows it.
    steps.open_waiting(ann, "Ben has answered you")
    steps.sees(ann, HEARD_HALF, "How did it land with you?")
    steps.receipt(ann, how="Not yet", helped=HELPED, then="Show it to Ben")
    steps.sees(ann, HELPED, "Ben has it now.")

    # The reflection opens again, with what would have helped, and without blame.
    steps.open_waiting(ben, "Ann has told you something")
    steps.sees(ben, HELPED, "not yet", "What did you hear?")
    steps.reflect(ben, HEARD, question=QUESTION, to="Ann")
    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, HEARD, QUESTION)
    steps.write(ann, "Ben has a question", ANSWERED)
    steps.press(ann, "Send it to Ben")
    steps.open_waiting(ben, "Ann has")
    steps.sees(ben, ANSWERED, "You know more now.")
    steps.press(ben, "No, it is said")

    # Fully; now come the ideas that she wished for, and not before.
    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Fully", then="Show it to Ben")
    steps.sees(ann, "Ben has it now.")
    steps.open_waiting(ben, "Ann has told you something")
    steps.sees(ben, "fully", "Ann wished for company in thinking.")
    steps.write(ben, "Ann wished for company", IDEA)
    steps.press(ben, "Send it to Ann")
    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, IDEA)
    steps.write(ann, "Anything you would like to say back?", LAST)
    steps.press(ann, "Send it to Ben")

    # The end, for both, and the phone can be put away.
    steps.sees(ann, "Told, heard, answered.")
    steps.to_bond(ben, US)
    steps.follow(ben, "Something that matters")
    ben.go_back()
    ben.get_by_role("link", name=re.compile("^Something that matters Begun by")).click()
    steps.sees(ben, TOLD, HEARD, IDEA, LAST, "Told, heard, answered.")
    for page in (ann, ben):
        steps.today(page)
        steps.sees(page, "Nothing waits for you.")


def test_a_receipt_kept_to_oneself_stays_there(phone: Opens, company: Gather) -> None:
    couple = company("partner", US, "Ann", "Ben")
    ann, ben = couple.at(phone, "Ann"), couple.at(phone, "Ben")
    steps.begin(ann, US, "Something that matters")
    steps.share(ann, TOLD, wish="Just listen", to="Ben")
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    steps.reflect(ben, HEARD_HALF, to="Ann")

    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Not yet", helped=HELPED, then="Keep it to myself")
    steps.sees(ann, "Only you see this", HELPED, "Told, heard, answered.")

    # Ben cannot tell a kept receipt from none: no word of it, and nothing that it was given.
    steps.cannot_know(ben, HELPED, "not yet", "kept how it landed")

    # She can still show it later; it asks nothing of him any more.
    steps.press(ann, "Show it now")
    steps.knows(ben, HELPED)
    steps.today(ben)
    steps.sees(ben, "Nothing waits for you.")
