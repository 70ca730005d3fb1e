"""Reads a practice file: strictly, and with every fault told at once."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any

from nearer.practices.checking import check
from nearer.practices.reading import ScriptFault, Section
from nearer.practices.reading_steps import is_id, place_of, read_step
from nearer.practices.steps import ALL, TOGETHER, Step
from nearer.practices.wording import Wording

__all__ = ["BONDS", "WAYS", "Run", "Script", "ScriptFault"]

BONDS = ("partner", "friend", "family")
WAYS = ("apart", TOGETHER)
FILLINGS = ("one", "others")
MOST_PEOPLE = 12


@dataclass(frozen=True)
class Run:
    """Neighbouring pages of one lane, or of the main thread where `lane` is "".

    A page is a tuple of steps that are drawn and sent as one form.
    """

    lane: str
    pages: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Script:
    """A practice. `toml` is the text that it was read from: a sitting keeps that."""

    name: str
    toml: str
    title: str
    source: str
    minutes: int
    least: int
    most: int
    bonds: tuple[str, ...]
    alone: bool
    ways: tuple[str, ...]
    roles: Mapping[str, str]
    texts: Mapping[str, Wording]
    steps: tuple[Step, ...]
    runs: tuple[Run, ...]

    @staticmethod
    def parse(text: str, name: str) -> Script:
        """Read a script; `name` is the file's, for the faults. Raises ScriptFault."""
        return _parse(text, name)

    @property
    def slug(self) -> str:
        return self.name.removesuffix(".toml")

    def step(self, id: str) -> Step:
        """The step of this id; KeyError when there is none."""
        for step in self.steps:
            if step.id == id:
                return step
        raise KeyError(id)

    def wording(self, key: str, *, bond: str = "") -> str:
        """The "title", "short", "why" or "ending"."""
        return self.title if key == "title" else self.texts[key].draw(bond)

    def role_of(self, filling: str) -> str:
        """The role filled by "one" or "others", or ""."""
        return next((role for role, filled in self.roles.items() if filled == filling), "")


@lru_cache(maxsize=512)
def _parse(text: str, name: str) -> Script:
    try:
        table: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ScriptFault([f"{name}: not valid TOML: {fault}"]) from None
    faults: list[str] = []
    top = Section(table, name, faults)
    title, source = top.string("title"), top.string("source", "")
    minutes = top.whole("minutes", 1, 240)
    alone = top.flag("alone")
    people = _people(top, alone)
    top.bonds = bonds = top.strings("bonds", BONDS, required=not alone)
    if not bonds and not alone and top.has("bonds"):
        top.fault("“bonds” names no bond, and “alone” is not true")
    if bonds and alone:
        top.fault("“alone” is true, so “bonds” must be empty")
    ways = top.strings("ways", WAYS)
    if not ways and top.has("ways"):
        top.fault("“ways” names none")
    if alone and TOGETHER in ways:
        top.fault("“alone” is true, so “ways” cannot be “together”")
    texts = {key: top.wording(key, required=True) for key in ("short", "why", "ending")}
    roles = _roles(top)
    names = (*roles, "you")
    steps: list[Step] = []
    broken: set[str] = set()
    for place, entry in enumerate(top.tables("step", required=True), 1):
        section = Section(
            entry.table, place_of(name, place, entry), faults, bonds=bonds, names=names
        )
        step = read_step(section)
        if step is None:
            broken.add(str(entry.table.get("id", "")))
        elif step.id in [earlier.id for earlier in steps]:
            section.fault("this id is used twice")
        else:
            steps.append(step)
    top.finish("a practice")
    runs = tuple(_runs(steps))
    for id, what in check(steps, broken, runs, roles, people, ways, alone):
        faults.append(f"{name}, step “{id}”: {what}" if id else f"{name}: {what}")
    if faults:
        raise ScriptFault(faults)
    return Script(
        name, text, title, source, minutes, *people, bonds, alone, ways, roles, texts,
        tuple(steps), runs,
    )  # fmt: skip


def _people(top: Section, alone: bool) -> tuple[int, int]:
    people = top.items("people", required=True)
    if len(people) != 2 or not all(type(count) is int for count in people):
        if top.has("people"):
            top.fault("“people” must be two numbers, the fewest and the most")
        return (1, 1) if alone else (2, MOST_PEOPLE)
    least, most = people
    if alone and (least, most) != (1, 1):
        top.fault("“alone” is true, so “people” must be [1, 1]")
    elif not alone and not 2 <= least <= most <= MOST_PEOPLE:
        top.fault(f"“people” is [{least}, {most}]: the fewest first, and from 2 to {MOST_PEOPLE}")
    return least, most


def _roles(top: Section) -> dict[str, str]:
    section = top.table_of("roles")
    if section is None:
        return {}
    roles: dict[str, str] = {}
    for role in section.table:
        filling = section.one_of(role, FILLINGS)
        if not is_id(role) or role in (ALL, "you", "one", "others"):
            section.fault(f"“{role}” cannot be the name of a role")
        elif filling in roles.values():
            section.fault(f"“{role}” is “{filling}”, and so is another; one name is enough")
        elif filling:
            roles[role] = filling
    return roles


def _runs(steps: list[Step]) -> Iterator[Run]:
    for lane, run in groupby(steps, key=lambda step: step.lane):
        pages: list[tuple[Step, ...]] = []
        for step in run:
            if step.same_page and pages:
                pages[-1] = (*pages[-1], step)
            else:
                pages.append((step,))
        yield Run(lane, tuple(pages))
