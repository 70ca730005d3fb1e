"""The practices that come with Nearer: every file in the catalogue, read and checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from nearer.practices.reading import ScriptFault
from nearer.practices.script import Script

CATALOGUE = Path(__file__).with_name("catalogue")
FIRST = ("sharing", "small-moment", "good-news")
"""What somebody who opens the shelf should come upon first; the rest follows by slug."""


@cache
def read(folder: Path) -> tuple[Script, ...]:
    """Every script of a folder, by name. Raises ScriptFault with the faults of all its files."""
    scripts: list[Script] = []
    faults: list[str] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            scripts.append(Script.parse(path.read_text(encoding="utf-8"), path.name))
        except UnicodeDecodeError:
            faults.append(f"{path.name}: not UTF-8 text")
        except ScriptFault as found:
            faults.extend(found.faults)
    if faults:
        raise ScriptFault(faults)
    return tuple(scripts)


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
