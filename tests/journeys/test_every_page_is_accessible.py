"""Every page, in every state it can be in: readable, touchable, and neutral in its title."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.urls import resolve
from playwright.sync_api import Page, expect

from nearer.urls import urlpatterns
from tests.journeys import steps
from tests.journeys.company import Company, ten_minutes_pass, time_runs_out
from tests.journeys.conftest import Gather, Opens
from tests.journeys.looking import Looks
from tests.journeys.watching import Watch
from tests.photos.making import encoded, picture
from tests.serving import Server

US = "Every page, with a name that goes on and on"
WORDS = "The whole of it, and donaudampfschifffahrtsgesellschaftskapitänsmützenband besides."
# They only take a form and send one on, or answer machines.
WITHOUT_A_PAGE = {
    "add",
    "coach",
    "confirm_return",
    "cut_everything",
    "delete_entry",
    "delete_help_notes",
    "delete_keep",
    "delete_kept_text",
    "delete_own_copy",
    "delete_plan",
    "discard_draft",
    "end_device",
    "exit",
    "favourite",
    "feed",
    "forget_check",
    "forget_closeness",
    "hand_over",
    "health",
    "kept_text_file",
    "let_in",
    "let_pass",
    "little_again",
    "live",
    "live_clock",
    "live_moved",
    "metrics",
    "no_favourite",
    "not_today",
    "notices_code",
    "notices_here",
    "notices_mail",
    "offered_zone",
    "pause",
    "pause_back",
    "pause_calm",
    "pause_longer",
    "photo_large",
    "photo_small",
    "plan_became",
    "plan_calendar",
    "promise_answer",
    "promise_kept",
    "put_aside",
    "put_aside_news",
    "remove_companion",
    "remove_idea",
    "remove_notices",
    "remove_rhythm",
    "second_keys",
    "service_worker",
    "show_caring",
    "sign_out",
    "stop",
    "stop_return",
    "tear_up_card",
    "tick_idea",
    "try_notice",
    "unwrite_prompt",
    "withdraw",
}

ELSEWHERE = {"demo", "second", "keep_entry", "show_keep"}
"""Looked at below, in test_second_factor.py and in test_my_words_are_mine.py; `show_keep`, for
which three people are needed, is drawn as `show_page` is."""


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
    going(look, ann)
    rhythm(look, ann)
    bond(look, ann)
    the_way_in(look, ann, server)
    the_loop(look, ann, ben)
    face_to_face(look, ann)
    alone(look, ann)
    the_gym(look, ann)
    by_oneself(look, ann)
    what_is_kept(look, ann, ben)
    between(look, ann, ben)
    kinds_without_a_practice(look, two, ann, ben, server)
    pictures(look, two, ann, server)
    # Her first cookie is over since she gave her password again.
    once_more = desk("Ann once more")
    once_more.goto("/sign-in/")
    steps.sign_in(once_more, two.addresses["Ann"])
    steps.headed(once_more, "Good to see you, Ann")
    what_went_wrong(look, once_more)
    time_ran_out(look, two, desk("Ann"), server)

    assert not look.faults, f"{len(look.faults)} faults:\n" + "\n".join(dict.fromkeys(look.faults))
    names = {pattern.name for pattern in urlpatterns}
    seen = {resolve(path).url_name for path in look.seen if not path.startswith("/nowhere")}
    assert names - seen - WITHOUT_A_PAGE - ELSEWHERE == set(), "pages that nobody looked at"


def signed_out(look: Looks, page: Page) -> None:
    for path in (
        "/",
        "/join/",
        "/sign-in/",
        "/recover/",
        "/lost/",
        "/help/",
        "/help/?country=gb",
        "/trust/",
    ):
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


def the_way_in(look: Looks, page: Page, server: Server) -> None:
    """Password, code and keys, and somebody's way back; nothing of it is carried out."""
    for path in ("/you/password/", "/you/safer/", "/you/address/", "/you/recovery/"):
        page.goto(path)
        look(page, path)
    for path in ("/you/second-step/", "/you/second-step/spare/", "/you/second-step/app/"):
        page.goto(path)
        look(page, path)
    steps.press(page, "Show me the picture")
    steps.once_more(page)
    look(page, "an app to set up")
    steps.press(page, "Leave it")
    page.goto("/you/recovery/")
    steps.press(page, "Show me a new code")
    steps.once_more(page)
    look(page, "a new recovery code")
    steps.press(page, "Keep the old one instead")
    ten_minutes_pass(server)
    page.goto("/you/second-step/")
    look(page, "the password once more")
    steps.to_bond(page, US)
    steps.follow(page, "Somebody has lost their way in")
    look(page, "who has lost their way in")
    steps.press(page, "Make the link and the code for Ben")
    look(page, "a way back")
    steps.press(page, "This is not right, stop it")


