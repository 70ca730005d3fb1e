"""Ann takes her words along, leaves with a copy, and later ends her account; Ben and Cleo stay."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from zipfile import ZipFile

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.accessibility import grave_faults
from tests.journeys.company import ten_minutes_pass
from tests.journeys.conftest import Gather, Opens
from tests.journeys.watching import Watch
from tests.serving import Server

US = "The allotment"
TOLD = "The frost took the beans, and I sat down among them and cried."
KEPT = "Water the seedlings on Thursday"


def look(page: Page, name: str) -> None:
    """Whether anything stands in the way; and a picture, where a folder for them is given."""
    assert grave_faults(page) == []
    folder = os.environ.get("NEARER_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_she_goes_with_her_words_and_the_others_stay_with_theirs(
    company: Gather, phone: Opens, desk: Opens, server: Server, watch: Watch
) -> None:
    watch.allow(r"status of 4\d\d|Status Error Code 4\d\d")
    three = company("friend", US, "Ann", "Ben", "Cleo")
    ann, ben, cleo = three.at(phone, "Ann"), three.at(desk, "Ben"), three.at(phone, "Cleo")

    tell(ann)
    promise(ann)
    see_it(ben)
    take_along(ann, server)
    leave(ann)
    stays_with_the_others(ben, cleo)
    read_the_copy(ann)
    end(ann, server)
    somebody_who_left(ben)


def tell(ann: Page) -> None:
    steps.begin(ann, US, "Something that matters", only="Ben")
    steps.share(ann, TOLD, wish="Think along", to="Ben")
    steps.sees(ann, "Ben has it now.")


def promise(ann: Page) -> None:
    steps.to_bond(ann, US)
    steps.follow(ann, "Promises, dates, the jar")
    steps.follow(ann, "Promises")
    steps.write(ann, "What do you promise?", KEPT)
    steps.press(ann, "Promise it")
    steps.sees(ann, KEPT)


def see_it(ben: Page) -> None:
    steps.to_bond(ben, US)
    steps.follow(ben, "Promises, dates, the jar")
    steps.follow(ben, "Promises")
    steps.sees(ben, KEPT)


def take_along(ann: Page, server: Server) -> None:
    ten_minutes_pass(server)
    steps.to_bond(ann, US)
    steps.follow(ann, "Leave")
    look(ann, "leave-phone")
    steps.follow(ann, "take your words along")
    steps.sees(ann, "Your password, once more")
    ann.get_by_label("Your password").fill(steps.PASSWORD)
    steps.press(ann, "Go on")
    steps.headed(ann, "Take your words along")
    look(ann, "take-along-phone")
    with ann.expect_download() as download:
        steps.press(ann, "Take it along")
    taken = download.value
    assert taken.suggested_filename.startswith("words-")
    assert taken.suggested_filename.endswith(".zip")
    archive = ZipFile(io.BytesIO(Path(taken.path()).read_bytes()))
    page = archive.read("index.html").decode()
    assert TOLD in page
    assert KEPT in page
    assert json.loads(archive.read("words.json"))["chapters"][0]["title"] == US
    if folder := os.environ.get("NEARER_PICTURES"):
        (Path(folder) / "index.html").write_text(page)


def leave(ann: Page) -> None:
    """Three clicks: here, there, and away. The password was given a moment ago."""
    steps.to_bond(ann, US)
    old = ann.url
    steps.follow(ann, "Leave")
    steps.pick(ann, "Erase it")
    steps.press(ann, "Leave now")
    expect(ann).to_have_url(f"{old.split('/bonds/')[0]}/bonds/")
    expect(ann.get_by_text(US)).to_have_count(0)
    response = ann.goto(old)
    assert response is not None
    assert response.status == 404


def stays_with_the_others(ben: Page, cleo: Page) -> None:
    for page in (ben, cleo):
        steps.to_bond(page, US)
        expect(page.get_by_text("Ann has left this bond.")).to_have_count(1)
        assert TOLD not in page.content()
        steps.follow(page, "Promises, dates, the jar")
        steps.follow(page, "Promises")
        assert KEPT not in page.content()
    steps.to_bond(ben, US)
    look(ben, "bond-after-desk")
    promise_again(ben)


def promise_again(ben: Page) -> None:
    steps.follow(ben, "Promises, dates, the jar")
    steps.follow(ben, "Promises")
    steps.write(ben, "What do you promise?", "To go on without her")
    steps.press(ben, "Promise it")
    steps.sees(ben, "To go on without her")


def read_the_copy(ann: Page) -> None:
    ann.goto("/you/")
    steps.follow(ann, "From bonds that you left")
    look(ann, "copies-phone")
    steps.follow(ann, US)
    steps.sees(ann, KEPT)
    steps.sees(ann, TOLD)
    look(ann, "copy-phone")


def end(ann: Page, server: Server) -> None:
    ten_minutes_pass(server)
    ann.goto("/you/")
    look(ann, "you-phone")
    steps.follow(ann, "Delete your account")
    look(ann, "end-phone")
    steps.press(ann, "Delete my account")
    steps.sees(ann, "It happens as soon as you give it")
    ann.get_by_label("Your password").fill(steps.PASSWORD)
    steps.press(ann, "Delete my account")
    steps.headed(ann, "Your account is gone")
    look(ann, "ended-phone")
    ann.goto("/you/")
    expect(ann.get_by_role("button", name="Sign in")).to_be_visible()


def somebody_who_left(ben: Page) -> None:
    steps.to_bond(ben, US)
    steps.sees(ben, "Somebody has left this bond.")
    assert "Ann" not in ben.locator("main").inner_text()
