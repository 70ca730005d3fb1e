"""Making a space's keys: the first, one for a newcomer, one without somebody who left."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from contextlib import suppress

from django.db import transaction

import seal

from .keyring import Keyring, NoKey, context, descent
from .models import Epoch, SealedKey
from .roster import Broken, Roster


def found(*, space: uuid.UUID, holders: Mapping[uuid.UUID, bytes], keyring: Keyring) -> None:
    """Make the first key of a space for these holders (id -> public key)."""
    if Epoch.objects.filter(space=space).exists():
        raise Broken("This space has keys already.")
    _write(space, 1, dict(holders), keyring, before=None)


def circle(
    *, among: Mapping[uuid.UUID, bytes], people: Collection[uuid.UUID], keyring: Keyring
) -> uuid.UUID:
    """A new space that only these `people` hold, as far as they are `among` the holders."""
    space = uuid.uuid4()
    chosen = {holder: key for holder, key in among.items() if holder in people}
    found(space=space, holders=chosen, keyring=keyring)
    return space


@transaction.atomic
def admit(*, space: uuid.UUID, holder: uuid.UUID, public: bytes, keyring: Keyring) -> None:
    """Begin an epoch that a newcomer holds too.

    The caller has to have authenticated `public` as the newcomer's. What was sealed before stays
    closed to them.
    """
    roster = agreed(space, keyring)
    begin(roster, {**roster.holders, holder: public}, keyring)


@transaction.atomic
def keep_only(*, space: uuid.UUID, holders: Collection[uuid.UUID], keyring: Keyring) -> bool:
    """Begin an epoch without those no longer in `holders`; says whether that was needed.

    Only shrinks: somebody in `holders` who is not on the agreed roster raises `Broken`, so a row
    slipped into the member list never gains a key.
    """
    roster = agreed(space, keyring)
    strangers = set(holders) - roster.holders.keys()
    if strangers:
        raise Broken("Somebody is listed as a member who was never let in.")
    remaining = {h: k for h, k in roster.holders.items() if h in set(holders)}
    if remaining == roster.holders:
        return False
    begin(roster, remaining, keyring)
    return True


def holders(*, space: uuid.UUID, keyring: Keyring) -> dict[uuid.UUID, bytes]:
    """Who holds the newest key, authenticated; raises `Broken`, `NoKey`."""
    return agreed(space, keyring).holders


def still_holding(roster: Roster) -> dict[uuid.UUID, bytes]:
    """Of an agreed roster those whose key was not taken since: whoever has left is none of them.

    For callers who do not know the members: a new epoch for all of the roster would let somebody
    back in who left a moment ago.
    """
    held = set(roster.epoch.keys.values_list("holder", flat=True))
    return {holder: public for holder, public in roster.holders.items() if holder in held}


def take_keys(*, space: uuid.UUID, holder: uuid.UUID) -> None:
    """Delete every key of this space that one holder has: the second wall behind leaving."""
    SealedKey.objects.filter(epoch__space=space, holder=holder).delete()


@transaction.atomic
def step_out(*, space: uuid.UUID, keyring: Keyring) -> None:
    """Begin an epoch without oneself, come off the lists of those before, and give up all keys.

    Where the newest list was tampered with, no epoch begins: then nobody can seal anything there
    until that is put right, and whoever goes has no key any more.
    """
    with suppress(Broken, NoKey, seal.Tampered):
        roster = agreed(space, keyring)
        others = still_holding(roster)
        if others.pop(keyring.person, None) and others:
            begin(roster, others, keyring)
        if others:
            _cross_out(space, keyring)
    take_keys(space=space, holder=keyring.person)
    if not SealedKey.objects.filter(epoch__space=space).exists():
        erase(space=space)


def _cross_out(space: uuid.UUID, keyring: Keyring) -> None:
    for epoch in Epoch.objects.filter(space=space, keys__holder=keyring.person):
        with suppress(Broken, NoKey):
            key, roster = keyring.key(space, epoch.number), Roster.of(epoch)
            roster.verify(key)
            rest = {h: k for h, k in roster.holders.items() if h != keyring.person}
            Roster(epoch, rest).write(key)
            epoch.save(update_fields=["roster", "roster_mac"])


def erase(*, space: uuid.UUID) -> None:
    """Delete all keys of a space; what was sealed under them is gone for good."""
    Epoch.objects.filter(space=space).delete()


def agreed(space: uuid.UUID, keyring: Keyring) -> Roster:
    """The newest roster, authenticated and locked; raises `Broken`, `NoKey`."""
    epoch = Epoch.objects.select_for_update().filter(space=space).order_by("-number").first()
    if epoch is None:
        raise NoKey("This space has no key yet.")
    roster = Roster.of(epoch)
    roster.verify(keyring.key(space, epoch.number))
    keyring.trace(space, epoch.number)
    return roster


def begin(roster: Roster, holders: dict[uuid.UUID, bytes], keyring: Keyring) -> None:
    """The epoch after an agreed one, for these holders."""
    space, number = roster.epoch.space, roster.epoch.number
    _write(space, number + 1, holders, keyring, before=keyring.key(space, number))


@transaction.atomic
def _write(
    space: uuid.UUID,
    number: int,
    holders: dict[uuid.UUID, bytes],
    keyring: Keyring,
    *,
    before: bytes | None,
) -> None:
    key = seal.random_key()
    epoch = Epoch(space=space, number=number)
    epoch.follows = descent(before, space, number, key) if before else b""
    Roster(epoch, holders).write(key)
    epoch.save(force_insert=True)
    rows = [SealedKey(epoch=epoch, holder=holder) for holder in holders]
    for row in rows:
        row.sealed = seal.seal_to(holders[row.holder], key, context(epoch, row))
    SealedKey.objects.bulk_create(rows)
    if keyring.person in holders:
        keyring.adopt(space, number, key)