def oneself(look: Looks, page: Page) -> None:
    for path in ("/safety/", "/help/notes/"):
        page.goto(path)
        look(page, path)
    for path in ("/", "/you/", "/devices/", "/practices/", "/bonds/", "/bonds/new/"):
        page.goto(path)
        look(page, path)
    _without_the_browsers_own_checks(page)
    steps.press(page, "Open it")
    look(page, "a new bond, not filled in", dark=False)


def going(look: Looks, page: Page) -> None:
    """Out of a bond of one's own, with a copy of one's words; the account stays."""
    steps.open_bond(page, "friend", "Over soon")
    steps.to_bond(page, "Over soon")
    steps.follow(page, "Promises, dates, the jar")
    steps.follow(page, "Promises")
    steps.write(page, "What do you promise?", WORDS)
    steps.press(page, "Promise it")
    steps.to_bond(page, "Over soon")
    steps.follow(page, "Leave")
    look(page, "the last one leaves")
    steps.press(page, "Leave and erase it")
    for path in ("/you/end/", "/ended/", "/you/copies/"):
        page.goto(path)
        look(page, path)
    page.goto("/you/copies/")
    steps.follow(page, "Over soon")
    look(page, "a copy of my words")
    page.goto("/you/take-along/")
    look(page, "taking words along")
    steps.pick(page, "Under a passphrase")
    steps.press(page, "Take it along")
    look(page, "taking words along, without a passphrase", dark=False)


def rhythm(look: Looks, page: Page) -> None:
    for path in (
        "/rhythm/",
        "/rhythm/notices/",
        "/rhythm/add/",
        "/rhythm/times/",
        "/rhythm/pause/",
        "/you/clock/",
    ):
        page.goto(path)
        look(page, path)
    page.goto("/rhythm/add/")
    steps.follow(page, US)
    steps.pick(page, "On days of the week")
    steps.press(page, "Let it come round")
    look(page, "what comes round, not filled in")
    steps.pick(page, "A check-in")
    steps.pick(page, "Every day")
    steps.press(page, "Let it come round")
    look(page, "what comes round")
    steps.follow(page, "Check-in")
    look(page, "changing what comes round", dark=False)
    steps.today(page)
    look(page, "what comes round today")
    steps.to_bond(page, US)
    steps.follow(page, "Mute or unmute it")
    look(page, "peace from a bond")
    page.goto("/rhythm/feed/")
    steps.press(page, "Make an address")
    look(page, "a calendar address")
    steps.press(page, "Turn it off")
    look(page, "no calendar address", dark=False)


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
    steps.follow(ann, "I want to tell you something")
    look(ann, "a situation")
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
    steps.not_now(ben, at=steps.LATE)
    steps.sees(ben, f"today at {steps.LATE}")
    look(ben, "put off", dark=False)
    steps.today(ben)
    look(ben, "today, with something for later")
    steps.open_waiting(ben, "Ann would like to tell you something")
    steps.ready(ben)
    steps.sees(ben, "What did you hear?")
    look(ben, "reflect")
    ben.get_by_text("Come back to it later").click()
    look(ben, "about to put it aside", dark=False)
    steps.press(ben, "Put it aside")
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
    ann.get_by_label("What are you looking for?").fill("lisening gym")
    ann.get_by_role("button", name="Look", exact=True).click()
    ann.wait_for_url("**/practices/?*q=*")
    look(ann, "looking for a practice")
    steps.follow(ann, "Listening gym")
    look(ann, "the gym")
    steps.press(ann, "See what lands")
    look(ann, "the gym, nothing written", dark=False)
    steps.write(ann, "What do you say?", "Cheer up, it could be worse. I would just ask him.")
    steps.press(ann, "See what lands")
    ann.wait_for_url("**/gym/*/")
    look(ann, "what landed")


