"""The two hundred hostile texts, in a real browser: none of them runs, and none of them tries.

The pages come from the same people as in tests/trust/test_hostile_words.py, and reach the browser
with all their headers, through a door in this process instead of a port.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route

from nearer.settings import PACKAGE
from tests.cast import Player
from tests.trust import house as houses
from tests.trust.house import body, parameters
from tests.trust.test_hostile_words import HOSTILE, SKIP, rows, send_everywhere

HOME = "http://localhost"
STATIC = PACKAGE / "ui" / "static"
EARS = """
window.kx = [];
window.kxdo = () => window.kx.push("it ran");
window.alert = window.kxdo;
addEventListener("securitypolicyviolation", (event) => {
  window.kx.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});
"""


@dataclass(frozen=True)
class Got:
    """A page as the server gave it."""

    headers: dict[str, str]
    text: str


def gathered(player: Player, paths: list[str]) -> dict[str, Got]:
    """The pages that somebody gets, by address. The browser's thread may not ask for them."""
    found = {}
    for path in paths:
        got = player.client.get(path)
        if got.status_code == 200 and "text/html" in got["Content-Type"]:
            headers = {name.lower(): value for name, value in got.items()}
            found[path] = Got(headers, body(got))
    return found


def window_on(pages: dict[str, Got], new_context: Callable[..., BrowserContext]) -> Page:
    """A browser for which these pages, and what they are drawn with, are all there is."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        if path in pages:
            route.fulfill(headers=pages[path].headers, body=pages[path].text)
        elif path.startswith(settings.STATIC_URL):
            route.fulfill(path=STATIC / path.removeprefix(settings.STATIC_URL))
        else:
            route.abort()

    page = new_context().new_page()
    page.add_init_script(EARS)
    page.route("**/*", answer)
    return page


def heard(page: Page, path: str) -> list[str]:
    """What ran on a page, or was kept from it."""
    page.goto(HOME + path, wait_until="load")
    page.mouse.move(200, 300)
    said: list[str] = page.evaluate("window.kx")
    return [f"{path}: {one}" for one in said]


def test_no_hostile_text_runs_on_any_page(
    server_mark: None, new_context: Callable[..., BrowserContext]
) -> None:
    house = houses.build()
    paths = [house.path(name) for name in parameters() if name not in SKIP]
    for words in rows(HOSTILE):
        send_everywhere(house, paths, words)
    # The other member reads the same words on the same templates: hers are enough.
    pages = gathered(house.people["member"], paths)
    window = window_on(pages, new_context)
    found = [one for path in pages for one in heard(window, path)]
    assert found == []
    assert len(pages) > 60


def test_one_that_got_through_would_be_heard(
    server_mark: None, new_context: Callable[..., BrowserContext]
) -> None:
    (got,) = gathered(houses.build().people["member"], ["/"]).values()
    for hostile in ("<script>kxdo(1)</script>", "<img src=x onerror=kxdo(1)>"):
        torn = Got(got.headers, got.text.replace("</main>", f"{hostile}</main>"))
        assert heard(window_on({"/": torn}, new_context), "/"), hostile
