"""What a signed-in person can open. It lives for one request and is never stored."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterable
from typing import Any

import seal

from .fields import NoKey as NoKey
from .models import Epoch, SealedKey
from .roster import Broken, Roster

Space = uuid.UUID


class Keyring:
    """A person's private key, and the space keys it has opened so far."""

    __slots__ = ("_gathered", "_keys", "_newest", "_private", "_traced", "known", "person")

    def __init__(self, person: uuid.UUID, private: seal.PrivateKey) -> None:
        self.person = person
        self._private = private
        self._keys: dict[tuple[Space, int], bytes] = {}
        self._newest: dict[Space, int] = {}
        self._gathered: set[Space] = set()
        self._traced: set[tuple[Space, int]] = set()
        self.known: dict[str, Any] = {}
        """What was opened about this person once and is needed again, by a word of each room."""

    def __repr__(self) -> str:
        return f"<keyring of {self.person}>"

    def __reduce__(self) -> str:
        raise TypeError("A keyring is never stored.")

    @property
    def public(self) -> bytes:
        """The public key (32 bytes) that belongs to this keyring."""
        return self._private.public

    def rewrap(self, kek: bytes, about: list[bytes]) -> bytes:
        """The private key wrapped under another key, for a new password, code or device."""
        return seal.wrap(kek, self._private, about)

    def gather(self, spaces: Iterable[Space]) -> None:
        """Open every key held for these spaces, with one query however many they are."""
        wanted = set(spaces) - self._gathered
        if not wanted:
            return
        self._gathered |= wanted
        held = SealedKey.objects.filter(holder=self.person, epoch__space__in=wanted)
        for row in held.select_related("epoch"):
            self._take(row)

    def unseal(self, row: SealedKey) -> bytes:
        """The key in an envelope that is addressed to this person; raises `seal.Tampered`."""
        return seal.open_with(self._private, bytes(row.sealed), context(row.epoch, row))

    def _take(self, row: SealedKey) -> None:
        epoch = row.epoch
        try:
            key = self.unseal(row)
        except seal.Tampered:
            # One damaged key must not keep the others from opening; `key` says NoKey for it.
            return
        self._keys[epoch.space, epoch.number] = key
        self._newest[epoch.space] = max(epoch.number, self._newest.get(epoch.space, 0))

    def key(self, space: Space, epoch: int) -> bytes:
        """The key of one epoch; raises `NoKey`."""
        if (space, epoch) not in self._keys:
            for row in SealedKey.objects.filter(
                holder=self.person, epoch__space=space, epoch__number=epoch
            ).select_related("epoch"):
                self._take(row)
        try:
            return self._keys[space, epoch]
        except KeyError:
            raise NoKey(f"No key for epoch {epoch}.") from None

    def held(self, space: Space) -> list[bytes]:
        """Every key of a space that this person can open, the newest first."""
        self.gather([space])
        numbers = [number for place, number in self._keys if place == space]
        return [self._keys[space, number] for number in sorted(numbers, reverse=True)]

    def newest(self, space: Space) -> tuple[int, bytes]:
        """The number and key to seal with now.

        Roster and descent are checked each time something is sealed: a list of holders that was
        altered, or a key that nobody of ours made, raises `roster.Broken`, and nothing is sealed.
        """
        epoch = Epoch.objects.filter(space=space).order_by("-number").first()
        if epoch is None:
            raise NoKey("This space has no key yet.")
        key = self.key(space, epoch.number)
        Roster.of(epoch).verify(key)
        self.trace(space, epoch.number)
        return epoch.number, key

    def trace(self, space: Space, number: int) -> None:
        """Raise `roster.Broken` unless this epoch goes back, step by step, to the first we hold.

        Without it somebody who can write to the database could begin an epoch of their own making,
        and have it used.
        """
        if (space, number) in self._traced:
            return
        self.gather([space])
        ours = SealedKey.objects.filter(holder=self.person, epoch__space=space)
        rows = [row.epoch for row in ours.select_related("epoch").order_by("-epoch__number")]
        for later, earlier in itertools.pairwise(row for row in rows if row.number <= number):
            known = self._keys.get((space, earlier.number))
            mark = (
                descent(known, space, later.number, self.key(space, later.number)) if known else b""
            )
            if later.number != earlier.number + 1 or not seal.same(mark, bytes(later.follows)):
                raise Broken("This key does not follow from the one before.")
        self._traced.add((space, number))

    def adopt(self, space: Space, number: int, key: bytes) -> None:
        """Remember a key that this request has just made."""
        self._keys[space, number] = key
        self._newest[space] = max(number, self._newest.get(space, 0))


def context(epoch: Epoch, row: SealedKey) -> list[bytes]:
    """What an epoch key's envelope is bound to: space, epoch, holder and the row itself."""
    return [epoch.space.bytes, epoch.number.to_bytes(8, "big"), row.holder.bytes, row.id.bytes]


def descent(before: bytes, space: Space, number: int, key: bytes) -> bytes:
    """32 bytes that only a holder of the key before can make for the key of epoch `number`."""
    return seal.mac(before, "next epoch", space.bytes, number.to_bytes(8, "big"), key)
