"""The exercises of the listening gym: a share, one good answer, and why it is one."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("gym")
SKILLS = {
    "feeling": "Naming the feeling, as strong as it was told",
    "specific": "Giving back something of what was said",
    "first": "Hearing before helping",
    "staying": "Staying with what hurts",
    "undefended": "Hearing it out when it is about you",
    "question": "A question that opens a door",
    "joy": "Being glad along",
    "quiet": "Inviting, one notch and no more",
    "wish": "Giving what was wished for",
}


@dataclass(frozen=True)
class Exercise:
    """One thing somebody tells. `skill` is what it trains; `origin` says who tells it and where."""

    id: str
    bond: str
    skill: str
    wish: str
    about_listener: bool
    origin: str
    share: str
    good: str
    why: str
    trap: str


@cache
def all_exercises() -> tuple[Exercise, ...]:
    """Every exercise there is, in the order of their ids."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["exercise"]:
            words = {key: value for key, value in one.items() if key != "from"}
            found.append(Exercise(bond=path.stem, origin=one["from"], **words))
    return tuple(sorted(found, key=lambda exercise: exercise.id))


def exercise(id: str) -> Exercise | None:
    """One exercise, or None."""
    return next((one for one in all_exercises() if one.id == id), None)
