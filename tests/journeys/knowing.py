"""What somebody could learn from the bytes that they are sent: all of them, or what changed."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.journeys import steps

# New each time a page is served: the token of its forms, and their ids.
TOKENS = re.compile(r'(name="(?:csrfmiddlewaretoken|form)" value=")[^"]*')
LEADS_ON = re.compile(r'href="(/(?:bonds|sittings|photos|journal)/[^"?#]*)')


def bytes_of(page: Page, *paths: str) -> str:
    """These pages as the server sends them now, or the one that is open, without the tokens."""
    own = page.context.request
    wanted = paths or (page.url,)
    return "\n".join(TOKENS.sub(r"\1", own.get(path).text()) for path in wanted)


def everywhere(page: Page) -> str:
    """Every page of this person's bonds, keeps and sittings, three steps deep."""
    own = page.context.request
    seen: dict[str, str] = {}
    wanted = ["/", "/bonds/", "/journal/", "/photos/"]
    for _ in range(4):
        for path in wanted:
            seen[path] = own.get(path).text()
        found = {path for text in seen.values() for path in LEADS_ON.findall(text)}
        wanted = sorted(path for path in found - set(seen) if not path.endswith(".ics"))
    return "\n".join(seen.values())


def cannot_find(page: Page, *words: str) -> None:
    """None of these is anywhere: not on what is open, nor in anything that can be opened."""
    source = steps.sources(page) + everywhere(page)
    for one in words:
        assert one not in source, f"“{one}” is in the source of a page that must not hold it"
