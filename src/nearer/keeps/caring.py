"""Ways of caring: what does each good, and how each likes to give. Mine alone until I show it.

What I mark stands in my own vault. Showing copies it into the bond's notes as it is then; later
marks are shown only when I show them again.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from nearer.people import zone
from nearer.practices import caring
from nearer.practices.caring import Way
from nearer.practices.decks import Card

from . import notes
from .here import Here
from .onward import shuffled

SHOWN = "ways of caring"
LEVELS = {1: "A little", 2: "Yes", 3: "Very much"}
IDEAS, FEWER = 5, 3
"""Things to do for the one other, and for each of several."""

Marks = Mapping[str, int]
"""A sentence, and how much it is so (a key of LEVELS)."""


@dataclass(frozen=True)
class Shown:
    """What one member shows, as it was on a day."""

    day: date
    marks: Marks
    to: tuple[str, ...]


def drawer(bond: uuid.UUID) -> str:
    """Where what I mark for a bond lies in my vault."""
    return f"{SHOWN} {bond}"


def mine(here: Here) -> Marks:
    """What I marked for this bond."""
    page = notes.mine(here.keyring.person, drawer(here.bond.id), here.keyring)
    marks: Marks = page.get("marks", {})
    return marks


def mark(*, here: Here, way: Way, marks: Marks) -> None:
    """Mark the sentences of one way; what is left out of `marks` is unmarked."""
    sentences = {*way.receive, *way.give}

    def how(page: notes.Page) -> notes.Page:
        others = {s: n for s, n in page.get("marks", {}).items() if s not in sentences}
        return {"marks": {**others, **{s: n for s, n in marks.items() if s in sentences}}}

    notes.change(here.keyring.person, drawer(here.bond.id), here.keyring, how)


def show(*, here: Here, to: list[str]) -> None:
    """Let these members see what I have marked, as it is now."""
    marks = dict(mine(here))
    body = {"at": timezone.now().isoformat(), "to": to, "marks": marks}
    notes.change(here.bond.id, SHOWN, here.keyring, lambda _: body)


def hide(*, here: Here) -> None:
    """Show it to nobody any more."""
    notes.change(here.bond.id, SHOWN, here.keyring, lambda _: None)


def shown(here: Here) -> dict[str, Shown]:
    """What I show, and what others show me, by member."""
    pages = notes.everybodys(here.bond.id, SHOWN, here.keyring)
    found = {}
    for member, person in here.people.items():
        page = pages.get(person)
        if page and (member == here.me or here.me in page["to"]):
            day = zone.day_of(page["at"], here.keyring)
            found[member] = Shown(day, page["marks"], tuple(page["to"]))
    return found


def ideas_for(here: Here, member: str, them: Shown | None) -> list[str]:
    """A few things to do for somebody this week: near to what they showed, and of several kinds."""
    ways = caring.all().ways
    year, week, _ = zone.today(here.keyring).isocalendar()
    seed = f"{here.me} {member} {year} {week}"
    liked = [way for way in ways if them and any(them.marks.get(s, 0) > 1 for s in way.receive)]
    others = [way for way in ways if way not in liked]
    order = liked + shuffled(others, seed) if liked else shuffled(ways, seed)
    drawn = [_drawn(way, here.shown.kind, seed) for way in order]
    # Two of what is dearest, one of each other kind.
    first = [
        ideas[:2] if way in liked else ideas[:1] for way, ideas in zip(order, drawn, strict=True)
    ]
    return [idea for ideas in first for idea in ideas][: FEWER if here.others[1:] else IDEAS]


def _drawn(way: Way, kind: str, seed: str) -> list[str]:
    cards = [Card(idea, way.id, 1, idea, ()) for idea in way.ideas_for(kind)]
    return [card.ask for card in shuffled(cards, seed)]
