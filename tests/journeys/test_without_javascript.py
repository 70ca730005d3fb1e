"""The whole loop once more, in browsers that run no script. `company` comes in without any."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch

US = "Without scripts"


def test_the_whole_loop_needs_no_script(company: Gather, phone: Opens, watch: Watch) -> None:
    watch.allow(r"status of 422.*/add/")  # an answer without an answer in it
    two = company("partner", US, "Ann", "Ben")
    ann, ben = (two.at(phone, name, javascript=False) for name in ("Ann", "Ben"))

    # Begun, kept as a draft with its feelings and its wish, and gone on with.
    steps.begin(ann, US, "Something that matters")
    steps.write(ann, "What is going on in you", "I said yes to the night shifts.")
    steps.feel(ann, "Afraid", "uneasy", "a little")
    steps.pick(ann, "Comfort me")
    steps.press(ann, "Keep it for later")
    steps.sees(ann, "Begun, for nobody’s eyes yet")
    steps.cannot_know(ben, "night shifts")
    steps.follow(ann, "Something that matters Go on writing")
    expect(ann.get_by_role("textbox").first).to_have_value("I said yes to the night shifts.")
    expect(ann.get_by_role("radio", name=steps.words_of("Comfort me"))).to_be_checked()
    steps.write(ann, "What is going on in you", "I said yes to the night shifts, all winter.")
    expect(ann.get_by_role("checkbox", name="uneasy", exact=True)).to_be_checked()
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "Ben has it now.")
    steps.today(ann)
    expect(ann.get_by_text("Begun, for nobody’s eyes yet")).to_have_count(0)

    # Asked first, and put off.
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.cannot_know(ben, "night shifts", "uneasy")
    steps.press(ben, "Answer")
    steps.sees(ben, "Something is still missing.")
    steps.not_now(ben, at=steps.LATE)
    steps.sees(ben, f"today at {steps.LATE}")
    steps.ready(ben)
    steps.sees(ben, "all winter", "uneasy")

    # Reflected, not yet, reflected again.
    steps.reflect(ben, "A whole winter of nights.", to="Ann")
    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Not yet", helped="That I am afraid of it", then="Show it to Ben")
    steps.open_waiting(ben, "Ann has told you something")
    steps.sees(ben, "That I am afraid of it")
    steps.reflect(
        ben, "You said yes, and you are afraid of it.", question="Of what most?", to="Ann"
    )
    steps.open_waiting(ann, "Ben has written to you")
    steps.press(ann, "Pass")

    # Fully, and then comfort, which she wished for.
    steps.open_waiting(ann, "Ben has answered you")
    steps.receipt(ann, how="Fully", then="Keep it to myself")
    steps.cannot_know(ben, "Only you see this")
    steps.open_waiting(ben, "Ann has told you something")
    steps.write(ben, "Ann wished for comfort", "I make the soup, all winter.")
    steps.press(ben, "Send it to Ann")
    steps.open_waiting(ann, "Ben has written to you")
    steps.sees(ann, "I make the soup")
    steps.write(ann, "Anything you would like to say back?", "Lentils, please.")
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "Told, heard, answered.")
    steps.knows(ben, "Lentils, please.")


def test_one_can_leave_quickly_without_a_script(
    company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow(r"GET https://www\.wikipedia\.org/ net::ERR_NAME_NOT_RESOLVED")
    two = company("partner", US, "Ann", "Ben")
    ann = phone("Ann", javascript=False)
    steps.today(ann)
    steps.follow(ann, "Sign in")
    steps.sign_in(ann, two.addresses["Ann"])
    steps.sees(ann, "Good to see you, Ann")

    # Playwright can't stand in for an address that we are sent on to; it is asked for, at least.
    with ann.expect_request("https://www.wikipedia.org/"):
        ann.get_by_role("button", name="Leave quickly").click()
    after = ann.context.new_page()
    after.goto("/bonds/")
    steps.headed(after, "Good to see you")
    assert US not in after.content()
