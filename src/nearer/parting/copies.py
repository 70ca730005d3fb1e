"""My own words out of a bond, kept in my own vault when I leave it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from nearer.bonds.models import Bond
from nearer.keeps import keeping
from nearer.keeps.keeping import Kept
from nearer.keeps.models import Keep
from nearer.people.models import Person
from nearer.people.zone import day_of
from nearer.vault.keyring import Keyring

from .gathering import chapters
from .gathering_sittings import BEFORE

DRAWER = "own words"
ON_ONE_PAGE = 100


@dataclass(frozen=True)
class Line:
    """Words of mine as they stood. `where`: the practice, or the drawer that they lay in."""

    where: str
    day: date | None
    asked: str
    words: str


@dataclass(frozen=True)
class Copy:
    """What I wrote in one bond. `left`: the day on which I left it."""

    id: uuid.UUID
    name: str
    left: date
    lines: tuple[Line, ...]


@transaction.atomic
def keep(*, bond: Bond, person: Person, keyring: Keyring) -> None:
    """Keep a copy of what I wrote in a bond, and of what I kept for it in my own vault."""
    id, name, lines = uuid.uuid4(), bond.name(keyring), list(_mine(bond, person, keyring))
    for start in range(0, len(lines), ON_ONE_PAGE):
        keeping.keep(
            drawer=DRAWER,
            bond=None,
            by=str(person.pk),
            words=name,
            keyring=keyring,
            more={"copy": str(id), "lines": lines[start : start + ON_ONE_PAGE]},
        )


def _mine(bond: Bond, person: Person, keyring: Keyring) -> Iterator[dict[str, Any]]:
    for chapter in chapters(person, keyring, bond):
        for part in chapter.parts:
            for piece in part.pieces:
                for line in piece.lines:
                    if line.mine and line.words:
                        day = line.day or piece.day
                        yield {
                            "where": piece.title or part.title,
                            "day": day.isoformat() if day else "",
                            "asked": BEFORE if line.note == BEFORE else line.asked,
                            "words": line.words,
                        }


def all_of(keyring: Keyring) -> list[Copy]:
    """Every copy of mine, the latest first, each with all of its lines."""
    rows = keeping.opened(Keep.objects.own(DRAWER, keyring).filter(bond=None), keyring)
    pages: dict[str, list[Kept]] = {}
    for one in rows:
        pages.setdefault(one.body["copy"], []).append(one)
    return [_copy(uuid.UUID(id), kept[::-1], keyring) for id, kept in pages.items()]


def _copy(id: uuid.UUID, pages: list[Kept], keyring: Keyring) -> Copy:
    lines = tuple(_line(one) for page in pages for one in page.body["lines"])
    return Copy(id, pages[0].words, day_of(pages[0].body["at"], keyring), lines)


def _line(one: dict[str, str]) -> Line:
    day = date.fromisoformat(one["day"]) if one["day"] else None
    return Line(one["where"], day, one["asked"], one["words"])


def find(id: uuid.UUID, keyring: Keyring) -> Copy | None:
    """One of them."""
    return next((copy for copy in all_of(keyring) if copy.id == id), None)


@transaction.atomic
def delete(*, id: uuid.UUID, keyring: Keyring) -> None:
    """Delete a copy for good."""
    for one in keeping.opened(Keep.objects.own(DRAWER, keyring).filter(bond=None), keyring):
        if one.body["copy"] == str(id):
            Keep.objects.filter(pk=one.id, space=keyring.person).delete()
