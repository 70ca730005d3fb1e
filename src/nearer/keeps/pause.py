"""A pause for a whole bond: asked for by one, with a time to come back, and a way back for all.

Each member writes on their own page of the bond's notes: what they asked for, that they are calm
enough, that they are back. Nobody's taps are told before all are in.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.bonds.shown import member_shown
from nearer.vault.keyring import Keyring

from . import notes

PAUSE = "pause"
LENGTHS = {"20": 20, "30": 30, "60": 60, "90": 90, "tomorrow": 24 * 60}
"""Minutes, by what a form sends."""
USUAL = "30"
FADES = timedelta(hours=12)
"""After this long past its end a pause is no longer mentioned."""


@dataclass(frozen=True)
class Pause:
    """A pause as one member may know it. `over`: coming back is offered now."""

    by: str
    mine: bool
    until: datetime
    over: bool
    calm: bool
    longer: bool
    back: bool

    @property
    def minutes(self) -> int:
        """Until then, never less than one."""
        return max(1, round((self.until - timezone.now()).total_seconds() / 60))

    @property
    def wait(self) -> str:
        """How long that is, in words."""
        minutes = self.minutes
        if minutes < 55:
            return "in a minute" if minutes == 1 else f"in {minutes} minutes"
        if minutes <= 105:
            return "in an hour" if minutes < 75 else "in an hour and a half"
        return f"in {round(minutes / 60)} hours"


def of(bond: Bond | None, keyring: Keyring) -> Pause | None:
    """The pause that this bond has now, if it has one and I am not back from it already."""
    found = None if bond is None else _read(bond, keyring)
    return found if found is not None and not found.back else None


def _read(bond: Bond, keyring: Keyring) -> Pause | None:
    pages = notes.everybodys(bond.id, PAUSE, keyring)
    asker = _asker(pages)
    if asker is None:
        return None
    members = {m.person_id: m for m in bond.members.present().people()}
    if asker not in members:
        return None
    asked = pages[asker]["asked"]
    until = datetime.fromisoformat(asked["until"])
    awaited = [p for p in members if p is not None and str(p) in asked["people"]]
    all_calm = all(pages.get(p, {}).get("calm") == asked["id"] for p in awaited)
    own = pages.get(keyring.person, {})
    return Pause(
        by=member_shown(members[asker], keyring).name,
        mine=asker == keyring.person,
        until=until,
        over=all_calm or until <= timezone.now(),
        calm=own.get("calm") == asked["id"],
        longer=bool(asked["longer"]) or all_calm,
        back=own.get("back") == asked["id"],
    )


def _asker(pages: dict[uuid.UUID, notes.Page]) -> uuid.UUID | None:
    """Whose asking counts: the latest of those that have not faded."""
    fresh = {
        person: page["asked"]["at"]
        for person, page in pages.items()
        if "asked" in page
        and datetime.fromisoformat(page["asked"]["until"]) + FADES > timezone.now()
    }
    return max(fresh, key=lambda person: fresh[person], default=None)


def ask(*, bond: Bond, length: str, keyring: Keyring) -> None:
    """Begin a pause at once. One that is running already stays as it is."""
    now = timezone.now()
    asked = {
        "id": str(uuid.uuid4()),
        "at": now.isoformat(),
        "until": (now + timedelta(minutes=LENGTHS.get(length, LENGTHS[USUAL]))).isoformat(),
        "longer": False,
        "people": [str(p) for p in _people(bond)],
    }

    def how(page: notes.Page) -> notes.Page:
        running = _read(bond, keyring)
        return page if running is not None and not running.over else {**page, "asked": asked}

    notes.change(bond.id, PAUSE, keyring, how)


def _people(bond: Bond) -> list[Any]:
    return list(bond.members.present().people().values_list("person", flat=True))


def be_calm(*, bond: Bond, calm: bool, keyring: Keyring) -> None:
    """Say in private that I am calm enough to go on, or that I am not after all.

    Once all have said it, it is known and stands: else one could look whether the other is calm,
    and take one's own word back unseen.
    """
    _mark(bond, "calm", calm, keyring)


def be_back(*, bond: Bond, keyring: Keyring) -> None:
    """End my own waiting, once coming back is offered."""
    found = of(bond, keyring)
    if found is not None and found.over:
        _mark(bond, "back", True, keyring)


def _mark(bond: Bond, what: str, on: bool, keyring: Keyring) -> None:
    def how(page: notes.Page) -> notes.Page:
        pages = notes.everybodys(bond.id, PAUSE, keyring)
        asker, running = _asker(pages), _read(bond, keyring)
        if asker is None or running is None or (running.over and not on):
            return page
        return {**page, what: pages[asker]["asked"]["id"] if on else ""}

    notes.change(bond.id, PAUSE, keyring, how)


def ask_for_longer(*, bond: Bond, length: str, keyring: Keyring) -> None:
    """Come back later than I said; once, and only by the one who asked.

    It counts as asked anew: that somebody is calm, or back already, was said of another time.
    """
    minutes = timedelta(minutes=LENGTHS.get(length, LENGTHS[USUAL]))

    def how(page: notes.Page) -> notes.Page:
        running = _read(bond, keyring)
        if running is None or not running.mine or running.longer:
            return page
        start = max(running.until, timezone.now())
        until = (start + minutes).isoformat()
        later = {"id": str(uuid.uuid4()), "until": until, "longer": True}
        return {**page, "asked": {**page["asked"], **later}}

    notes.change(bond.id, PAUSE, keyring, how)
