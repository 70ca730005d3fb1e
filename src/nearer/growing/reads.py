"""Short reads: two minutes each, with where it is known from and something to do about it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from nearer.practices import shelf

FOLDER = Path(__file__).with_name("reads")
THEMES = {
    "heard": "Being heard",
    "words": "Words for what is inside",
    "good": "Good things",
    "hard": "When it is hard",
    "further": "Beyond the closest few",
}
GYM, HELP = "gym", "help"
"""What a read may lead to beside a practice."""


@dataclass(frozen=True)
class Read:
    """One short read. `leads_to` is a practice, the gym, or the help page; `place` puts it before
    others of its theme."""

    slug: str
    theme: str
    title: str
    short: str
    minutes: int
    body: tuple[str, ...]
    attempt: str
    leads_to: str
    sources: tuple[str, ...]
    place: int = 9


@dataclass(frozen=True)
class Onward:
    """Where something leads: a name for the address, what it takes, and words for the link."""

    name: str
    title: str
    short: str
    slug: str = ""


@cache
def all_reads() -> tuple[Read, ...]:
    """Every read, theme by theme, by place and then by title."""
    found = [_read(path) for path in FOLDER.glob("*.toml")]
    themes = list(THEMES)
    return tuple(sorted(found, key=lambda read: (themes.index(read.theme), read.place, read.title)))


def _read(path: Path) -> Read:
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    lists: dict[str, Any] = {key: tuple(words.pop(key)) for key in ("body", "sources")}
    return Read(slug=path.stem, attempt=words.pop("try"), **lists, **words)


def get(slug: str) -> Read | None:
    """One read, or None."""
    return next((read for read in all_reads() if read.slug == slug), None)


def onward(slug: str) -> Onward:
    """Where a slug leads; to all practices where the one that is named is not there."""
    if slug == GYM:
        return Onward("gym", "Listening gym", "Answer somebody invented, and see what lands.")
    if slug == HELP:
        return Onward("help", "Help", "When to put this aside, and who is there for you.")
    try:
        script = shelf.get(slug)
    except KeyError:
        return Onward("practices", "Practices", "Things to do together, or alone.")
    return Onward("practice", script.wording("title"), script.wording("short"), slug)
