"""A reply in the gym, read by the coach: what landed, what did not, with the words marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fsrs import Rating

import coach
from nearer.sittings.coaching import NoteShown, shown

from .exercises import Exercise

LANDS = {
    "FEEL": "your own feeling shows",
    "REFLECT": "gives back what was said",
    "VALID": "lets the feeling be",
    "OPENQ": "opens a door",
}
DOES_NOT = {
    "DISMISS": "waves the feeling away",
    "DEFEND": "defends",
    "DIVERT": "turns away from it",
    "ADVICE": "fixes",
    "REASSURE": "reassures",
}


@dataclass(frozen=True)
class Marked:
    """A sentence of the reply and what it does, in plain words."""

    text: str
    lands: tuple[str, ...]
    does_not: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What the coach says to one reply."""

    sentences: tuple[Marked, ...]
    note: NoteShown | None
    rating: Rating | None
    silent: bool


def read(exercise: Exercise, reply: str) -> Result:
    """Read a reply to an exercise.

    `rating` for the schedule: good where the coach says what landed, hard where something landed
    and something else came up, again where nothing did; none where the coach stays silent.
    """
    reading = coach.read_reply(
        exercise.share, reply, exercise.wish, about_listener=exercise.about_listener
    )
    # The share is invented and checked: only danger in the reply itself calls for help.
    told = replace(reading, share=replace(reading.share, danger=()))
    note = coach.advise(told, bond=exercise.bond)
    if reading.silent or reading.danger:
        return Result((), shown(note, reply), None, silent=True)
    welcome = _welcome(exercise.wish)
    marked = tuple(_marked(reply, one, welcome) for one in reading.sentences)
    landed = any(one.lands for one in marked)
    rating = Rating.Hard if landed else Rating.Again
    if note is None or note.landed:
        rating = Rating.Good
    return Result(marked, shown(note, reply), rating, silent=False)


def _welcome(wish: str) -> set[str]:
    """What was asked for is no fault."""
    return {"think-along": {"ADVICE"}, "comfort": {"REASSURE"}}.get(wish, set())


def _marked(reply: str, one: coach.SentenceReading, welcome: set[str]) -> Marked:
    lands = [words for label, words in LANDS.items() if one.labels.get(label)]
    lands += ["what was wished for" for label in welcome if one.labels.get(label)]
    does_not = [
        words for label, words in DOES_NOT.items() if one.labels.get(label) and label not in welcome
    ]
    # Beside what may hurt, nothing in the same sentence is called a gain.
    words = reply[one.span.start : one.span.end]
    return Marked(words, () if does_not else tuple(lands), tuple(does_not))
