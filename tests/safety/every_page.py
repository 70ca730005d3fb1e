"""Every page that there is, as each of several people gets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from tests.trust.house import House, body, parameters

WHO = ("anonymous", "unsettled", "stranger", "other", "member")
SCREEN = {"a", "button", "input", "select", "textarea", "summary", "area", "iframe"}


@dataclass(frozen=True)
class Page:
    """What somebody gets at an address."""

    name: str
    who: str
    text: str


_seen: list[Page] = []


def pages(house: House) -> Iterator[Page]:
    """Whole pages only: no pictures, no files, no parts of pages. Gathered once for all tests."""
    if not _seen:
        _seen.extend(_gathered(house))
    yield from _seen


def _gathered(house: House) -> Iterator[Page]:
    for name in parameters():
        for who in WHO:
            response = house.client(who).get(house.path(name))
            text = body(response)
            if "text/html" in response.get("Content-Type", "") and "<html" in text:
                yield Page(name, who, text)


class Reader(HTMLParser):
    """What the Tab key would come to first, and the forms of a page by where they go."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.first = ""
        self.indexed: list[str] = []
        self.forms: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(given.get("action") or "")
        if "tabindex" in given and given["tabindex"] not in {"-1", "0"}:
            self.indexed.append(tag)
        hidden = given.get("type") == "hidden" or "disabled" in given or "hidden" in given
        link = tag != "a" or "href" in given
        reached = tag in SCREEN or given.get("tabindex") == "0"
        if not self.first and reached and link and not hidden:
            self.first = f"{tag} {given.get('class') or ''} {self.forms[-1] if self.forms else ''}"
