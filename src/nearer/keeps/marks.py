"""By what a row is found again without telling what it is: a keyed mark of its drawer."""

from __future__ import annotations

import uuid

import seal
from nearer.vault.keyring import Keyring


def marks(space: uuid.UUID, drawer: str, keyring: Keyring) -> list[bytes]:
    """The marks of a drawer under every key held of a space; the first is the one to write.

    Each epoch has its own, so that a mark made for a newcomer leads to nothing older.
    """
    return [seal.mac(key, "drawer", drawer.encode()) for key in keyring.held(space)]
