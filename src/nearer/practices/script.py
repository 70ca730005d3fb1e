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
from nearer.practices.reading_head import finding_in, people_in, roles_in
from nearer.practices.reading_steps import place_of, read_step
from nearer.practices.steps import IN_STEP, TOGETHER, Step
from nearer.practices.wording import Wording

__all__ = ["BONDS", "WAYS", "Run", "Script", "ScriptFault"]

BONDS = ("partner", "friend", "family")
WAYS = ("apart", TOGETHER)


@dataclass(frozen=True)
class Run:
    """Neighbouring pages of one lane, or of the main thread where `lane` is "".

    A page is a tuple of steps that are drawn and sent as one form.
    """

    lane: str
    pages: tuple[tuple[Step, ...], ...]


@dataclass(frozen=True)
class Script:
    """A practice. `toml` is the text that it was read from: a sitting keeps that.

    `situations` may be empty only in wordings from before there were any. `stage` (1 to 3) is how
    much trust it presupposes. `next` are slugs, `fades` says that asking is over by itself.
    """

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
    situations: tuple[str, ...] = ()
    stage: int = 1
    keywords: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    fades: bool = False

    @staticmethod
    def parse(text: str, name: str) -> Script:
        """Read a script; `name` is the file's, for the faults. Raises ScriptFault."""
        return _parse(text, name)

    def can(self, way: str) -> bool:
        """Whether it can be done this way; what is done on one phone is done on two in step."""
        return way in self.ways or (way == IN_STEP and TOGETHER in self.ways)

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
    people = people_in(top, alone)
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
    found = finding_in(top, name, alone)
    roles = roles_in(top)
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
        tuple(steps), runs, **found,
    )  # fmt: skip


def _runs(steps: list[Step]) -> Iterator[Run]:
    for lane, run in groupby(steps, key=lambda step: step.lane):
        pages: list[tuple[Step, ...]] = []
        for step in run:
            if step.same_page and pages:
                pages[-1] = (*pages[-1], step)
            else:
                pages.append((step,))
        yield Run(lane, tuple(pages))
