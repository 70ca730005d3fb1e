"""Notices in a browser: switched on, shown without a word, and switched off."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserType, Page, expect

from nearer.reminders import wording
from tests.journeys import chromium, steps
from tests.journeys.conftest import Gather, Opens
from tests.reminders.receiver import Browser

US = "A bell far off"
SHOWN = """async () => {
  const worker = await navigator.serviceWorker.getRegistration("/");
  const shown = await worker.getNotifications();
  return shown.map((one) => [one.title, one.body, one.tag]);
}"""
KEPT = "async () => (await caches.keys()).length + (await indexedDB.databases()).length"

# One goes when the page has come, and not before. `wait_for_function` would not wait for it: it
# takes the promise itself for a yes.
WORKERS_LEFT = """async () => {
  for (let tries = 0; ; tries++) {
    const left = (await navigator.serviceWorker.getRegistrations()).length;
    if (left === 0 || tries === 100) return left;
    await new Promise((then) => setTimeout(then, 50));
  }
}"""


@pytest.fixture(scope="session")
def browser(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any]
) -> Iterator[Chromium]:
    """A whole one: without windows there are no notices either."""
    whole = {**browser_type_launch_args, "executable_path": chromium.find(whole=True)}
    browser = browser_type.launch(**whole)
    yield browser
    browser.close()


def test_a_notice_is_switched_on_shown_and_switched_off(
    company: Gather, desk: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("friend", US, "Ann", "Ben").at(desk, "Ann")
    ann.context.grant_permissions(["notifications"])
    subscription = Browser().subscription("https://fcm.googleapis.com/fcm/send/ann")
    # No maker of browsers is reached from here: this stands in for what one would answer.
    ann.add_init_script(
        f"PushManager.prototype.subscribe = async () => ({json.dumps(subscription)})"
    )
    ann.goto("/rhythm/notices/")
    axe(ann)
    steps.press(ann, "Switch on here")
    steps.sees(ann, "This browser takes notices now.", "It takes notices.")
    axe(ann)

    steps.press(ann, "Send me one now")
    steps.sees(ann, "One is on its way.")
    deliver(ann)
    deliver(ann)

    assert ann.evaluate(SHOWN) == [[wording.TITLE, wording.BODY, wording.TAG]]
    assert ann.evaluate(KEPT) == 0

    steps.press(ann, "Switch off here")
    expect(ann.get_by_role("button", name="Switch on here")).to_be_visible()
    assert ann.evaluate(WORKERS_LEFT) == 0


def test_without_scripts_it_says_what_is_needed(company: Gather, phone: Opens) -> None:
    ann = company("friend", US, "Ann", "Ben").at(phone, "Ann", javascript=False)
    ann.goto("/rhythm/notices/")

    steps.sees(ann, "Switching them on here needs scripts")
    expect(ann.get_by_role("button", name="Switch on here")).to_be_hidden()


def deliver(page: Page) -> None:
    """What the browser does when something comes for it, whatever it is."""
    line = page.context.new_cdp_session(page)
    found: list[str] = []
    line.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(one["registrationId"] for one in event["registrations"]),
    )
    line.send("ServiceWorker.enable")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_timeout(200)
    origin = re.sub(r"(https?://[^/]+)/.*", r"\1", page.url)
    words = {"origin": origin, "registrationId": found[-1], "data": "Ann wrote something"}
    line.send("ServiceWorker.deliverPushMessage", words)
    page.wait_for_timeout(500)
    line.detach()
