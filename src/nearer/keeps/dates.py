"""Dates of one of us that the others may ask about: on the day, and once the day after."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from nearer.bonds.models import Bond
from nearer.people import zone
from nearer.vault.keyring import Keyring

from . import keeping
from .day_words import FARTHEST as FARTHEST
from .finding import Found as Found
from .finding import found_in as found_in
from .here import Here
from .keeping import Kept
from .models import Keep

DRAWER = "date"


@dataclass(frozen=True)
class Date:
    """A date as one member sees it. `told`: who else knows, where that is not everybody; `by`:
    who put it in, where that is somebody else than whose it is."""

    id: uuid.UUID
    whose: str
    words: str
    day: date | None
    time: str
    mine: bool
    yours: bool
    kept: Kept
    told: str = ""
    by: str = ""


def whose_is(kept: Kept) -> str:
    """Whose date it is; what somebody says in a sitting is their own."""
    return str(kept.body.get("whose") or kept.by)


def shown(here: Here, kept: Kept, told: str = "") -> Date:
    """A date out of what was kept; one from a sitting may not have a day yet."""
    whose = whose_is(kept)
    return Date(
        kept.id,
        here.name(whose),
        kept.words,
        kept.comes_up,
        kept.body.get("time", ""),
        here.is_mine(kept),
        whose == here.me,
        kept,
        told,
        here.name(kept.by) if kept.by != whose else "",
    )


def all_of(here: Here) -> tuple[list[Date], list[Date]]:
    """Those ahead, the nearest first, and those gone by, the latest first."""
    opened, rows = here.drawer_and_rows(DRAWER)
    apart = {row.id for row in rows if row.space != here.bond.id}
    found = []
    for kept in opened:
        told = kept.body.get("told", []) if kept.id in apart else []
        found.append(shown(here, kept, here.in_words([m for m in told if m != here.me])))
    found.sort(key=lambda one: (one.day or date.max, one.time))
    now = zone.today(here.keyring)
    ahead = [one for one in found if one.day is None or one.day >= now]
    return ahead, [one for one in found[::-1] if one.day is not None and one.day < now]


def is_in(bond: Bond, day: date, keyring: Keyring) -> bool:
    """Whether I have put in a date for this day."""
    mine = Keep.objects.in_bond(bond, DRAWER, keyring).filter(author=keyring.person)
    return mine.filter(comes_up=day).exists()


def add(
    *,
    here: Here,
    words: str,
    day: date,
    time: str,
    whose: str,
    told: Collection[str],
    id: uuid.UUID,
) -> Keep:
    """Put in a date. `told`: members who shall know, nobody named meaning everybody here."""
    only = [here.people[member] for member in told if member in here.people] if told else None
    more = {"time": time, "whose": whose or here.me, "told": [here.me, *told] if told else []}
    return here.keep(DRAWER, words, id=uuid.uuid5(id, DRAWER), only=only, comes_up=day, more=more)


def change(*, here: Here, keep: Keep, words: str, day: date, time: str, whose: str) -> None:
    """Put it right."""
    keeping.change(
        keep=keep,
        keyring=here.keyring,
        comes_up=day,
        words=words,
        time=time,
        whose=whose or here.me,
    )
