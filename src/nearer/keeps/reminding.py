"""By which a reminder of something kept is found again, and forgotten for everybody at once."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from nearer.reminders import actions as reminders


def id_for(keep: uuid.UUID, person: uuid.UUID) -> uuid.UUID:
    """The id of a reminder of one person of one thing kept."""
    return uuid.uuid5(keep, f"comes up {person}")


def forget(keep: uuid.UUID, people: Iterable[uuid.UUID | None]) -> None:
    """Its day has changed, or it is gone: nobody is reminded of it until they look again."""
    for person in people:
        if person is not None:
            reminders.forget(id=id_for(keep, person))
