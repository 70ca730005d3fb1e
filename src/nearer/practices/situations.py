"""What may have brought somebody here, in the order in which they are offered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Situation:
    """One reason to come: what a person might say of it, and a line of welcome."""

    id: str
    title: str
    line: str


_ALL = (
    Situation(
        "apart",
        "We have been apart",
        "A working day or half a year: how to come back to each other.",
    ),
    Situation(
        "tell",
        "I want to tell you something",
        "Large or small, so that it arrives the way it was meant.",
    ),
    Situation(
        "good",
        "Something good happened",
        "It can be had twice, and the second time with company.",
    ),
    Situation(
        "fight",
        "We had a fight",
        "First some calm, then both sides. There is no hurry.",
    ),
    Situation(
        "far",
        "I feel far away",
        "Side by side and still not near. Small steps back.",
    ),
    Situation(
        "need",
        "I need something",
        "How to ask for it, so that it can be given gladly.",
    ),
    Situation(
        "play",
        "Let us play",
        "Light, a little silly, and good for more than laughing.",
    ),
    Situation(
        "hour",
        "We have an hour",
        "Time for each other, and something to fill it with.",
    ),
    Situation(
        "alone",
        "I am alone with this",
        "For nobody’s eyes but yours. Others can come later, or never.",
    ),
)
IDS = tuple(situation.id for situation in _ALL)


def all() -> tuple[Situation, ...]:
    """Every situation, in order."""
    return _ALL


def get(id: str) -> Situation:
    """The situation of this id; KeyError when there is none."""
    for situation in _ALL:
        if situation.id == id:
            return situation
    raise KeyError(id)
