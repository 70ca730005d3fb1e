"""Keys that move: to somebody's new key pair, or from a lost account to the one after it."""

from __future__ import annotations

import uuid

import seal

from . import epochs
from .fields import NoKey
from .keyring import Keyring, context
from .models import Epoch, SealedKey
from .roster import Broken, Roster


class NotWhole(Exception):
    """Not every key could be moved, so that something would have been lost. Nothing was changed."""


def renew(*, keyring: Keyring, fresh: seal.PrivateKey) -> Keyring:
    """Seal every key this person holds to a new key pair, and begin an epoch in each space.

    The caller holds a transaction open, which has to fail with whatever is raised here: `NotWhole`,
    `Broken`. Returns the keyring of the new pair.
    """
    mine = SealedKey.objects.filter(holder=keyring.person)
    rows = list(mine.select_for_update(of=("self",)).select_related("epoch").order_by("pk"))
    new = Keyring(keyring.person, fresh)
    for row in rows:
        key = _opened(row, keyring)
        row.sealed = seal.seal_to(fresh.public, key, context(row.epoch, row))
        new.adopt(row.epoch.space, row.epoch.number, key)
    SealedKey.objects.bulk_update(rows, ["sealed"], batch_size=100)
    _compare(rows, list(mine.select_related("epoch").order_by("pk")), new)
    for space in sorted({row.epoch.space for row in rows}):
        _begin_with(space, keyring.public, new)
    return new


def _opened(row: SealedKey, keyring: Keyring) -> bytes:
    try:
        return keyring.unseal(row)
    except seal.Tampered:
        raise NotWhole("One of your keys does not open.") from None


def _compare(before: list[SealedKey], after: list[SealedKey], new: Keyring) -> None:
    """As they stand in the database now: the same envelopes, and each opens with the new pair."""
    if [row.pk for row in before] != [row.pk for row in after]:
        raise NotWhole("The keys changed while they were being renewed.")
    for row in after:
        if not seal.same(_opened(row, new), new.key(row.epoch.space, row.epoch.number)):
            raise NotWhole("A key was not what it had been.")


def _begin_with(space: uuid.UUID, public: bytes, new: Keyring) -> None:
    newest = Epoch.objects.filter(space=space).latest("number")
    if not newest.keys.filter(holder=new.person).exists():
        return  # left behind: nothing is sealed here for this person any more
    roster = epochs.agreed(space, new)
    if roster.holders.get(new.person) != public:
        raise Broken("Another public key stands there for you.")
    epochs.begin(roster, {**epochs.still_holding(roster), new.person: new.public}, new)


def hand_over(
    *, space: uuid.UUID, old: uuid.UUID, new: uuid.UUID, public: bytes, keyring: Keyring
) -> bool:
    """Give one holder's place in a space, with all its epochs that we hold, to another.

    The caller has to have authenticated `public`. Says whether there was anything to hand over;
    either way the old holder has no key to this space afterwards. Raises `Broken`.
    """
    try:
        roster = epochs.agreed(space, keyring)
    except NoKey:
        epochs.take_keys(space=space, holder=old)
        return False
    theirs = SealedKey.objects.filter(holder=old, epoch__space=space).select_related("epoch")
    for row in theirs.select_for_update(of=("self",)):
        _hand(row, new, public, keyring)
    epochs.take_keys(space=space, holder=old)
    if old not in roster.holders:
        return False
    others = epochs.still_holding(roster)
    epochs.begin(roster, {**others, new: public}, keyring)
    return True


def _hand(row: SealedKey, new: uuid.UUID, public: bytes, keyring: Keyring) -> None:
    epoch = row.epoch
    try:
        key = keyring.key(epoch.space, epoch.number)
    except NoKey:
        return  # from before our own time here
    before = Roster.of(epoch)
    before.verify(key)
    kept = {holder: known for holder, known in before.holders.items() if holder != row.holder}
    Roster(epoch, {**kept, new: public}).write(key)
    epoch.save(update_fields=["roster", "roster_mac"])
    # An envelope is bound to its holder, so this is another one.
    fresh = SealedKey(epoch=epoch, holder=new)
    fresh.sealed = seal.seal_to(public, key, context(epoch, fresh))
    fresh.save(force_insert=True)
