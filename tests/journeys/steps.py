"""What people do in a journey, told the way they would tell it: by what they read and press.

Nothing here knows a class, an id or an address, except where a person follows a link.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from playwright.sync_api import Error, Locator, Page, Response, expect

Place = Page | Locator
"""A whole page, or a part of it."""

PASSWORD = "quiet rivers carry lanterns"
LATE = "23:59"
"""A moment today that is still to come: at nine in the evening what was for nine is not later."""
NAMES_OF_BONDS = {"partner": "Partner", "friend": "Friend", "family": "Family"}


@dataclass
class Invitation:
    """What travels by two roads."""

    link: str
    code: str


# ---- Pressing things ----


def words_of(text: str, *, whole: bool = False) -> re.Pattern[str]:
    """These words as somebody reads them at the start, or as the whole, of something.

    Names in the midst of our words carry marks that keep their direction apart; nobody sees them.
    """
    mark = "[\u2066-\u2069]*"
    each = "".join(re.escape(one) + mark for one in text)
    return re.compile(f"^\\s*{mark}{each}" + (r"\s*$" if whole else ""))


def press(place: Place, name: str) -> None:
    """Press the one button of this name; returns when what the server answered has come."""
    page = place if isinstance(place, Page) else place.page
    button = place.get_by_role("button", name=words_of(name, whole=True)).element_handle()
    with page.expect_response(_is_sent_form):
        button.click()
    with suppress(Error):  # the page that held the button may be gone altogether
        button.wait_for_element_state("hidden", timeout=5_000)


def _is_sent_form(answer: Response) -> bool:
    if answer.request.method != "POST":
        return False
    kept_in_passing = answer.url.endswith("/drafts/") and answer.status == 204
    # The coach posts the same form to the same address while somebody writes.
    read_in_passing = answer.request.headers.get("x-part", "").startswith("note ")
    return not (kept_in_passing or read_in_passing)


def follow(page: Page, name: str) -> None:
    """Follow the first link that begins with these words."""
    page.get_by_role("link", name=words_of(name)).first.click()


def pick(place: Place, name: str, *, among: str = "") -> None:
    """Choose a large row: a radio button or a check box that begins with these words."""
    if among:
        place = place.get_by_role("group", name=among)
    row = words_of(name)
    found = place.get_by_role("radio", name=row).or_(place.get_by_role("checkbox", name=row))
    found.first.check()


def write(place: Place, ask: str, words: str) -> None:
    """Write under a question that begins with these words."""
    place.get_by_role("textbox", name=words_of(ask)).fill(words)


def sees(page: Page, *words: str) -> None:
    """Each of these can be read on the page."""
    for one in words:
        anywhere = re.compile(words_of(one).pattern.removeprefix("^"))
        expect(page.get_by_text(anywhere).filter(visible=True).first).to_be_visible()


def headed(page: Page, words: str) -> None:
    """The page's one heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words_of(words, whole=True))


def once_more(page: Page, password: str = PASSWORD) -> None:
    """Give the password again on the page that asks for it."""
    headed(page, "Your password, once more")
    page.get_by_label("Your password").fill(password)
    press(page, "Go on")


def today(page: Page) -> None:
    """Go to the first page."""
    page.goto("/")


# ---- What may be known ----


def sources(page: Page, *more: str) -> str:
    """The source of the page as it stands, and of every place where words could turn up.

    Asked with the person's own cookie, beside the page, which stays as it is.
    """
    wanted = ["/", "/bonds/", "/practices/", *_within(page), *more]
    own = page.context.request
    return page.content() + "".join(own.get(one).text() for one in dict.fromkeys(wanted))


def _within(page: Page) -> Iterable[str]:
    own = page.context.request
    found: list[str] = []
    for start in ("/", "/bonds/"):
        found += re.findall(r'href="(/(?:bonds|sittings)/[0-9a-f-]{36}/)', own.get(start).text())
    for bond in [one for one in found if one.startswith("/bonds/")]:
        found += re.findall(r'href="(/sittings/[0-9a-f-]{36}/)', own.get(bond).text())
    return found


