"""A thread of a sitting: the main one, or one member's own lane."""

from __future__ import annotations

from dataclasses import dataclass, field

from nearer.practices.script import Run, Script
from nearer.practices.slots import MAIN
from nearer.practices.steps import Step

Page = tuple[Step, ...]


@dataclass
class Thread:
    """A walk through pages: the main one, where a run of lane pages counts as one place, or
    a member's own through such a run."""

    name: str
    places: tuple[Page | Run, ...]
    at: int = 0
    page: tuple[str, ...] = ()
    lanes: list[Thread] = field(default_factory=list)

    @property
    def finished(self) -> bool:
        return self.at >= len(self.places)

    def place_of(self, id: str) -> int:
        """Where the page that begins with this step stands; LookupError when none does."""
        for at, place in enumerate(self.places):
            if not isinstance(place, Run) and place[0].id == id:
                return at
        raise LookupError(id)


def main_thread(script: Script) -> Thread:
    """The main thread of a script, before its first page."""
    places: list[Page | Run] = []
    for run in script.runs:
        places.extend([run] if run.lane else run.pages)
    return Thread(MAIN, tuple(places))
