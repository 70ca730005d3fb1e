"""Ways of caring: what does people good to receive, with ideas for giving it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from nearer.practices.decks import BONDS
from nearer.practices.files import table_in
from nearer.practices.reading import ScriptFault, Section, is_slug, meant
from nearer.practices.wording import ANY

FILE = Path(__file__).with_name("caring.toml")


@dataclass(frozen=True)
class Way:
    """One way of caring: what it is about, and how it is said of receiving and of giving it.

    `ideas` are by kind of bond, or under "any".
    """

    id: str
    title: str
    about: str
    receive: tuple[str, ...]
    give: tuple[str, ...]
    ideas: Mapping[str, tuple[str, ...]]

    def ideas_for(self, bond: str) -> tuple[str, ...]:
        """Ideas for a kind of bond, those for any bond last."""
        return (*self.ideas.get(bond, ()), *self.ideas.get(ANY, ()))


@dataclass(frozen=True)
class Caring:
    """All ways, what to make of them (`note`), and where they are known from (`source`)."""

    note: str
    source: str
    ways: tuple[Way, ...]


def parse(text: str, name: str) -> Caring:
    """Read the ways of caring. Raises ScriptFault with all faults."""
    faults: list[str] = []
    top = Section(table_in(text, name), name, faults)
    note, source = top.string("note"), top.string("source")
    ways: list[Way] = []
    for section in top.tables("way", required=True):
        way = _way(section)
        if way.id in [other.id for other in ways]:
            section.fault(f"“{way.id}” is here twice")
        ways.append(way)
    top.finish("the ways of caring")
    if faults:
        raise ScriptFault(faults)
    return Caring(note, source, tuple(ways))


def _way(section: Section) -> Way:
    id = section.string("id")
    if id and not is_slug(id):
        section.fault("the id must be of a-z, 0-9 and -, and begin with a letter")
    title, about = section.string("title"), section.string("about")
    receive, give = section.strings("receive"), section.strings("give")
    ideas: dict[str, tuple[str, ...]] = {}
    known = (*BONDS, ANY)
    table = section.table_of("ideas")
    if table is None:
        section.fault("“ideas” is missing")
    else:
        for bond in table.table:
            found = table.strings(bond)
            if bond not in known:
                table.fault(f"“{bond}” is no kind of bond{meant(bond, known)}")
            ideas[bond] = found
        if ANY not in ideas and not set(BONDS) <= ideas.keys():
            table.fault("it needs ideas for each kind of bond, or for “any”")
    section.finish("a way of caring")
    return Way(id, title, about, receive, give, ideas)


@cache
def all() -> Caring:
    """What the file has."""
    return parse(FILE.read_text(encoding="utf-8"), FILE.name)


def get(id: str) -> Way:
    """The way of this id; KeyError when there is none."""
    for way in all().ways:
        if way.id == id:
            return way
    raise KeyError(id)