def knows(page: Page, *words: str) -> None:
    """Each of these is somewhere in what this person may open."""
    source = sources(page)
    for one in words:
        assert one in source, f"“{one}” should be there for them, and is not"


def cannot_know(page: Page, *words: str) -> None:
    """None of these is in the source of any page that this person may open."""
    source = sources(page)
    for one in words:
        assert one not in source, f"“{one}” is in the source of a page that must not hold it"


# ---- Coming in ----


def sign_up(page: Page, name: str, *, age: str = "I am 18 or older") -> str:
    """Make an account from wherever it is offered, and keep the code. Returns the address."""
    address = f"{name.lower()}.{secrets.token_hex(4)}@example.org"
    follow(page, "Make an account")
    headed(page, "An account of your own")
    write(page, "What shall we call you?", name)
    write(page, "E-mail address", address)
    page.get_by_label("A password of twelve").fill(PASSWORD)
    page.get_by_label("The same once more").fill(PASSWORD)
    pick(page, age)
    press(page, "Make my account")
    type_back(page)
    return address


def type_back(page: Page) -> str:
    """Type two groups of the recovery code back, read from the page as from a note."""
    headed(page, "Your recovery code")
    groups = page.get_by_role("group", name="Your recovery code").locator("span").all_inner_texts()
    assert len(groups) == 8
    write(page, "The third group", groups[2].lower())
    write(page, "The seventh group", groups[6])
    press(page, "I have kept it")
    expect(page.get_by_role("heading", name="Your recovery code")).to_have_count(0)
    return "-".join(groups)


def arrive(page: Page, name: str) -> str:
    """A newcomer opens the first page and makes an account. Returns the address."""
    page.goto("/")
    address = sign_up(page, name)
    headed(page, f"Good to see you, {name}")
    return address


def sign_in(page: Page, address: str) -> None:
    """Fill in the sign-in form that is open."""
    write(page, "E-mail address", address)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


# ---- A bond ----


def open_bond(page: Page, kind: str, name: str) -> None:
    """Begin a bond; ends on the page that invites."""
    page.goto("/bonds/")
    follow(page, "A new bond")
    pick(page, NAMES_OF_BONDS[kind])
    write(page, "What do you call", name)
    press(page, "Open it")
    headed(page, "Invite somebody")


def invite(page: Page) -> Invitation:
    """Make an invitation on the page that invites; read link and code from it."""
    press(page, "Make an invitation")
    headed(page, "Two things, two roads")
    link = page.get_by_text("/invitations/").inner_text().strip()
    code = page.get_by_role("group", name="The code").locator("span").all_inner_texts()
    return Invitation(link, "-".join(code))


def answer(page: Page, invitation: Invitation, inviter: str, told: str = "Nearly there") -> None:
    """With the invitation open and an account in hand: the code, and yes."""
    headed(page, "You are invited")
    write(page, "The code", invitation.code.lower().replace("-", " "))
    press(page, "Show me who it is")
    headed(page, f"{inviter} invites you")
    press(page, "Yes, go in")
    sees(page, told)


def let_in(page: Page, name: str) -> None:
    """Whoever invited sees that somebody came, and says that it is really them."""
    today(page)
    follow(page, "Somebody has come with your invitation")
    headed(page, f"Is this {name}?")
    press(page, f"Yes, that is {name}")
    sees(page, "What would you like to do?", name)


def to_bond(page: Page, bond: str) -> None:
    """Open a bond's own page."""
    page.goto("/bonds/")
    follow(page, bond)
    headed(page, bond)


def add_companion(page: Page, bond: str, name: str) -> None:
    """Somebody without an account."""
    to_bond(page, bond)
    follow(page, "Companions")
    write(page, "Their name", name)
    press(page, "Add them")
    sees(page, name, "companion")


# ---- A sitting ----


