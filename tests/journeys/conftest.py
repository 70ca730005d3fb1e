"""Real browsers against the real server.

`phone("Mira")` and `desk("Mira")` give a page in a fresh context (a person's own browser) at the
session's `server`; `company(...)` are people who share a bond already; `axe(page)` asserts that
nothing grave stands in the way; `watch` fails the test in the end if any page complained.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any, Protocol

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys import chromium
from tests.journeys.accessibility import grave_faults
from tests.journeys.almanac import Almanac, hung_up
from tests.journeys.company import Company, gather
from tests.journeys.watching import Watch
from tests.serving import Server

# Playwright's sync API runs an event loop in this thread, and Django would refuse the ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}
DESK = {"viewport": {"width": 1280, "height": 900}}


class Gather(Protocol):
    """Brings people together in a bond: its kind, its name, and theirs."""

    def __call__(self, kind: str, bond: str, *names: str) -> Company: ...


class Opens(Protocol):
    """Opens a browser of somebody's own; further words go to Playwright's `new_context`."""

    def __call__(
        self, name: str, javascript: bool = True, at: Server | None = None, **more: Any
    ) -> Page: ...


def pytest_ignore_collect() -> bool | None:
    """Without a browser no file of this folder is read."""
    return True if chromium.is_left_out() else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One plain line instead of a skip for every test."""
    if chromium.is_left_out():
        terminalreporter.write_line(chromium.NONE)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The Chromium of this machine; under CI it must be there."""
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.NONE, pytrace=False)
    return {**browser_type_launch_args, "executable_path": path, "args": list(chromium.FLAGS)}


@pytest.fixture(scope="session")
def new_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """A factory of servers, each on empty folders of its own; words are settings (NEARER_...)."""
    with ExitStack() as ends:

        def made(**settings: str) -> Server:
            server = Server(tmp_path_factory.mktemp("server"), **settings)
            ends.callback(server.stop)
            server.start()
            return server

        yield made


@pytest.fixture(scope="session")
def server(new_server: Callable[..., Server]) -> Server:
    """The one server that journeys share; those that kill it or read its disk take their own."""
    return new_server()


@pytest.fixture(scope="session")
def almanac(new_server: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Almanac:
    """A server of its own whose days can be turned; bring the people together with `gather`."""
    return hung_up(new_server, tmp_path_factory.mktemp("almanac") / "days")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the browsers of this test complain of; the test fails if anything is left."""
    watch = Watch()
    yield watch
    if watch.faults:
        pytest.fail("The browser complained:\n" + "\n".join(watch.faults), pytrace=False)


@pytest.fixture
def phone(
    new_context: Callable[..., BrowserContext], watch: Watch, request: pytest.FixtureRequest
) -> Opens:
    """`phone("Mira")`: a page at 390 x 844 with touch, in a context of its own."""
    return _opener(PHONE, new_context, watch, request)


@pytest.fixture
def desk(
    new_context: Callable[..., BrowserContext], watch: Watch, request: pytest.FixtureRequest
) -> Opens:
    """`desk("Mira")`: a page at 1280 x 900, in a context of its own."""
    return _opener(DESK, new_context, watch, request)


@pytest.fixture(scope="session")
def company(server: Server) -> Gather:
    """`company("friend", "Cold water", "Ann", "Ben")`: people who share a bond already.

    Made once, over plain HTTP, for every test that asks for the same bond. What it returns
    opens a browser of one of them: `.at(phone, "Ben")`.
    """
    made: dict[tuple[str, ...], Company] = {}

    def gathered(kind: str, bond: str, *names: str) -> Company:
        wanted = (kind, bond, *names)
        if wanted not in made:
            made[wanted] = gather(server, kind, bond, names)
        return made[wanted]

    return gathered


def _opener(
    shape: dict[str, Any],
    new_context: Callable[..., BrowserContext],
    watch: Watch,
    request: pytest.FixtureRequest,
) -> Opens:
    def opened(name: str, javascript: bool = True, at: Server | None = None, **more: Any) -> Page:
        # Asked for late: a test that brings its own server does not start the shared one.
        where = at or request.getfixturevalue("server")
        wished = {"base_url": where.url, "java_script_enabled": javascript, "locale": "en-GB"}
        # Nobody waits for pages to melt into one another, except where that is asked for.
        wished["reduced_motion"] = "reduce"
        # The clock of accounts without one, so that no page offers another.
        wished["timezone_id"] = "UTC"
        context = new_context(**{**shape, **wished, **more})
        context.set_default_timeout(10_000)
        watch.over(name, context)
        return context.new_page()

    return opened


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: asserts that axe finds nothing serious or critical."""

    def asserted(page: Page) -> None:
        faults = grave_faults(page)
        assert not faults, f"axe at {page.url}:\n" + "\n".join(faults)

    return asserted
