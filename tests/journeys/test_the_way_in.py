"""Password, recovery code, new keys, and the way back for somebody who has lost both."""

from __future__ import annotations

import base64
import secrets
import sqlite3
from contextlib import closing

from playwright.sync_api import Page, StorageState

import seal
from nearer.vault.signed_in import COOKIE
from tests.journeys import steps
from tests.journeys.company import ten_minutes_pass
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch
from tests.serving import Server

NEW = "seven herons by the weir"
US = "The two of us"


def sign_in(page: Page, address: str, password: str) -> None:
    page.goto("/sign-in/")
    steps.write(page, "E-mail address", address)
    page.get_by_label("Password").fill(password)
    steps.press(page, "Sign in")


def twice(page: Page, password: str) -> None:
    page.get_by_label("A password of twelve").fill(password)
    page.get_by_label("The same once more").fill(password)


def test_a_new_password_a_new_code_and_new_locks(
    phone: Opens, desk: Opens, server: Server, watch: Watch
) -> None:
    watch.allow("status of 401")  # the password, asked in between
    ann, elsewhere = phone("Ann"), desk("Ann elsewhere")
    address = steps.arrive(ann, "Ann")
    sign_in(elsewhere, address, steps.PASSWORD)
    steps.headed(elsewhere, "Good to see you, Ann")
    ann.goto("/you/")
    steps.follow(ann, "Your password")
    ann.get_by_label("The password you have now").fill(steps.PASSWORD)
    twice(ann, NEW)
    steps.press(ann, "Change it")
    steps.sees(ann, "Your password is changed")
    elsewhere.goto("/you/")
    steps.headed(elsewhere, "Good to see you")
    sign_in(elsewhere, address, NEW)
    steps.headed(elsewhere, "Good to see you, Ann")
    ten_minutes_pass(server)
    steps.follow(ann, "Your recovery code")
    steps.headed(ann, "Your password, once more")
    ann.get_by_label("Your password").fill(NEW)
    steps.press(ann, "Go on")
    steps.press(ann, "Show me a new code")
    steps.once_more(ann, NEW)
    groups = ann.get_by_role("group", name="Your new recovery code").locator("span")
    words = groups.all_inner_texts()
    steps.write(ann, "The third group", words[2])
    steps.write(ann, "The seventh group", words[6])
    steps.press(ann, "I have kept it")
    steps.sees(ann, "Your new recovery code holds")
    steps.follow(ann, "Somebody may know my password")
    ann.get_by_label("The password you have now").fill(NEW)
    twice(ann, f"{NEW} in winter")
    steps.press(ann, "Change the locks")
    steps.type_back(ann)
    steps.sees(ann, "The locks are changed")
    elsewhere.goto("/you/")
    sign_in(elsewhere, address, f"{NEW} in winter")
    steps.headed(elsewhere, "Good to see you, Ann")


def test_ben_has_lost_his_way_in(
    company: Gather, phone: Opens, desk: Opens, server: Server, watch: Watch
) -> None:
    watch.allow("status of 401")  # the password, asked in between
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), desk("Ben, anew")
    _signed_out_for_long(server, two.signed_in["Ben"])
    ben.goto("/sign-in/")
    steps.follow(ben, "I have forgotten my password")
    steps.follow(ben, "How to begin anew")
    steps.sees(ben, "What is gone")
    steps.follow(ben, "Make a new account")
    steps.write(ben, "What shall we call you?", "Ben")
    steps.write(ben, "E-mail address", f"ben.{secrets.token_hex(4)}@example.org")
    twice(ben, NEW)
    steps.pick(ben, "I am 18 or older")
    steps.press(ben, "Make my account")
    steps.type_back(ben)
    steps.to_bond(ann, US)
    steps.follow(ann, "Somebody has lost their way in")
    steps.press(ann, "Make the link and the code for Ben")
    link = ann.get_by_text("/invitations/").inner_text().strip()
    code = ann.get_by_role("group", name="The code").locator("span").all_inner_texts()
    ben.goto(link)
    steps.answer(ben, steps.Invitation(link, "-".join(code)), "Ann", "On your way back")
    steps.today(ann)
    steps.follow(ann, "Ben is said to have lost their way in")
    steps.press(ann, "Yes, that is Ben")
    steps.sees(ann, "Until then nothing is given to anybody")
    _a_day_passes(server)
    ann.reload()
    ten_minutes_pass(server)
    steps.press(ann, "Let Ben back in")
    steps.once_more(ann)
    steps.to_bond(ben, US)
    steps.sees(ben, "Ann")


def _signed_out_for_long(server: Server, held: StorageState) -> None:
    """The browser that held these cookies is signed in no more."""
    token = next(one["value"] for one in held["cookies"] if one["name"] == COOKIE)
    sid = seal.session_id(base64.urlsafe_b64decode(token))
    _write(server, "DELETE FROM vault_signedin WHERE sid = ?", sid)


def _a_day_passes(server: Server) -> None:
    _write(server, "UPDATE bonds_invitation SET ripe = datetime(ripe, '-2 days')")


def _write(server: Server, statement: str, *given: bytes) -> None:
    with closing(sqlite3.connect(server.data / "nearer.sqlite3", timeout=20)) as database:
        database.execute(statement, given)
        database.commit()
