"""Plans: something to do together, on a day if there is one yet, and what became of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from nearer.people import zone

from . import keeping
from .here import Here
from .keeping import Kept
from .models import Keep

PLAN = "plan"
OPEN, DONE, DROPPED = "open", "done", "dropped"


@dataclass(frozen=True)
class Plan:
    """A plan as its bond sees it. `time` is "15:00" or "", in the time where one is then."""

    id: uuid.UUID
    words: str
    by: str
    day: date | None
    time: str
    where: str
    state: str
    kept: Kept
    past: bool
    """Whether its day has gone by."""

    @property
    def open(self) -> bool:
        """Whether it is still to come, or nobody has said what became of it."""
        return self.state == OPEN


def _plan(here: Here, kept: Kept) -> Plan:
    body = kept.body
    day = kept.comes_up or _day(body.get("day", ""))
    return Plan(
        kept.id,
        kept.words,
        kept.by,
        day,
        body.get("time", ""),
        body.get("where", ""),
        body.get("state", OPEN),
        kept,
        day is not None and day < zone.today(here.keyring),
    )


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def of(here: Here) -> list[Plan]:
    """The plans of a bond: those with a day first, the nearest first."""
    found = [_plan(here, kept) for kept in here.drawer(PLAN)]
    return sorted(found, key=lambda plan: (plan.day is None, plan.day or date.max))


def find(here: Here, id: uuid.UUID) -> tuple[Keep, Plan] | None:
    """One plan of this bond, as its row and opened."""
    row = Keep.objects.in_bond(here.bond, PLAN, here.keyring).filter(pk=id).first()
    kept = keeping.opened([row], here.keyring) if row else []
    return (row, _plan(here, kept[0])) if row and kept else None


def make(*, here: Here, id: uuid.UUID, words: str, day: date | None, time: str, where: str) -> Keep:
    """Plan something. Everybody in the bond sees it."""
    return here.keep(PLAN, words, id=id, comes_up=day, more=_details(day, time) | {"where": where})


def _details(day: date | None, time: str) -> dict[str, str]:
    return {"day": day.isoformat() if day else "", "time": time, "state": OPEN}


def alter(
    *, here: Here, row: Keep, words: str | None, day: date | None, time: str, where: str | None
) -> None:
    """Put it on another day, or say it otherwise. It is open again then. None: stays as it is."""
    free = {"words": words, "where": where}
    more = _details(day, time) | {part: text for part, text in free.items() if text is not None}
    keeping.change(keep=row, keyring=here.keyring, comes_up=day, **more)


@transaction.atomic
def say_what_became(*, here: Here, row: Keep, state: str) -> None:
    """It is done, or dropped; it no longer comes up. Or it is open again."""
    row = keeping.locked(row)
    day = row.comes_up or _day(row.body.open(here.keyring).get("day", ""))
    keeping.change(
        keep=row,
        keyring=here.keyring,
        comes_up=day if state == OPEN else None,
        state=state,
        day=day.isoformat() if day else "",
    )
