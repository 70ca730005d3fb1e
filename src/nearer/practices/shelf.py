"""The practices that come with Nearer: every file in the catalogue, read and checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nearer.practices import decks
from nearer.practices.files import read_each
from nearer.practices.kinds.cards import Draw
from nearer.practices.reading import ScriptFault, meant
from nearer.practices.script import Script

CATALOGUE = Path(__file__).with_name("catalogue")
FIRST = (
    "sharing",
    "small-moment",
    "appreciation",
    "question-cards",
    "good-news",
    "hug",
    "rose-thorn-bud",
    "check-in",
)
"""What somebody who opens the shelf should come upon first; the rest follows by slug."""


@cache
def read(folder: Path) -> tuple[Script, ...]:
    """Every script of a folder, by name. Raises ScriptFault with the faults of all its files."""
    faults: list[str] = []
    found = read_each(folder, Script.parse, faults)
    if not faults:
        # Only among whole files: one that is missing here may be the one that could not be read.
        faults += [f"{n}{fault}" for n in found for fault in _on_a_shelf(found[n], found)]
    if faults:
        raise ScriptFault(faults)
    return tuple(found.values())


def _on_a_shelf(script: Script, others: Mapping[str, Script]) -> Iterator[str]:
    """What must hold of a practice among the others and the decks, and need not of a wording that
    an old sitting was begun with."""
    if not script.situations:
        yield ": “situations” is missing"
    slugs = [other.slug for other in others.values()]
    for slug in script.next:
        if slug not in slugs:
            yield f": “next” names “{slug}”, and there is no such practice{meant(slug, slugs)}"
    for step in script.steps:
        if isinstance(step, Draw):
            for bond in script.bonds or ("",):
                cards = [card for deck in decks.of_kind(step.deck, bond) for card in deck.cards]
                if not any(card.depth <= step.depth for card in cards):
                    whom = f"for “{bond}”" if bond else "for one alone"
                    yield f", step “{step.id}”: no deck of “{step.deck}” has a card {whom}"


@cache
def all() -> tuple[Script, ...]:
    """Every practice: those of `FIRST`, then by slug."""
    scripts = {script.slug: script for script in read(CATALOGUE)}
    first = [scripts.pop(slug) for slug in FIRST]
    return (*first, *scripts.values())


def get(slug: str) -> Script:
    """The practice of this slug; KeyError when there is none."""
    for script in all():
        if script.slug == slug:
            return script
    raise KeyError(slug)


def fitting(bond_kind: str, people: int, alone: bool = False) -> tuple[Script, ...]:
    """The practices that fit a kind of bond with so many people in it, or one person alone.

    A practice for fewer fits too: those who begin it choose who takes part.
    """
    if alone:
        return tuple(script for script in all() if script.alone)
    return tuple(script for script in all() if bond_kind in script.bonds and script.least <= people)
