"""The one thing that other rooms do here: say that something moved."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from . import hub
from .messages import Moved


def moved(*, sitting: uuid.UUID, people: Collection[uuid.UUID]) -> None:
    """Tell the phones of these people, after the transaction that moved it.

    Returns at once and never raises. Where no server runs, as in a command, nobody is told.
    """
    here = hub.here()
    if here is not None and people:
        here.moved(Moved(sitting, frozenset(people)))
