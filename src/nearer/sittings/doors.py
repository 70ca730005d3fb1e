"""Rows among the practices that lead to pages which are none."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from .finding import Findable, asked_in


@dataclass(frozen=True)
class Door:
    """A page by the name of its address. `in_bond`: the address takes a bond's id."""

    url: str
    title: str
    line: str
    situations: tuple[str, ...]
    in_bond: bool = False
    keywords: str = ""

    def address(self, bond: uuid.UUID | None) -> str:
        """Where it leads."""
        return reverse(self.url, args=[bond] if self.in_bond else [])


# A door in a bond is shown where a bond is chosen, any other always. One line each.
DOORS = (
    Door(
        "gym",
        "Listening gym",
        "Answer somebody invented, and see what lands. About 3 minutes.",
        ("alone", "tell"),
        keywords="exercise train reply answer learn",
    ),
    Door(
        "reads",
        "Short reads",
        "Two minutes each, and something to try today.",
        ("alone", "far"),
        keywords="read learn article text",
    ),
    Door(
        "closeness",
        "Closeness",
        "How close do I feel, these weeks? For your eyes only.",
        ("alone", "far"),
        keywords="check near distance lonely",
    ),
    Door(
        "in_the_way",
        "What gets in the way",
        "Six things that do, and what may help.",
        ("alone", "far", "need"),
        keywords="barrier afraid fear shame phone tired trust",
    ),
    Door(
        "journal",
        "Journal",
        "A few lines, with a question or without one. For you alone.",
        ("alone",),
        keywords="diary write prompt reflect",
    ),
    Door(
        "bond_pause",
        "A pause",
        "Stop now, with a time to come back.",
        ("fight",),
        in_bond=True,
        keywords="break stop calm quarrel argument row time out",
    ),
    Door(
        "ideas",
        "New things",
        "What would all of you do that none of you has done? Only matches show.",
        ("play", "hour"),
        in_bond=True,
        keywords="date idea try adventure together plan",
    ),
    Door(
        "cards",
        "Cards",
        "One question at a time, face to face, as deep as all of you like.",
        ("hour", "play", "far"),
        in_bond=True,
        keywords="deck question talk conversation",
    ),
    Door(
        "caring",
        "Ways of caring",
        "What does each of you good, and what to do this week.",
        ("need", "far"),
        in_bond=True,
        keywords="love care gift help touch time give receive",
    ),
    Door(
        "bond_journal",
        "Journal together",
        "A page for one another, or a question left for somebody.",
        ("tell", "apart"),
        in_bond=True,
        keywords="diary write prompt share question",
    ),
)


def doors(
    *, bond: uuid.UUID | None = None, situation: str = "", asked: str = ""
) -> list[dict[str, str]]:
    """The doors to show: for a bond or not, in a situation, or searched for."""
    words = asked_in(asked)
    return [
        {"address": door.address(bond), "title": door.title, "line": door.line}
        for door in DOORS
        if (bond is not None or not door.in_bond)
        and (not situation or situation in door.situations)
        and (not words or _findable(door).score(words) > 0)
    ]


def _findable(door: Door) -> Findable:
    return Findable.of((door.title, 5.0), (door.keywords, 4.0), (door.line, 2.0))
