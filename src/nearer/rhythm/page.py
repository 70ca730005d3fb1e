"""The one page on which somebody's rhythm stands, sealed in their own vault.

What comes round, at what time one is told, quiet hours, peace from a bond, a pause from all of it.
Nobody else can tell what stands on it, nor that something does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from nearer.keeps import notes
from nearer.vault.keyring import Keyring

from . import every
from .every import Every

DRAWER = "rhythm"
USUAL = 9 * 60
"""Minutes after midnight, as long as nobody chose another time."""
MOST = 40
FOR_GOOD = ""
"""As a day until which: until it is taken back."""

PRACTICE, CLOSENESS, OWN = "practice", "closeness", "own"


@dataclass(frozen=True)
class Comes:
    """One thing that comes round. `bond`: where, or None for oneself; `slug` for a practice,
    `words` for something in one's own words; `tell`: with a notice, not only on Today."""

    id: uuid.UUID
    what: str
    bond: uuid.UUID | None
    slug: str
    words: str
    every: Every
    tell: bool


@dataclass(frozen=True)
class Rhythm:
    """All of it. `mutes` and `pause` end on a day, or with FOR_GOOD when one says so."""

    comes: tuple[Comes, ...] = ()
    minute: int = USUAL
    quiet: tuple[int, int] | None = None
    mutes: Mapping[uuid.UUID, str] = field(default_factory=dict)
    pause: str | None = None
    passed: Mapping[str, str] = field(default_factory=dict)
    """What was put away for a day: id -> that day."""
    asked: Mapping[uuid.UUID, str] = field(default_factory=dict)
    """Notices that were asked for in advance, and for when; see `keeping_up`."""

    def muted(self, bond: uuid.UUID | None, today: date) -> bool:
        """Whether nothing of this bond is to come up today."""
        return bond is not None and bond in self.mutes and _holds(self.mutes[bond], today)

    def paused(self, today: date) -> bool:
        """Whether everything is paused."""
        return self.pause is not None and _holds(self.pause, today)

    def one(self, id: uuid.UUID) -> Comes | None:
        """One of the things that come round."""
        return next((row for row in self.comes if row.id == id), None)


def _holds(until: str, today: date) -> bool:
    return until == FOR_GOOD or today < date.fromisoformat(until)


def read(keyring: Keyring) -> Rhythm:
    """Somebody's rhythm, as it stands."""
    return _read(notes.mine(keyring.person, DRAWER, keyring))


def change(keyring: Keyring, how: Callable[[Rhythm], Rhythm]) -> None:
    """Change it; nothing is written where nothing changed."""
    before = read(keyring)
    if how(before) != before:
        notes.change(keyring.person, DRAWER, keyring, lambda page: _plain(how(_read(page))))


def put(comes: Comes, keyring: Keyring) -> bool:
    """Add one, or put it in the place of the one with its id; False if there are too many."""
    rhythm = read(keyring)
    if rhythm.one(comes.id) is None and len(rhythm.comes) >= MOST:
        return False

    def how(rhythm: Rhythm) -> Rhythm:
        if rhythm.one(comes.id) is None:
            return replace(rhythm, comes=(*rhythm.comes, comes))
        rows = tuple(comes if row.id == comes.id else row for row in rhythm.comes)
        return replace(rhythm, comes=rows)

    change(keyring, how)
    return True


def remove(id: uuid.UUID, keyring: Keyring) -> None:
    """It comes round no more."""

    def how(rhythm: Rhythm) -> Rhythm:
        return replace(rhythm, comes=tuple(row for row in rhythm.comes if row.id != id))

    change(keyring, how)


def put_away(id: uuid.UUID, today: date, keyring: Keyring) -> None:
    """Not today. It is over for today, and nothing else comes of it."""

    def how(rhythm: Rhythm) -> Rhythm:
        still = {one: day for one, day in rhythm.passed.items() if day == today.isoformat()}
        return replace(rhythm, passed={**still, str(id): today.isoformat()})

    change(keyring, how)


def mute(bond: uuid.UUID, until: str | None, keyring: Keyring) -> None:
    """Have peace from a bond until a day, or FOR_GOOD; None ends it."""

    def how(rhythm: Rhythm) -> Rhythm:
        others = {one: day for one, day in rhythm.mutes.items() if one != bond}
        return replace(rhythm, mutes=others if until is None else {**others, bond: until})

    change(keyring, how)


def forget_bond(bond: uuid.UUID, keyring: Keyring) -> None:
    """Nothing of a bond that one has left comes round, and no peace from it is kept."""

    def how(rhythm: Rhythm) -> Rhythm:
        rows = tuple(row for row in rhythm.comes if row.bond != bond)
        mutes = {one: until for one, until in rhythm.mutes.items() if one != bond}
        return replace(rhythm, comes=rows, mutes=mutes)

    change(keyring, how)


def _read(page: Mapping[str, Any]) -> Rhythm:
    quiet = page.get("quiet")
    return Rhythm(
        comes=tuple(_comes(one) for one in page.get("comes", ())),
        minute=page.get("minute", USUAL),
        quiet=(quiet[0], quiet[1]) if quiet else None,
        mutes={uuid.UUID(bond): until for bond, until in page.get("mutes", {}).items()},
        pause=page.get("pause"),
        passed=page.get("passed", {}),
        asked={uuid.UUID(id): at for id, at in page.get("asked", {}).items()},
    )


def _comes(one: Mapping[str, Any]) -> Comes:
    return Comes(
        id=uuid.UUID(one["id"]),
        what=one["what"],
        bond=uuid.UUID(one["bond"]) if one["bond"] else None,
        slug=one["slug"],
        words=one["words"],
        every=every.read(one["every"]),
        tell=one["tell"],
    )


def _plain(rhythm: Rhythm) -> dict[str, Any]:
    return {
        "comes": [
            {
                "id": str(one.id),
                "what": one.what,
                "bond": str(one.bond) if one.bond else "",
                "slug": one.slug,
                "words": one.words,
                "every": one.every.plain(),
                "tell": one.tell,
            }
            for one in rhythm.comes
        ],
        "minute": rhythm.minute,
        "quiet": list(rhythm.quiet) if rhythm.quiet else None,
        "mutes": {str(bond): until for bond, until in rhythm.mutes.items()},
        "pause": rhythm.pause,
        "passed": dict(rhythm.passed),
        "asked": {str(id): at for id, at in rhythm.asked.items()},
    }
