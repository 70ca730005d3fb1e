"""The watch over the browsers has eyes: each kind of fault, on a small site of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.journeys.accessibility import grave_faults
from tests.journeys.watching import Watch

PAGES = {
    "/favicon.ico": "",
    "/well": "<h1>Well</h1>",
    "/console": "<script src=/error.js></script>",
    "/error.js": "console.error('ouch')",
    "/script": "<script src=/throw.js></script>",
    "/throw.js": "throw new Error('broken here')",
    "/inline": "<h1>Refused</h1><p style='color: red'>inline</p>",
    "/missing": "<img src=/nowhere.png alt='nothing'>",
    "/faint": "<h1>Faint</h1><button></button><img src='data:,'>",
}
POLICY = "default-src 'none'; script-src 'self'; img-src 'self' data:"


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        self.send_response(404 if page is None else 200)
        script = self.path.endswith(".js")
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        frame = "<!doctype html><html lang=en><title>A page</title><main>{}</main></html>"
        self.wfile.write((page or "" if script else frame.format(page or "")).encode())

    def log_message(self, format: str, *args: Any) -> None: ...


@pytest.fixture(scope="module")
def site() -> Iterator[SimpleNamespace]:
    served = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield SimpleNamespace(url=f"http://127.0.0.1:{served.server_address[1]}")
    served.shutdown()
    served.server_close()


@pytest.fixture
def seen(
    site: SimpleNamespace, new_context: Callable[..., BrowserContext]
) -> Callable[[str], tuple[Page, Watch]]:
    def seen(path: str) -> tuple[Page, Watch]:
        # A watch apart from the fixture, whose faults would fail these very tests.
        watch = Watch()
        context = new_context(base_url=site.url)
        watch.over("Mira", context)
        page = context.new_page()
        page.goto(path, wait_until="networkidle")
        return page, watch

    return seen


def test_a_page_that_is_well_has_no_faults(seen: Callable[[str], tuple[Page, Watch]]) -> None:
    assert seen("/well")[1].faults == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/console", "ouch"),
        ("/script", "broken here"),
        ("/inline", "Content Security Policy"),
        ("/missing", "status of 404"),
    ],
)
def test_it_sees_what_goes_wrong(
    seen: Callable[[str], tuple[Page, Watch]], path: str, told: str
) -> None:
    _, watch = seen(path)

    assert any(told in fault for fault in watch.faults), watch.faults

    watch.allow(told)
    assert watch.faults == []


def test_axe_runs_under_a_strict_policy_and_finds_what_is_grave(
    seen: Callable[[str], tuple[Page, Watch]],
) -> None:
    page, watch = seen("/faint")

    faults = "\n".join(grave_faults(page))

    assert "button-name" in faults
    assert "image-alt" in faults
    assert watch.faults == []
    assert grave_faults(seen("/well")[0]) == []
