"""What I put aside for the next check-in of a bond. It lies in my own vault."""

from __future__ import annotations

import uuid

from . import hooks, keeping
from .here import Here
from .keeping import Kept
from .models import Keep


def all_of(here: Here) -> list[Kept]:
    """What waits, the oldest first."""
    return hooks.topics_kept(here.bond.pk, here.keyring)


def put_aside(*, here: Here, words: str, id: uuid.UUID) -> Keep:
    """Put something aside."""
    return keeping.keep(
        drawer=hooks.topic_drawer(here.bond.pk),
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
