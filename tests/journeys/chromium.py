"""Which Chromium drives the journeys: BROWSER_PATH, then PATH, then Playwright's own."""

from __future__ import annotations

import os
import shutil
from functools import cache
from pathlib import Path

from playwright.sync_api import sync_playwright

NONE = "No Chromium here (BROWSER_PATH, PATH, Playwright's own): the browser journeys are left out."
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


# It has no windows: whole ones draw theirs unseen, which takes half as long again.
SHELL = "chromium-headless-shell"
WHOLE = ("chromium", "chromium-browser", "google-chrome")


@cache
def find(*, whole: bool = False) -> str | None:
    """The path of the browser, or None. `whole`: one that can show notices, too."""
    if named := os.environ.get("BROWSER_PATH"):
        return named if Path(named).exists() else None
    for name in WHOLE if whole else (SHELL, *WHOLE):
        if path := shutil.which(name):
            return path
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


def is_left_out() -> bool:
    """No browser is a reason to leave the journeys out, but never where a machine checks us."""
    return find() is None and not os.environ.get("CI")
