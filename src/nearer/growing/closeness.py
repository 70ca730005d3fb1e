"""How close somebody feels in one bond, now and then, for themselves alone.

The items are our own. The overlapping circles are after an idea of Aron, Aron and Smollan (1992);
the drawings are ours. Nothing is added up: what is shown is only what one person put down, and
what has moved since they put something down before.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from nearer.bonds.shown import in_words
from nearer.people import zone
from nearer.vault.keyring import Keyring

from . import own

SAFE = "safe"
LOWEST = 1
ITEMS = {
    SAFE: "I feel safe. I can say no, or be in a bad mood, and have nothing to fear.",
    "known": "What goes on in me these days is known here.",
    "accepted": "I can be as I am, awkward parts included.",
    "supported": "When something is hard, I am not alone with it.",
    "ask": "When I need something, I can ask for it.",
    "light": "We have light moments. We laugh, or fool about, or are simply at ease.",
    "heard": "When I tell something, it arrives.",
    "missed": "When I am not there, I am missed.",
}
SHORT = {
    SAFE: "feeling safe",
    "known": "being known",
    "accepted": "being as I am",
    "supported": "not being alone with it",
    "ask": "being able to ask",
    "light": "light moments",
    "heard": "being heard",
    "missed": "being missed",
}
LEVELS = {1: "not at all", 2: "a little", 3: "partly", 4: "mostly", 5: "fully"}


@dataclass(frozen=True)
class Check:
    """What somebody put down once. `circles` is 1 (far apart) to 7 (nearly all shared)."""

    id: uuid.UUID
    bond: str
    name: str
    at: datetime
    answers: Mapping[str, int]
    circles: int | None
    words: str

    @property
    def day(self) -> date:
        """The day on which it was, where they are."""
        return self.at.date()

    @property
    def unsafe(self) -> bool:
        """Whether they put down that they do not feel safe at all."""
        return self.answers.get(SAFE) == LOWEST

    @property
    def uneasy(self) -> bool:
        """Whether they feel safe only a little, or not at all."""
        return self.answers.get(SAFE, LOWEST + 2) <= LOWEST + 1


@dataclass(frozen=True)
class Moved:
    """What is more, less and the same than at an earlier check, each as “this, that and that”."""

    since: date
    more: str
    less: str
    same: str


def about(bond: uuid.UUID) -> str:
    """The place of a bond's checks among somebody's own pages."""
    return f"closeness: {bond}"


def put_down(
    *,
    bond: uuid.UUID,
    name: str,
    answers: Mapping[str, int],
    circles: int | None,
    words: str,
    at: datetime,
    form: uuid.UUID,
    keyring: Keyring,
) -> None:
    """Keep how close somebody feels. The same form sent twice is kept once."""
    body = {
        "bond": str(bond),
        "name": name,
        "at": at.isoformat(),
        "answers": {item: answers[item] for item in ITEMS if item in answers},
        "circles": circles,
        "words": words,
    }
    # Not from the form alone: a form's id is chosen by a browser, and must hit no other page.
    id = own.id_of(about(bond), keyring, form.bytes)
    own.keep(about=about(bond), body=body, keyring=keyring, id=id)


def checks(bond: uuid.UUID, keyring: Keyring) -> tuple[list[Check], list[uuid.UUID]]:
    """What this person put down about a bond, the earliest first, and what can't be opened."""
    kept = own.all_about(about(bond), keyring)
    found = [check_from(one, keyring) for one in kept]
    opened = sorted((one for one in found if one), key=lambda one: (one.at, str(one.id)))
    return opened, [one.id for one, check in zip(kept, found, strict=True) if check is None]


def last_look(bond: uuid.UUID, keyring: Keyring) -> date | None:
    """The day on which this person last put something down about a bond, if they ever did."""
    found, _ = checks(bond, keyring)
    return found[-1].day if found else None


def former(present: Sequence[uuid.UUID], keyring: Keyring) -> dict[str, str]:
    """Bonds that this person is no longer in and has put something down about: id -> its name."""
    here = {str(bond) for bond in present}
    found = [check_from(one, keyring) for one in own.all_of(keyring) if _is_check(one.body)]
    ordered = sorted((one for one in found if one), key=lambda one: one.at)
    return {one.bond: one.name for one in ordered if one.bond not in here}


def _is_check(body: Mapping[str, Any] | None) -> bool:
    return body is not None and str(body["about"]).startswith("closeness: ")


def check_from(kept: own.Kept, keyring: Keyring) -> Check | None:
    """A check as it was put down, or None where it can't be opened."""
    body = kept.body
    if body is None:
        return None
    return Check(
        kept.id,
        body["bond"],
        body["name"],
        datetime.fromisoformat(body["at"]).astimezone(zone.zone_of(keyring)),
        body["answers"],
        body["circles"],
        body["words"],
    )


def moved(earlier: Check, later: Check) -> Moved:
    """What has moved between two checks of one person; only what was answered both times."""
    both = [item for item in ITEMS if item in earlier.answers and item in later.answers]
    more = [item for item in both if later.answers[item] > earlier.answers[item]]
    less = [item for item in both if later.answers[item] < earlier.answers[item]]
    same = [item for item in both if item not in more and item not in less]
    words = [in_words([SHORT[item] for item in items]) for items in (more, less, same)]
    return Moved(earlier.day, *words)
