"""Ideas for time together: every file in `ideas`, read and checked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nearer.practices.decks import BONDS
from nearer.practices.files import read_each, table_in, twice
from nearer.practices.reading import ScriptFault, Section, is_slug

FOLDER = Path(__file__).with_name("ideas")
COSTS = {
    0: "costs nothing",
    1: "a coffee each",
    2: "an evening out",
    3: "a journey",
}
PLACES = ("in", "out", "either")
BOLDEST = 3
LONGEST = 600


@dataclass(frozen=True)
class Idea:
    """Something to do together. `cost` is a key of COSTS, `daring` is 1 to 3."""

    id: str
    do: str
    bonds: tuple[str, ...]
    cost: int
    minutes: int
    place: str
    daring: int


def parse(text: str, name: str) -> tuple[Idea, ...]:
    """Read a file of ideas. Raises ScriptFault with all its faults."""
    faults: list[str] = []
    top = Section(table_in(text, name), name, faults)
    ideas = tuple(_idea(section) for section in top.tables("idea", required=True))
    top.finish("a file of ideas")
    if faults:
        raise ScriptFault(faults)
    return ideas


def _idea(section: Section) -> Idea:
    id, do = section.string("id"), section.string("do")
    section.where = section.where if not id else f"{section.where} “{id}”"
    if id and not is_slug(id):
        section.fault("the id must be of a-z, 0-9 and -, and begin with a letter")
    if len(do) > LONGEST:
        section.fault(f"“do” has {len(do)} characters, and there is room for {LONGEST}")
    idea = Idea(
        id,
        do,
        section.strings("bonds", BONDS),
        section.whole("cost", min(COSTS), max(COSTS)),
        section.whole("minutes", 15, 2880),
        section.one_of("place", PLACES),
        section.whole("daring", 1, BOLDEST),
    )
    if not idea.bonds and section.has("bonds"):
        section.fault("“bonds” names nobody")
    section.finish("an idea")
    return idea


@cache
def read(folder: Path) -> tuple[Idea, ...]:
    """Every idea of a folder. Raises ScriptFault with the faults of all its files."""
    faults: list[str] = []
    found = read_each(folder, parse, faults)
    faults += twice({name: [idea.id for idea in found[name]] for name in found}, "idea")
    if faults:
        raise ScriptFault(faults)
    return tuple(idea for ideas in found.values() for idea in ideas)


def all() -> tuple[Idea, ...]:
    """Every idea, file by file."""
    return read(FOLDER)


def get(id: str) -> Idea:
    """The idea of this id; KeyError when there is none."""
    for idea in all():
        if idea.id == id:
            return idea
    raise KeyError(id)


def fitting(
    bond: str, *, cost: int = 3, minutes: int = 2880, place: str = "either", daring: int = 3
) -> tuple[Idea, ...]:
    """The ideas for a kind of bond within these bounds; `place` in, out, or either."""
    return tuple(
        idea
        for idea in all()
        if bond in idea.bonds
        and idea.cost <= cost
        and idea.minutes <= minutes
        and idea.daring <= daring
        and (place == "either" or idea.place in (place, "either"))
    )
