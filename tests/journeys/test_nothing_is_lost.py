"""Whatever breaks while somebody writes: their words are still there, and are sent once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.journeys import steps
from tests.journeys.company import gather, time_runs_out
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch
from tests.serving import Server

US = "Rain or shine"
TOLD = "I have handed in my notice, and nobody knows yet."
KEPT = "Kept. Only you see it until you send it."
NO_NET = (
    r"ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(RESET|REFUSED)|ERR_EMPTY_RESPONSE"
    r"|console: htmx:(sendError|afterRequest)"  # htmx says it in its own words, too
)


def writing(company: Gather, phone: Opens, javascript: bool = True) -> tuple[Page, Page]:
    """Ann has the first page of a share open, and Ben is there, too."""
    two = company("partner", US, "Ann", "Ben")
    ann = two.at(phone, "Ann", javascript=javascript)
    steps.begin(ann, US, "Something that matters")
    ann.wait_for_load_state()
    return ann, two.at(phone, "Ben")


def area(page: Page) -> Locator:
    return page.get_by_role("textbox", name=steps.words_of("What is going on in you"))


def told_once(page: Page, words: str) -> None:
    """The words are on this page one time, and nothing of them is left in a form."""
    steps.sees(page, "Ben has it now.")
    expect(page.get_by_text(words, exact=True)).to_have_count(1)
    steps.today(page)
    expect(page.get_by_text("Begun, for nobody’s eyes yet")).to_have_count(0)


def test_a_reload_gives_the_draft_back(company: Gather, phone: Opens) -> None:
    ann, ben = writing(company, phone)
    steps.feel(ann, "Proud", "brave", "very")
    steps.pick(ann, "Be glad with me")
    area(ann).fill(TOLD)
    steps.sees(ann, KEPT)

    ann.reload()
    expect(area(ann)).to_have_value(TOLD)
    expect(ann.get_by_role("combobox", name="How brave")).to_have_value("3")
    expect(ann.get_by_role("radio", name=steps.words_of("Be glad with me"))).to_be_checked()
    steps.cannot_know(ben, TOLD, "handed in")

    # Put aside and found again from Today as well; and what is discarded is gone.
    steps.press(ann, "Keep it for later")
    steps.headed(ann, "Good to see you, Ann")
    steps.follow(ann, "Something that matters Go on writing")
    expect(area(ann)).to_have_value(TOLD)
    steps.today(ann)
    steps.press(ann, "Discard")
    expect(ann.get_by_text("Go on writing")).to_have_count(0)


def test_what_is_written_without_a_connection_is_kept_when_it_is_back(
    company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow(NO_NET)
    ann, _ = writing(company, phone)
    ann.context.set_offline(True)
    area(ann).fill(TOLD)
    steps.sees(ann, "Not kept yet: no connection. Your words are still here.")
    steps.pick(ann, "Just listen")
    ann.get_by_role("button", name=steps.words_of("Send it to Ben")).click()
    steps.sees(ann, "No connection just now. Nothing is lost: your words are still here.")
    expect(area(ann)).to_have_value(TOLD)

    ann.context.set_offline(False)
    steps.sees(ann, KEPT)
    steps.press(ann, "Send it to Ben")
    told_once(ann, TOLD)


def test_when_the_answer_is_lost_on_its_way_sending_again_sends_nothing_twice(
    company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow(NO_NET)
    ann, ben = writing(company, phone)
    area(ann).fill(TOLD)
    steps.pick(ann, "Just listen")

    def arrives_and_is_lost(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.continue_()

    ann.context.route("**/begin/**", arrives_and_is_lost)
    ann.get_by_role("button", name=steps.words_of("Send it to Ben")).click()
    steps.sees(ann, "No connection just now.")
    expect(area(ann)).to_have_value(TOLD)
    ann.context.unroute("**/begin/**")
    steps.press(ann, "Send it to Ben")
    told_once(ann, TOLD)
    steps.today(ben)
    waiting = ben.get_by_role("link", name=steps.words_of("Ann would like to tell you something"))
    told = waiting.count()
    ann.reload()
    assert waiting.count() == told


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_form_that_is_not_taken_keeps_everything(
    javascript: bool, company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow("status of 422")
    ann, _ = writing(company, phone, javascript)
    area(ann).fill(TOLD + "\n\nפתאום שקט 🌧️ <b>&amp;</b>")
    steps.feel(ann, "Proud", "brave", "very")
    steps.press(ann, "Send it to Ben")

    steps.sees(ann, "Something is still missing. All that you wrote is here.")
    expect(area(ann)).to_have_value(TOLD + "\n\nפתאום שקט 🌧️ <b>&amp;</b>")
    expect(ann.get_by_role("combobox", name="How brave", include_hidden=True)).to_have_value("3")
    steps.pick(ann, "Just listen")
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "פתאום שקט 🌧️ <b>&amp;</b>", "very brave")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_words_go_through_the_sign_in_when_the_time_ran_out(
    javascript: bool, phone: Opens, company: Gather, server: Server, watch: Watch
) -> None:
    watch.allow("(status of|Status Error Code) 401")
    two = company("partner", US, "Ann", "Ben")
    address = two.addresses["Ann"]
    ann = phone("Ann", javascript)
    ann.goto("/sign-in/")
    steps.sign_in(ann, address)
    steps.begin(ann, US, "Something that matters")
    area(ann).fill(TOLD)
    steps.pick(ann, "Just listen")
    time_runs_out(server)

    steps.press(ann, "Send it to Ben")
    steps.headed(ann, "Sign in once more")
    steps.sees(ann, "Your words are kept in this form")
    steps.sign_in(ann, address)
    steps.headed(ann, "Here are your words")
    steps.sees(ann, TOLD, "Nothing has been sent yet.")
    steps.press(ann, "Send it now")
    told_once(ann, TOLD)


def test_words_stay_when_one_signs_out_in_another_tab(
    phone: Opens, company: Gather, watch: Watch
) -> None:
    watch.allow("(status of|Status Error Code) 40[13]")
    two = company("partner", US, "Ann", "Ben")
    ann = phone("Ann")
    ann.goto("/sign-in/")
    steps.sign_in(ann, two.addresses["Ann"])
    steps.begin(ann, US, "Something that matters")
    other = ann.context.new_page()
    other.goto("/")
    steps.press(other, "Sign out")

    area(ann).fill(TOLD)
    steps.sees(ann, "Not kept: you are signed out. Your words are still here")
    steps.pick(ann, "Just listen")
    ann.get_by_role("button", name=steps.words_of("Send it to Ben")).click()
    steps.sees(ann, "Nothing is lost: your words are still here.")
    expect(area(ann)).to_have_value(TOLD)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_a_double_click_sends_once(javascript: bool, company: Gather, phone: Opens) -> None:
    ann, _ = writing(company, phone, javascript)
    area(ann).fill(TOLD)
    steps.pick(ann, "Just listen")
    ann.get_by_role("button", name=steps.words_of("Send it to Ben")).dblclick()
    told_once(ann, TOLD)
    ann.goto("/bonds/")


def test_far_too_many_words_get_a_kind_answer_and_stay(
    company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow("status of 422")
    ann, _ = writing(company, phone)
    very_much = "All of it, from the start. " * 7_500
    assert len(very_much) > 200_000
    area(ann).fill(very_much)
    steps.pick(ann, "Just listen")
    steps.press(ann, "Send it to Ben")
    steps.sees(ann, "All that you wrote is here.")
    assert area(ann).input_value() == very_much
    area(ann).fill("")
    steps.sees(ann, KEPT)


def test_a_draft_that_is_too_large_says_so_and_is_not_sent_again_and_again(
    company: Gather, phone: Opens, watch: Watch
) -> None:
    watch.allow("status of 413")
    ann, _ = writing(company, phone)
    sent: list[str] = []
    ann.on("request", lambda one: sent.append(one.url) if one.url.endswith("/drafts/") else None)
    area(ann).fill("All of it, from the start. " * 15_000)
    steps.sees(ann, "This is more than can be kept as a draft. Keep a copy of your own.")
    tries = len(sent)
    ann.wait_for_timeout(6_000)
    assert len(sent) == tries
    area(ann).fill(TOLD)
    steps.sees(ann, KEPT)


def test_nothing_that_was_acknowledged_dies_with_the_server(
    phone: Opens, new_server: Callable[..., Server], watch: Watch
) -> None:
    watch.allow(NO_NET)
    server = new_server()
    two = gather(server, "partner", US, ["Ann", "Ben"])
    ann = phone("Ann", at=server, storage_state=two.signed_in["Ann"])
    steps.begin(ann, US, "Something that matters")
    area(ann).fill(TOLD)
    steps.sees(ann, KEPT)

    # Killed while she writes: she sees that it is not kept, and it is as soon as it can be.
    server.kill()
    area(ann).fill(TOLD + " I am scared and glad.")
    steps.sees(ann, "Not kept yet: no connection.")
    server.start()
    steps.sees(ann, KEPT)
    server.kill()
    server.start()
    ann.reload()
    expect(area(ann)).to_have_value(TOLD + " I am scared and glad.")

    # Killed in the very moment in which she is told that it is sent.
    steps.pick(ann, "Just listen")
    with ann.expect_response(lambda answer: answer.request.method == "POST"):
        ann.get_by_role("button", name=steps.words_of("Send it to Ben")).click()
    server.kill()
    server.start()
    ben = phone("Ben", at=server, storage_state=two.signed_in["Ben"])
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    steps.sees(ben, TOLD + " I am scared and glad.")