def by_oneself(look: Looks, ann: Page) -> None:
    for path in ("/growing/", "/reads/", "/reads/understood-first/", "/reads/what-talk-is-for/"):
        ann.goto(path)
        look(ann, path)
    ann.goto("/closeness/")
    look(ann, "closeness")
    ann.get_by_role("link", name=US).click()
    look(ann, "closeness, nothing yet", dark=False)
    for safe in ("mostly", "not at all"):
        steps.follow(ann, "Begin" if safe == "mostly" else "Put down how it is now")
        look(ann, "how close do I feel")
        if safe == "mostly":
            steps.press(ann, "Keep it for myself")
            look(ann, "closeness, not filled in", dark=False)
        ann.get_by_role("group", name="I feel safe").get_by_label(safe).check()
        ann.get_by_label("half shared").check()
        ann.get_by_label("Anything to remember").fill(WORDS)
        steps.press(ann, "Keep it for myself")
        ann.wait_for_url(re.compile(r"/closeness/[0-9a-f-]{36}/$"))
    for one in ann.locator("summary").all():
        one.click()
    look(ann, "closeness, what has moved")
    ann.goto("/in-the-way/")
    look(ann, "what gets in the way")
    steps.follow(ann, "Few words for feelings")
    ann.get_by_role("checkbox").first.check()
    steps.press(ann, "Keep it for myself")
    look(ann, "something that gets in the way")
    ann.goto("/in-the-way/how-i-learned/")
    look(ann, "how I learned it")
    steps.follow(ann, "What happened at your table")
    ann.get_by_role("textbox").first.fill(WORDS)
    steps.press(ann, "Keep it")
    steps.sees(ann, "Kept, for your eyes only.")
    look(ann, "a page on how I learned it")


def between(look: Looks, ann: Page, ben: Page) -> None:
    steps.to_bond(ann, US)
    home = ann.url
    for page, name in ((ann, "ann"), (ben, "ben")):
        page.goto(f"{home}ideas/")
        look(page, f"new things, {name}")
        page.get_by_role("button", name="I would").first.click()
        expect(page.get_by_role("button", name="I would", pressed=True)).to_have_count(1)
    steps.sees(ben, "Both of you would")
    ben.get_by_text("Narrow it down").click()
    look(ben, "new things that both would do")
    ben.goto(f"{home}ideas/?show=ticked&cost=0&daring=1&minutes=30")
    look(ben, "no new things", dark=False)
    ann.goto(f"{home}ideas/own/")
    look(ann, "a new thing of one's own")
    steps.press(ann, "Add it")
    look(ann, "a new thing, not filled in", dark=False)
    ann.goto(f"{home}ideas/")
    ann.get_by_role("link", name=re.compile("Plan it")).click()
    look(ann, "planning something")
    ann.get_by_label("At (if you like)").fill("15:30")
    steps.press(ann, "Keep the plan")
    look(ann, "a plan, not filled in", dark=False)
    ann.get_by_label("Which day?").fill(f"{datetime.now(UTC) + timedelta(days=9):%Y-%m-%d}")
    steps.press(ann, "Keep the plan")
    ann.wait_for_url("**/plans/*/")
    for one in ann.locator("summary").all():
        one.click()
    look(ann, "a plan")
    ann.goto(f"{home}caring/")
    look(ann, "ways of caring")
    ann.goto(f"{home}caring/words/")
    ann.get_by_role("radio", name="Very much").first.check()
    look(ann, "a way of caring")
    steps.press(ann, "Keep it")
    ann.get_by_role("button", name="Show Ben").click()
    ben.goto(f"{home}caring/")
    look(ben, "ways of caring, shown")
    cards(look, ann, home)
    journals(look, ann, ben, home)
    words_are_mine(look, ann, ben, home)
    a_pause(look, ann, ben, home)


def cards(look: Looks, page: Page, home: str) -> None:
    page.goto(f"{home}cards/write/")
    steps.press(page, "Put it into the deck")
    look(page, "a card of one's own, not filled in")
    steps.write(page, "What does it ask?", WORDS)
    page.get_by_role("radio", name="Personal").check()
    steps.press(page, "Put it into the deck")
    page.wait_for_url("**/cards/")
    steps.follow(page, "Your own")
    steps.press(page, "Keep as a favourite")
    look(page, "a large card")
    page.goto(f"{home}cards/")
    look(page, "cards")
    steps.follow(page, WORDS)
    look(page, "a card to change", dark=False)