def begin(page: Page, bond: str, practice: str, *, way: str = "", only: str = "") -> None:
    """From the bond's page to the first question of a practice, with all or one of the others."""
    to_bond(page, bond)
    follow(page, "Everything for us")
    follow(page, practice)
    headed(page, practice)
    if only:
        for box in (
            page.get_by_role("group", name="Who shall take part?").get_by_role("checkbox").all()
        ):
            box.uncheck()
        pick(page, only, among="Who shall take part?")
    if way:
        pick(page, way)
    # A plain question for the next page: nothing is sent yet.
    page.get_by_role("button", name="Begin", exact=True).click()
    # Loaded: between two pages there is no group either, and nothing that axe could read.
    page.wait_for_url(re.compile(r"/begin/"))
    expect(page.get_by_role("group", name="How?")).to_have_count(0)


def begin_alone(page: Page, practice: str) -> None:
    """From the shelf to the first question, by oneself."""
    page.goto("/practices/")
    follow(page, practice)
    headed(page, practice)
    follow(page, "Begin")


def feel(page: Page, family: str, word: str, strength: str) -> None:
    """Open a family of feelings, choose a word, and say how strong it is."""
    box = page.get_by_role("checkbox", name=word, exact=True)
    if not box.is_visible():
        # A summary carries the family's name and a few of its words.
        page.locator("summary").filter(has_text=words_of(family)).click()
    box.check()
    page.get_by_role("combobox", name=f"How {word}", exact=True).select_option(label=strength)


def share(page: Page, words: str, *, wish: str, beforehand: str = "", to: str) -> None:
    """Fill in and send the first form of “Something that matters”; feelings come before this."""
    page.get_by_role("textbox").first.fill(words)
    pick(page, wish)
    if beforehand:
        write(page, "Would you like to say beforehand", beforehand)
    press(page, f"Send it to {to}")


def open_waiting(page: Page, title: str) -> None:
    """Today says that something waits: open it."""
    today(page)
    follow(page, title)


def ready(place: Place) -> None:
    """Now is a good time."""
    pick(place, "Yes, now")
    press(place, "Answer")


def not_now(page: Page, *, at: str) -> None:
    """Not now, but at a time today."""
    pick(page, "Not now, but at")
    page.get_by_role("combobox", name="Day", exact=True).select_option(label="Today")
    page.get_by_label("Time", exact=True).fill(at)
    press(page, "Answer")


def reflect(place: Place, words: str, *, to: str, question: str = "") -> None:
    """Give back what was heard."""
    write(place, "What did you hear", words)
    if question:
        write(place, "Is there something you would like to know?", question)
    press(place, f"Send it to {to}")


def receipt(place: Place, *, how: str, helped: str = "", then: str) -> None:
    """Three taps, what helped or would have, and whether the other sees it: “Show” or “Keep”."""
    for ask in (
        "Did you feel understood?",
        "Did you feel accepted, just as you are?",
        "Did you feel cared about?",
    ):
        pick(place, how, among=ask)
    if helped:
        write(place, "What would have helped", helped)
    pick(place, then)
    press(place, "Done")


def pause(page: Page, *, at: str) -> None:
    """Put it aside in the middle of it, with a time to come back."""
    page.get_by_text("Come back to it later").click()
    page.get_by_label("At", exact=True).fill(at)
    press(page, "Put it aside")


def say_in_turn(page: Page, name: str, act: Callable[[Page], None]) -> None:
    """Face to face: the page asks for somebody; they take the phone and do their part."""
    headed(page, f"Hand the phone to {name}")
    follow(page, f"I am {name}")
    act(page)


# ---- Leaving quickly ----

ELSEWHERE = "An encyclopaedia"


def exit_leads_elsewhere(page: Page) -> None:
    """Stand in for the site that the quick exit opens; it must not be asked for in a test."""
    answer = f"<!doctype html><title>{ELSEWHERE}</title><h1>{ELSEWHERE}</h1>"
    page.context.route(
        "https://www.wikipedia.org/**",
        lambda route: route.fulfill(body=answer, content_type="text/html"),
    )
