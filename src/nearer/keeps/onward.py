"""Small questions that several pages of the keeps ask."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from nearer.practices import shelf


class HasId(Protocol):
    """Anything of the catalogue."""

    @property
    def id(self) -> str: ...


Thing = TypeVar("Thing", bound=HasId)


def leads_to(slug: str, kind: str) -> str:
    """The slug, if there is a practice of this name for this kind of bond; else ""."""
    try:
        script = shelf.get(slug)
    except KeyError:
        return ""
    return slug if kind in script.bonds else ""


def number(asked: str | None) -> int:
    """A small whole number out of an address; 0 for anything else."""
    return int(asked) if asked and re.fullmatch("[0-9]{1,4}", asked) else 0


def shuffled(things: Iterable[Thing], seed: str) -> list[Thing]:
    """In an order of their own for each seed, the same every time."""
    return sorted(things, key=lambda one: hashlib.sha256(f"{seed} {one.id}".encode()).digest())
