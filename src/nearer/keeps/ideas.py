"""New things: what each would do and what is new to them, in private, and where all would.

The ticks stand on each member's own page of the bond's notes, sealed for the bond. What others
ticked leaves this file only where everybody ticked it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from nearer.practices import ideas
from nearer.practices.ideas import Idea

from . import notes
from .here import Here
from .kept_texts import TooMany
from .onward import shuffled

IDEAS, OWN = "ideas", "own ideas"
Tick = Literal["new", "would"]
MOST_OWN = 100
OWN_START = "own-"


@dataclass(frozen=True)
class Shown:
    """An idea as one member may see it: their own ticks, and whether the idea is theirs."""

    idea: Idea
    new: bool
    would: bool
    mine: bool = False

    @property
    def own(self) -> bool:
        """Whether somebody here added it."""
        return self.idea.id.startswith(OWN_START)


@dataclass(frozen=True)
class Table:
    """All ideas of a bond. `matches`: what everybody would do, those new to all first."""

    everything: tuple[Shown, ...]
    matches: tuple[Shown, ...]
    new_to_all: frozenset[str]
    enough: bool

    def get(self, id: str) -> Shown | None:
        """One idea, if this bond has it."""
        return next((one for one in self.everything if one.idea.id == id), None)


def table(here: Here) -> Table:
    """What there is for this bond, with my ticks, and where all of us would."""
    ticks = notes.everybodys(here.bond.id, IDEAS, here.keyring)
    people = list(here.people.values())
    mine = ticks.get(here.keyring.person, {})
    added, whose = _added(here)
    found = [*added, *shuffled(ideas.fitting(here.shown.kind), str(here.bond.id))]
    shown = tuple(
        Shown(
            idea,
            idea.id in mine.get("new", []),
            idea.id in mine.get("would", []),
            whose.get(idea.id) == here.keyring.person,
        )
        for idea in found
    )
    enough = len(people) > 1
    would, new = (_all_of(ticks, people, kind) for kind in ("would", "new"))
    matches = [one for one in shown if enough and one.idea.id in would]
    matches.sort(key=lambda one: one.idea.id not in new)
    return Table(shown, tuple(matches), frozenset(new & would if enough else ()), enough)


def _all_of(ticks: dict[uuid.UUID, notes.Page], people: Sequence[uuid.UUID], kind: str) -> set[str]:
    each = [set(ticks.get(person, {}).get(kind, [])) for person in people]
    return set.intersection(*each) if each else set()


def _added(here: Here) -> tuple[list[Idea], dict[str, uuid.UUID]]:
    pages = notes.everybodys(here.bond.id, OWN, here.keyring)
    found, whose = [], {}
    for person, page in pages.items():
        if person not in here.people.values():
            continue
        for one in page.get("ideas", []):
            found.append(_idea(one, here.shown.kind))
            whose[one["id"]] = person
    return found, whose


def _idea(one: dict[str, Any], kind: str) -> Idea:
    return Idea(
        one["id"], one["do"], (kind,), one["cost"], one["minutes"], one["place"], one["daring"]
    )


def within(
    shown: Iterable[Shown], *, cost: int, minutes: int, place: str, daring: int
) -> list[Shown]:
    """Those within these bounds; `place` in, out, or either."""
    return [
        one
        for one in shown
        if one.idea.cost <= cost
        and one.idea.minutes <= minutes
        and one.idea.daring <= daring
        and (place == "either" or one.idea.place in (place, "either"))
    ]


def tick(*, here: Here, id: str, kind: Tick, on: bool) -> None:
    """Tick an idea for myself, or take the tick back."""
    notes.tick(here.bond.id, IDEAS, here.keyring, id, on=on, key=kind)


def add(
    *, here: Here, id: uuid.UUID, do: str, cost: int, minutes: int, place: str, daring: int
) -> None:
    """Put an idea of one's own among those of the bond. It ticks nothing. Raises `TooMany`."""
    made = {
        "id": f"{OWN_START}{id}",
        "do": do,
        "cost": cost,
        "minutes": minutes,
        "place": place,
        "daring": daring,
    }

    def how(page: notes.Page) -> notes.Page:
        before = page.get("ideas", [])
        if any(one["id"] == made["id"] for one in before):
            return page
        if len(before) >= MOST_OWN:
            raise TooMany(
                f"You have added {MOST_OWN} ideas here, and there is no room for more. "
                "Take one away first."
            )
        return {"ideas": [made, *before]}

    notes.change(here.bond.id, OWN, here.keyring, how)


def take_away(*, here: Here, id: str) -> None:
    """Take an idea of mine away again."""

    def how(page: notes.Page) -> notes.Page:
        return {"ideas": [one for one in page.get("ideas", []) if one["id"] != id]}

    notes.change(here.bond.id, OWN, here.keyring, how)
