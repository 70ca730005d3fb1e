"""A second step: an app, a passkey in a real browser with a virtual authenticator, spare codes."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

import seal
from tests.journeys import steps
from tests.journeys.conftest import Opens
from tests.journeys.watching import Watch
from tests.serving import Server

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(server: Server) -> str:
    """The server by its name: a bare number is no place for passkeys."""
    return server.url.replace("127.0.0.1", "localhost")


def with_authenticator(page: Page) -> None:
    """Plug one in."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


def the_secret(page: Page) -> bytes:
    """What an app reads off the page."""
    link = page.get_by_role("link", name="The app is on this very device").get_attribute("href")
    assert link is not None
    return base64.b32decode(parse_qs(urlsplit(link).query)["secret"][0])


def digits(secret: bytes, *, after: int = -1) -> tuple[str, int]:
    """The digits of a step that was not used yet; waits for the next one if need be."""
    while (step := int(time.time()) // 30) <= after:
        time.sleep(0.5)
    return seal.onetime_code(secret, step), step


def sign_in(page: Page, address: str) -> None:
    page.goto("/sign-in/")
    steps.write(page, "E-mail address", address)
    page.get_by_label("Password").fill(steps.PASSWORD)
    steps.press(page, "Sign in")


def spare_codes(page: Page) -> list[str]:
    steps.headed(page, "Your spare codes")
    shown = page.get_by_role("group", name="A spare code").all_inner_texts()
    return ["-".join(re.findall(r"[0-9A-Z]{4}", one)) for one in shown]


def set_up_app(page: Page) -> tuple[bytes, int]:
    page.goto("/you/second-step/")
    steps.follow(page, "Set up an app")
    steps.press(page, "Show me the picture")
    steps.once_more(page)
    secret = the_secret(page)
    code, step = digits(secret)
    steps.write(page, "The six digits", code)
    steps.press(page, "Switch it on")
    return secret, step


def test_an_app_stands_between_the_password_and_what_is_written(
    phone: Opens, desk: Opens, axe: Callable[[Page], None], watch: Watch
) -> None:
    watch.allow("status of 4(22|01)")  # digits that do not fit; the password, asked in between
    ann, elsewhere = phone("Ann"), desk("Ann elsewhere", javascript=False)
    address = steps.arrive(ann, "Ann")
    secret, used = set_up_app(ann)
    codes = spare_codes(ann)
    assert len(set(codes)) == 8
    axe(ann)
    steps.press(ann, "I have kept them")
    steps.sees(ann, "It is set up", "8 are left")
    sign_in(elsewhere, address)
    steps.headed(elsewhere, "And the second step")
    elsewhere.goto("/bonds/")
    steps.headed(elsewhere, "Good to see you")
    sign_in(elsewhere, address)
    steps.write(elsewhere, "Six digits, or a spare code", "000 000")
    steps.press(elsewhere, "Come in")
    steps.sees(elsewhere, "This does not fit")
    code, _ = digits(secret, after=used)
    steps.write(elsewhere, "Six digits, or a spare code", code)
    steps.press(elsewhere, "Come in")
    steps.headed(elsewhere, "Good to see you, Ann")
    ann.goto("/")
    steps.sees(ann, "A new device signed in on")
    axe(ann)
    steps.press(ann, "Put this aside")
    assert not ann.get_by_text("A new device signed in").is_visible()
    elsewhere.context.clear_cookies()
    sign_in(elsewhere, address)
    steps.write(elsewhere, "Six digits, or a spare code", codes[2].lower())
    steps.press(elsewhere, "Come in")
    steps.headed(elsewhere, "Good to see you, Ann")
    elsewhere.goto("/you/second-step/")
    steps.sees(elsewhere, "7 are left")
    steps.press(elsewhere, "Switch the app off")
    steps.sees(elsewhere, "It is off")


def test_a_passkey_is_the_second_step_and_its_spare_code_stands_in(
    phone: Opens, named: str, axe: Callable[[Page], None]
) -> None:
    ann = phone("Ann", base_url=named)
    with_authenticator(ann)
    address = steps.arrive(ann, "Ann")
    ann.goto("/you/second-step/")
    steps.sees(ann, "A passkey never opens what you wrote by itself")
    steps.write(ann, "A name for it", "The phone in my hand")
    ann.get_by_label("Your password").fill(steps.PASSWORD)
    ann.get_by_role("button", name="Add a passkey").click()
    code = spare_codes(ann)[0]
    steps.press(ann, "I have kept them")
    steps.sees(ann, "The phone in my hand", "Works at this address")
    steps.write(ann, "A name for it", "The same again")
    ann.get_by_label("Your password").fill(steps.PASSWORD)
    ann.get_by_role("button", name="Add a passkey").click()
    steps.sees(ann, "This passkey is here already")
    axe(ann)
    ann.get_by_role("button", name="Sign out").click()
    sign_in(ann, address)
    steps.headed(ann, "And the second step")
    axe(ann)
    ann.get_by_role("button", name="Use your passkey").click()
    steps.headed(ann, "Good to see you, Ann")
    ann.get_by_role("button", name="Sign out").click()
    sign_in(ann, address)
    steps.write(ann, "A spare code", code)
    steps.press(ann, "Come in")
    steps.headed(ann, "Good to see you, Ann")
    ann.goto("/you/second-step/")
    ann.get_by_role("button", name=re.compile("^Remove it.*The phone in my hand")).click()
    steps.sees(ann, "It is off")


def test_where_passkeys_cannot_work_the_page_says_so(phone: Opens, named: str) -> None:
    ann = phone("Ann")
    steps.arrive(ann, "Ann")
    ann.goto("/you/second-step/")
    steps.sees(ann, "Browsers allow passkeys only at an https address with a name")
    plain = phone("Ann without", javascript=False, base_url=named)
    steps.arrive(plain, "Ann")
    plain.goto("/you/second-step/")
    steps.sees(plain, "a browser with JavaScript and passkeys is needed")
    assert not plain.get_by_role("button", name="Add a passkey").is_visible()
