"""Who holds a space's key, in a form that nobody without the key can alter."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

import seal

from .models import Epoch, SealedKey


class Broken(Exception):
    """The list of who holds a key is not the one that its holders agreed on."""


@dataclass(frozen=True)
class Roster:
    """Holders of one epoch and their public keys (32 bytes each)."""

    epoch: Epoch
    holders: dict[uuid.UUID, bytes]

    @classmethod
    def of(cls, epoch: Epoch) -> Roster:
        """The roster as it stands in the database, not yet verified; raises `Broken`."""
        try:
            holders = {uuid.UUID(h): bytes.fromhex(k) for h, k in epoch.roster.items()}
        except (AttributeError, TypeError, ValueError):
            raise Broken("The list of members can't be read.") from None
        return cls(epoch, holders)

    def mac(self, key: bytes) -> bytes:
        """HMAC-SHA256 under the epoch's key over space, number, holders and public keys."""
        parts = [self.epoch.space.bytes, self.epoch.number.to_bytes(8, "big")]
        for holder in sorted(self.holders):
            parts += [holder.bytes, self.holders[holder]]
        return seal.mac(key, "roster", *parts)

    def write(self, key: bytes) -> None:
        """Put these holders, authenticated under the epoch's key, into the epoch, unsaved."""
        self.epoch.roster = {str(h): k.hex() for h, k in sorted(self.holders.items())}
        self.epoch.roster_mac = self.mac(key)

    def verify(self, key: bytes) -> None:
        """Raise `Broken` unless this roster, and the keys handed out, are the agreed ones."""
        if not seal.same(self.mac(key), bytes(self.epoch.roster_mac)):
            raise Broken("The list of members was changed from outside.")
        holding = SealedKey.objects.filter(epoch=self.epoch).values_list("holder", flat=True)
        if not set(holding) <= self.holders.keys():
            raise Broken("Somebody holds a key who is not on the list of members.")
