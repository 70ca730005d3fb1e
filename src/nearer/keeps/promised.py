"""A promise as one member sees it, with all that came of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from nearer.people import zone

from .here import Here
from .keeping import Kept

OPEN = ("open", "changed")


@dataclass(frozen=True)
class Happened:
    """One thing in a promise's history. `what`: kept, missed, reworded, changed or talk."""

    what: str
    by: str
    on: date
    words: str
    day: date | None


@dataclass(frozen=True)
class Proposal:
    """A change that the one who promised asks for. `answered`: I have said that it is fine;
    `nobody_left`: whoever has not is no longer here, and I may say that it holds."""

    id: str
    by: str
    words: str
    day: date | None
    for_me: bool
    answered: bool
    mine: bool
    nobody_left: bool


@dataclass(frozen=True)
class Promise:
    """A promise as one member sees it. `lent_by`: whose phone it was written on, if not theirs."""

    id: uuid.UUID
    by: str
    words: str
    day: date | None
    made: date
    state: str
    history: tuple[Happened, ...]
    proposal: Proposal | None
    mine: bool
    asked: str = ""
    lent_by: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it still stands."""
        return self.state in OPEN


def shown(here: Here, kept: Kept) -> Promise:
    """A promise out of what was kept."""
    body = kept.body
    return Promise(
        id=kept.id,
        by=here.name(kept.by),
        words=kept.words,
        day=kept.comes_up or day_of(body.get("day")),
        made=zone.day_of(body["at"], here.keyring),
        state=body.get("state", "open"),
        history=tuple(_happened(here, one) for one in body.get("history", [])),
        proposal=_proposal(here, body.get("proposal")),
        mine=here.is_mine(kept),
        asked=body.get("asked", ""),
        lent_by=here.lent_by(kept),
    )


def _happened(here: Here, one: dict[str, Any]) -> Happened:
    by, on = here.name(one["by"]), zone.day_of(one["at"], here.keyring)
    return Happened(one["what"], by, on, one.get("words", ""), day_of(one.get("day")))


def _proposal(here: Here, one: dict[str, Any] | None) -> Proposal | None:
    if not one:
        return None
    for_me, answered = here.me in one["to"], here.me in one["agreed"]
    mine = here.me == one["asked_by"]
    by, day = here.name(one["by"]), day_of(one.get("day"))
    nobody_left = (for_me or mine) and not waited_for(here, one)
    return Proposal(one["id"], by, one["words"], day, for_me, answered, mine, nobody_left)


def waited_for(here: Here, proposal: dict[str, Any]) -> set[str]:
    """Who was asked, is still here, and has not said that it is fine."""
    return {member for member in proposal["to"] if member in here.people} - {*proposal["agreed"]}


def day_of(value: str | None) -> date | None:
    """A day as it stands in a body (ISO 8601), or None."""
    return date.fromisoformat(value) if value else None
