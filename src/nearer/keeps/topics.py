"""What I put aside for the next check-in of a bond. It lies in my own vault."""

from __future__ import annotations

import uuid

from . import hooks, keeping
from .here import Here
from .keeping import Kept
from .models import Keep


def all_of(here: Here) -> list[Kept]:
    """What waits, the oldest first."""
    rows = Keep.objects.own(_drawer(here), here.keyring)
    return keeping.opened(rows, here.keyring)[::-1]


def _drawer(here: Here) -> str:
    return f"{hooks.TOPIC} {here.bond.pk}"


def put_aside(*, here: Here, words: str, id: uuid.UUID) -> Keep:
    """Put something aside."""
    return keeping.keep(
        drawer=_drawer(here),
        bond=None,
        by=here.me,
        words=words,
        keyring=here.keyring,
        id=uuid.uuid5(id, hooks.TOPIC),
        more={"kind": hooks.TOPIC},
    )


def change(*, here: Here, keep: Keep, words: str) -> None:
    """Other words for it."""
    keeping.change(keep=keep, keyring=here.keyring, comes_up=None, words=words)