def words_are_mine(look: Looks, ann: Page, ben: Page, home: str) -> None:
    """Changing words, showing them later, taking them back, keeping a copy."""

    def menu(page: Page, deed: str) -> None:
        page.get_by_label("What you can do with these words").last.click()
        page.get_by_role("link", name=deed).last.click()

    ben.goto(f"{home}journal/")
    menu(ben, "Keep a copy")
    look(ben, "before a copy is kept")
    steps.press(ben, "Keep a copy")
    look(ben, "a copy that was kept")
    ben.goto("/kept/")
    look(ben, "what was kept")
    ben.goto("/kept/check/")
    steps.press(ben, "Check it")
    look(ben, "checking a copy")
    ann.goto(f"{home}promises/")
    steps.write(ann, "What do you promise?", WORDS)
    steps.press(ann, "Promise it")
    ben.goto(f"{home}promises/")
    steps.follow(ben, WORDS)
    menu(ben, "Keep a copy")
    look(ben, "before a copy of a promise is kept", dark=False)
    ann.goto("/begin/to-myself/")
    ann.get_by_role("textbox").first.fill(WORDS)
    steps.press(ann, "Keep it")
    ann.wait_for_url("**/sittings/**")
    alone = ann.url
    menu(ann, "Change the words")
    look(ann, "changing words")
    for deed in ("Show to", "Take it back"):
        ann.goto(alone)
        menu(ann, deed)
        look(ann, f"an entry: {deed}")
    ann.goto("/journal/")
    steps.follow(ann, "Change or delete")
    steps.follow(ann, "Show to")
    look(ann, "showing a page of one's own")
    # A slip for one of several people, to be shown to another.


def journals(look: Looks, ann: Page, ben: Page, home: str) -> None:
    ann.goto("/journal/")
    look(ann, "a journal, nothing yet")
    steps.follow(ann, "Something else")
    look(ann, "a page of a journal", dark=False)
    ann.goto("/journal/")
    steps.follow(ann, "Write about it")
    ann.get_by_role("textbox").fill(WORDS)
    look(ann, "a page of a journal, with a question")
    steps.press(ann, "Keep it")
    ann.wait_for_url("**/journal/")
    look(ann, "a journal")
    steps.follow(ann, "Change or delete")
    ann.get_by_text("Delete it").click()
    look(ann, "a page that one wrote")
    ann.goto(f"{home}journal/write/")
    ann.get_by_role("textbox").fill(WORDS)
    look(ann, "a page for all")
    steps.press(ann, "Put it into the journal")
    ann.goto(f"{home}journal/ask/")
    steps.press(ann, "Leave it there")
    look(ann, "leaving a question, not filled in")
    ann.get_by_role("radio").first.check()
    steps.press(ann, "Leave it there")
    ann.wait_for_url("**/journal/")
    look(ann, "a question that was left")
    ben.goto(f"{home}journal/")
    look(ben, "a bond's journal")
    ben.locator(".rows--lit a").click()
    look(ben, "answering a question")
    ben.get_by_role("textbox").fill(WORDS)
    steps.press(ben, "Put it into the journal")
    ben.wait_for_url("**/journal/")
    look(ben, "an answer for two", dark=False)


def a_pause(look: Looks, ann: Page, ben: Page, home: str) -> None:
    ann.goto(f"{home}pause/")
    look(ann, "how long a pause")
    ann.goto(home)
    ann.get_by_role("button", name="We need a pause").click()
    ann.get_by_text("I need a little longer").click()
    look(ann, "a pause that one asked for")
    ben.goto(home)
    look(ben, "a bond in a pause")
    steps.follow(ben, "To the pause")
    look(ben, "a pause of the other")
    steps.press(ben, "I am calm enough to go on")
    look(ben, "calm enough", dark=False)
    steps.press(ann, "I am calm enough to go on")
    look(ann, "coming back")
    for page in (ann, ben):
        page.goto(f"{home}pause/")
        steps.press(page, "Just go on")
        page.wait_for_url(home)


