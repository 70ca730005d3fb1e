"""The jar: what we like about each other, put in now and met again later."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from nearer.people import zone

from . import keeping
from .here import Here
from .keeping import Kept
from .models import Keep

DRAWER = "appreciation"
LATEST = 3
"""So many of the latest are left out of a draw: they are not forgotten yet."""


@dataclass(frozen=True)
class Slip:
    """One slip of paper from the jar."""

    id: uuid.UUID
    by: str
    to: str
    words: str
    when: str
    kept: Kept = field(compare=False)


def shown(here: Here, kept: Kept) -> Slip:
    """A slip out of what was kept."""
    to = here.in_words(kept.body.get("to") or [])
    on, now = zone.day_of(kept.body["at"], here.keyring), zone.today(here.keyring)
    return Slip(kept.id, here.name(kept.by), to, kept.words, when(on, now), kept)


def when(on: date, now: date) -> str:
    """“this month”, “in March”, “in March 2025”."""
    if (on.year, on.month) == (now.year, now.month):
        return "this month"
    month = f"in {on:%B}"
    return month if (now - on).days < 330 else f"{month} {on.year}"


def put_in(*, here: Here, words: str, to: str, id: uuid.UUID) -> Keep:
    """Put in a slip for one member, whom alone it is sealed for besides me, or for all."""
    only = [here.people[to]] if to in here.people else None
    more = {"to": [to] if to else []}
    return here.keep(DRAWER, words, id=uuid.uuid5(id, DRAWER), only=only, more=more)


def change(*, here: Here, keep: Keep, words: str) -> None:
    """Other words for it."""
    keeping.change(keep=keep, keyring=here.keyring, comes_up=None, words=words)


def written(here: Here) -> list[Slip]:
    """The slips that I put in, the latest first."""
    return [shown(here, one) for one in here.drawer(DRAWER) if here.is_mine(one)]


def draw(here: Here, not_this: str = "") -> Slip | None:
    """One slip for me, by chance; None while there are too few."""
    ripe = for_me(here.drawer(DRAWER), here.me)
    others = [one for one in ripe if str(one.id) != not_this] or ripe
    return shown(here, secrets.choice(others)) if others else None


def for_me(newest_first: Sequence[Kept], me: str) -> list[Kept]:
    """Slips of others that are for me or for all, without the latest."""
    mine = [
        one
        for one in newest_first
        if one.by != me and (not one.body.get("to") or me in one.body["to"])
    ]
    return mine[LATEST:]
