"""What a signed-in person can open. It lives for one request and is never stored."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

import seal

from .fields import NoKey as NoKey
from .models import Epoch, SealedKey
from .roster import Roster

Space = uuid.UUID


class Keyring:
    """A person's private key, and the space keys it has opened so far."""

    __slots__ = ("_keys", "_newest", "_private", "person")

    def __init__(self, person: uuid.UUID, private: seal.PrivateKey) -> None:
        self.person = person
        self._private = private
        self._keys: dict[tuple[Space, int], bytes] = {}
        self._newest: dict[Space, int] = {}

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
        wanted = {space for space in spaces if space not in self._newest}
        if not wanted:
            return
        held = SealedKey.objects.filter(holder=self.person, epoch__space__in=wanted)
        for row in held.select_related("epoch"):
            self._take(row)

    def _take(self, row: SealedKey) -> None:
        epoch = row.epoch
        try:
            key = seal.open_with(self._private, bytes(row.sealed), context(epoch, row))
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

    def newest(self, space: Space) -> tuple[int, bytes]:
        """The number and key to seal with now.

        The roster is checked each time something is sealed: a list of holders that was altered
        raises `roster.Broken`, and nothing is sealed.
        """
        epoch = Epoch.objects.filter(space=space).order_by("-number").first()
        if epoch is None:
            raise NoKey("This space has no key yet.")
        key = self.key(space, epoch.number)
        Roster.of(epoch).verify(key)
        return epoch.number, key

    def adopt(self, space: Space, number: int, key: bytes) -> None:
        """Remember a key that this request has just made."""
        self._keys[space, number] = key
        self._newest[space] = max(number, self._newest.get(space, 0))


def context(epoch: Epoch, row: SealedKey) -> list[bytes]:
    """What an epoch key's envelope is bound to: space, epoch, holder and the row itself."""
    return [epoch.space.bytes, epoch.number.to_bytes(8, "big"), row.holder.bytes, row.id.bytes]
