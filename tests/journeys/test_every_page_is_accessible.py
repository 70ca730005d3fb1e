"""Every page, in every state it can be in: readable, touchable, and neutral in its title."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.urls import resolve
from playwright.sync_api import Page

from nearer.urls import urlpatterns
from tests.journeys import steps
from tests.journeys.company import Company, time_runs_out
from tests.journeys.conftest import Gather, Opens
from tests.journeys.looking import Looks
from tests.journeys.watching import Watch
from tests.serving import Server

US = "Every page, with a name that goes on and on"
WORDS = "The whole of it, and donaudampfschifffahrtsgesellschaftskapitänsmützenband besides."
# They only take a form and send one on, or answer machines.
WITHOUT_A_PAGE = {
    "add",
    "coach",
    "discard_draft",
    "end_device",
    "exit",
    "health",
    "let_in",
    "pause",
    "remove_companion",
    "sign_out",
    "stop",
    "withdraw",
}


def test_nothing_grave_stands_in_anybodys_way(
    company: Gather, desk: Opens, server: Server, watch: Watch
) -> None:
    watch.allow(r"status of 4\d\d|Status Error Code 4\d\d")
    look = Looks()
    two = company("partner", US, "Ann", "Ben")
    signed_out(look, desk("Nobody"))
    newcomer(look, desk("Newcomer"), two.at(desk, "Ann"))
    ann, ben = two.at(desk, "Ann"), two.at(desk, "Ben")
    oneself(look, ann)
    bond(look, ann)
    the_loop(look, ann, ben)
    face_to_face(look, ann)
    alone(look, ann)
    the_gym(look, ann)
    kinds_without_a_practice(look, two, ann, ben, server)
    what_went_wrong(look, desk("Ann", storage_state=two.signed_in["Ann"]))
    time_ran_out(look, two, desk("Ann"), server)

    assert not look.faults, f"{len(look.faults)} faults:\n" + "\n".join(dict.fromkeys(look.faults))
    names = {pattern.name for pattern in urlpatterns}
    seen = {resolve(path).url_name for path in look.seen if not path.startswith("/nowhere")}
    assert names - seen - WITHOUT_A_PAGE - {"demo"} == set(), "pages that nobody looked at"


def signed_out(look: Looks, page: Page) -> None:
    for path in ("/", "/join/", "/sign-in/", "/recover/", "/help/", "/trust/"):
        page.goto(path)
        look(page, path)
    page.goto("/join/")
    _without_the_browsers_own_checks(page)
    steps.press(page, "Make my account")
    look(page, "join, not filled in")


def _without_the_browsers_own_checks(page: Page) -> None:
    page.evaluate("() => { for (const form of document.forms) form.noValidate = true; }")


def newcomer(look: Looks, page: Page, ann: Page) -> None:
    steps.open_bond(ann, "family", "A house")
    invitation = steps.invite(ann)
    look(ann, "an invitation")
    page.goto(invitation.link)
    look(page, "invited, signed out")
    steps.follow(page, "Make an account")
    for ask, words in (("What shall we call you?", "Dora"), ("E-mail", "d@example.org")):
        steps.write(page, ask, words)
    for ask in ("A password of twelve", "The same once more"):
        page.get_by_label(ask).fill(steps.PASSWORD)
    steps.pick(page, "I am 18 or older")
    steps.press(page, "Make my account")
    look(page, "recovery code")
    steps.type_back(page)
    look(page, "invited")
    steps.write(page, "The code", invitation.code)
    steps.press(page, "Show me who it is")
    look(page, "who invites")
    steps.press(page, "Yes, go in")
    look(page, "together, waiting")
    steps.today(page)
    look(page, "today, nobody yet")
    steps.today(ann)
    look(ann, "today, somebody came")
    steps.follow(ann, "Somebody has come with your invitation")
    look(ann, "is it them")
    steps.press(ann, "Yes, that is Dora")
    page.goto(invitation.link)
    look(page, "an invitation that is over", dark=False)


def oneself(look: Looks, page: Page) -> None:
    for path in ("/", "/you/", "/devices/", "/practices/", "/bonds/", "/bonds/new/"):
        page.goto(path)
        look(page, path)
    _without_the_browsers_own_checks(page)
    steps.press(page, "Open it")
    look(page, "a new bond, not filled in", dark=False)


def bond(look: Looks, page: Page) -> None:
    steps.add_companion(page, US, "Pim")
    for name in ("Invite somebody", "Companions", "Another name for it", "Leave"):
        steps.to_bond(page, US)
        steps.follow(page, name)
        look(page, name)
    steps.to_bond(page, US)
    look(page, "the bond")


def the_loop(look: Looks, ann: Page, ben: Page) -> None:
    steps.to_bond(ann, US)
    steps.follow(ann, "Something that matters")
    look(ann, "a practice")
    steps.begin(ann, US, "Something that matters", only="Ben")
    look(ann, "share")
    ann.get_by_label("Find a word").fill("alone")
    look(ann, "finding a feeling", dark=False)
    ann.get_by_label("Find a word").fill("")
    steps.feel(ann, "Sad", "disappointed", "very")
    steps.press(ann, "Send it to Ben")
    look(ann, "share, not filled in", dark=False)
    steps.share(ann, WORDS, wish="Think along", beforehand="Work", to="Ben")
    steps.sees(ann, "Ben has it now.")
    look(ann, "shared")
    steps.open_waiting(ben, "Ann would like to tell you something")
    look(ben, "ready")
    steps.not_now(ben, at="21:00")
    steps.sees(ben, "today at 21:00")
    look(ben, "put off", dark=False)
    steps.today(ben)
    look(ben, "today, with something for later")
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    steps.sees(ben, "What did you hear?")
    look(ben, "reflect")
    ben.get_by_text("Take a pause").click()
    look(ben, "about to pause", dark=False)
    steps.press(ben, "Pause")
    steps.open_waiting(ben, "Ann has told you something")
    look(ben, "a pause", dark=False)
    steps.reflect(ben, WORDS, question="And then?", to="Ann")
    steps.open_waiting(ann, "Ben has written to you")
    look(ann, "answer", dark=False)
    steps.write(ann, "Ben has a question", WORDS)
    steps.press(ann, "Send it to Ben")
    steps.open_waiting(ben, "Ann has")
    look(ben, "once more?")
    steps.press(ben, "No, it is said")
    steps.open_waiting(ann, "Ben has answered you")
    look(ann, "receipt")
    steps.press(ann, "Done")
    look(ann, "receipt, not filled in", dark=False)
    steps.receipt(ann, how="Partly", helped=WORDS, then="Keep it to myself")
    steps.sees(ann, "Show it now")
    look(ann, "receipt kept")
    steps.press(ann, "Show it now")
    steps.open_waiting(ben, "Ann has told you something")
    look(ben, "receipt shown, and ideas")
    steps.press(ben, "Send it to Ann")
    steps.write(ben, "Ann wished for company", WORDS)
    steps.press(ben, "Send it to Ann")
    steps.open_waiting(ann, "Ben has written to you")
    steps.press(ann, "Pass")
    steps.sees(ann, "Told, heard, answered.")
    look(ann, "the end")


def face_to_face(look: Looks, ann: Page) -> None:
    steps.begin(ann, US, "Rose, thorn, bud", way="Face to face", only="Pim")
    look(ann, "face to face")
    steps.press(ann, "Said")
    steps.headed(ann, "Hand the phone to Pim")
    look(ann, "pass over")
    steps.follow(ann, "I am Pim")
    steps.press(ann, "Said")
    look(ann, "told aloud", dark=False)
    ann.get_by_text("Stop here").click()
    look(ann, "stopping", dark=False)
    steps.press(ann, "Take no further part")
    look(ann, "stopped", dark=False)


def alone(look: Looks, ann: Page) -> None:
    ann.goto("/practices/to-myself/")
    look(ann, "a practice for one", dark=False)
    steps.begin_alone(ann, "To myself")
    steps.write(ann, "What is going on in there?", WORDS)
    steps.press(ann, "Keep it")
    look(ann, "to myself")


def the_gym(look: Looks, ann: Page) -> None:
    ann.goto("/practices/")
    steps.follow(ann, "Listening gym")
    look(ann, "the gym")
    steps.press(ann, "See what lands")
    look(ann, "the gym, nothing written", dark=False)
    steps.write(ann, "What do you say?", "Cheer up, it could be worse. I would just ask him.")
    steps.press(ann, "See what lands")
    ann.wait_for_url("**/gym/*/")
    look(ann, "what landed")


def kinds_without_a_practice(
    look: Looks, two: Company, ann: Page, ben: Page, server: Server
) -> None:
    steps.to_bond(ann, US)
    id = re.search(r"[0-9a-f-]{36}", ann.url)
    assert id is not None
    module = "tests.journeys.every_kind"
    sitting = server.beside(module, two.addresses["Ann"], steps.PASSWORD, id.group())
    ann.goto(f"/sittings/{sitting}/")
    steps.write(ann, "Two things", "One")
    steps.press(ann, "One more")
    steps.write(ann, "Two things", "Two")
    steps.press(ann, "One more")
    look(ann, "a list")
    steps.press(ann, "That is all")
    look(ann, "a rating")
    ann.get_by_role("radio").nth(2).check()
    steps.press(ann, "Send it to Ben")
    look(ann, "a timer")
    steps.press(ann, "Start")
    look(ann, "a timer that runs")
    steps.press(ann, "We are done")
    look(ann, "a turn")
    steps.write(ann, "I like that you", WORDS)
    steps.press(ann, "Pass it on")
    ben.goto(f"/sittings/{sitting}/")
    look(ben, "a turn of the other")


def what_went_wrong(look: Looks, page: Page) -> None:
    page.goto("/nowhere/")
    look(page, "not found")
    page.goto("/you/")
    page.context.route(
        "**/you/", lambda route: route.continue_(post_data="csrfmiddlewaretoken=old&name=Ann-Marie")
    )
    steps.press(page, "Keep this name")
    look(page, "grown old")
    page.context.unroute("**/you/")
    steps.begin(page, US, "Something that matters", only="Ben")
    page.get_by_role("textbox").first.fill("x" * 500_000)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep it for later").click()
    look(page, "too much to keep", dark=False)


def time_ran_out(look: Looks, two: Company, page: Page, server: Server) -> None:
    page.goto("/sign-in/")
    steps.sign_in(page, two.addresses["Ann"])
    steps.begin(page, US, "Something that matters", only="Ben")
    page.get_by_role("textbox").first.fill(WORDS)
    steps.pick(page, "Just listen")
    time_runs_out(server)
    steps.press(page, "Send it to Ben")
    look(page, "sign in once more")
    steps.sign_in(page, two.addresses["Ann"])
    look(page, "here are your words")


def test_what_is_wrong_is_seen(desk: Opens) -> None:
    look = Looks()
    page = desk("Somebody")
    page.set_content(
        "<title>Ann and Ben</title><h1>One</h1><h1>Two</h1><img src='data:,'>"
        "<main><pre>a line that is too long for any phone, and goes on and on and on</pre></main>"
        "<a href='#' style='display: block; font-size: 9px; line-height: 1'>tiny</a>"
        "<button style='height: 30px'>low</button>"
    )
    look(page, "a bad page", dark=False)
    told = "\n".join(look.faults)
    for fault in (
        "its title says “Ann and Ben”",
        "2 main headings",
        "it scrolls sideways",
        "too small to touch: a “tiny”",
        "too small to touch: button “low”",
        "“tiny” comes before the quick exit",
        "image-alt",
    ):
        assert fault in told, f"{fault} is not in:\n{told}"


def test_the_door_of_the_demo_is_like_every_page(
    desk: Opens, new_server: Callable[..., Server]
) -> None:
    look = Looks()
    page = desk("Somebody", at=new_server(NEARER_DEMO="yes"))
    page.goto("/demo/nell/")
    look(page, "the demo")
    assert not look.faults, "\n".join(look.faults)
