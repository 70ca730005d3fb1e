"""What people do with what a bond keeps, and what all do in turn in a sitting."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.journeys import steps


def to_keeps(page: Page, bond: str, drawer: str) -> None:
    """From the bond's page to one of its drawers: "Promises", "The jar", "New things"."""
    steps.to_bond(page, bond)
    steps.follow(page, "Promises, dates, the jar")
    steps.headed(page, "What we keep")
    steps.follow(page, drawer)


def put_aside(page: Page, bond: str, words: str) -> None:
    """Put something aside for the next check-in."""
    steps.to_bond(page, bond)
    steps.follow(page, "Put something aside")
    steps.write(page, "What would you like to talk about?", words)
    steps.press(page, "Put it aside")
    steps.sees(page, "They wait for the check-in", words, "Only you see this")


def each(act: Callable[[Page], None], *pages: Page) -> None:
    """Everybody does the same on their own phone; what the others did in the meantime shows."""
    for page in pages:
        page.reload()
        act(page)
    for page in pages:
        page.reload()


def passes(page: Page) -> None:
    """Pass, without a reason."""
    steps.press(page, "Pass")


def go_on(page: Page, practice: str, called: str) -> None:
    """Open a practice by the words with which the first page calls to it."""
    steps.open_waiting(page, called)
    steps.headed(page, practice)


def card_of(page: Page) -> str:
    """The words of the card on the table."""
    return page.get_by_role("blockquote").last.inner_text().strip()


def another(page: Page) -> str:
    """Put the card back and see another."""
    before = card_of(page)
    steps.press(page, "Another")
    expect(page.get_by_role("blockquote").last).not_to_have_text(
        re.compile(f"^\\s*{re.escape(before)}\\s*$")
    )
    return card_of(page)