def what_is_kept(look: Looks, ann: Page, ben: Page) -> None:
    steps.to_bond(ann, US)
    bond = re.sub(r"^https?://[^/]+", "", ann.url)
    ann.goto(f"{bond}keeps/")
    look(ann, "what we keep")
    drawers = {
        "promises": "Promise it",
        "dates": "Put it in",
        "jar": "Put it in the jar",
        "little-things": "Keep it",
        "topics": "Put it aside",
    }
    for drawer, button in drawers.items():
        ann.goto(f"{bond}{drawer}/")
        _without_the_browsers_own_checks(ann)
        steps.press(ann, button)
        look(ann, f"{drawer}, not filled in", dark=False)
        ann.locator("textarea").fill(WORDS)
        for day in ann.get_by_label("Day", exact=True).all():
            day.fill((datetime.now(UTC) + timedelta(days=1)).date().isoformat())
        if drawer == "little-things":
            ann.get_by_label("You", exact=True).check()
            ann.get_by_label("The question it answers").fill("And what is it?")
        steps.press(ann, button)
        for more in ann.locator("main summary").all():
            more.click()
        look(ann, drawer)
        ann.locator("main a.row-link", has_text=WORDS[:20]).first.click()
        ann.wait_for_url(re.compile(rf"/{drawer}/[0-9a-f-]{{36}}/$"))
        look(ann, f"one of the {drawer}")
    ann.goto(f"{bond}jar/?draw")
    look(ann, "nothing drawn yet", dark=False)
    ben.goto(f"{bond}little-things/")
    ben.get_by_text("Show me").click()
    look(ben, "do you still know")
    a_promise(look, ann, ben, f"{bond}promises/")


def a_promise(look: Looks, ann: Page, ben: Page, promises: str) -> None:
    ann.goto(promises)
    ann.locator("main a.row-link", has_text=WORDS[:20]).first.click()
    ann.wait_for_url(re.compile(r"/promises/[0-9a-f-]{36}/$"))
    promise = ann.url
    steps.follow(ann, "Other words for it")
    look(ann, "other words for a promise", dark=False)
    ann.goto(f"{promise}change/")
    look(ann, "asking for a change")
    ann.locator("textarea").fill("Something else.")
    steps.press(ann, "Ask Ben")
    steps.sees(ann, "You ask for a change")
    look(ann, "a change that was asked for")
    ben.goto(promise)
    look(ben, "a change to answer")
    steps.press(ben, "Fine by me")
    ann.goto(f"{promise}missed/")
    look(ann, "a promise missed")
    ann.locator("textarea").fill(WORDS)
    steps.press(ann, "Say it")
    steps.sees(ann, "What came of it")
    look(ann, "what came of a promise")


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
    look(ann, "a card")
    steps.press(ann, "Another")
    look(ann, "another card", dark=False)
    steps.press(ann, "Take this one")
    look(ann, "about a card")
    steps.write(ann, "What comes of it?", WORDS)
    steps.press(ann, "Send it to Ben")
    look(ann, "a turn")
    steps.write(ann, "I like that you", WORDS)
    steps.press(ann, "Pass it on")
    ben.goto(f"/sittings/{sitting}/")
    look(ben, "a turn of the other")
    steps.write(ben, "I like that you", WORDS)
    steps.press(ben, "Pass it on")
    look(ben, "deeper?")


def pictures(look: Looks, two: Company, ann: Page, server: Server) -> None:
    sitting = server.beside("tests.photos.beginning", two.addresses["Ann"], steps.PASSWORD)
    ann.goto(f"/sittings/{sitting}/")
    look(ann, "a picture that is asked for")
    flag = encoded(picture())
    ann.locator("input[type=file]").set_input_files(
        {"name": "flag.jpg", "mimeType": "image/jpeg", "buffer": flag}
    )
    steps.write(ann, "What can be seen in it?", WORDS)
    steps.press(ann, "Keep it")
    steps.follow(ann, "Take it back")
    look(ann, "taking a picture back")
    ann.goto("/photos/")
    look(ann, "one's pictures")
    ann.locator(".picture__link").click()
    ann.wait_for_url("**/photos/*-*/")
    look(ann, "a picture")


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
    # Half a megabyte without a space is laid out twice; a machine with other work takes its time.
    with page.expect_navigation(timeout=60_000):
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
