"""When somebody may know the password: new keys, so that what they took opens nothing to come."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

import seal
from nearer.reminders import actions as reminders
from nearer.vault import handing, signed_in
from nearer.vault.keyring import Keyring

from . import known, news, passwords
from .door import device_of
from .models import Person


@dataclass(frozen=True)
class Fresh:
    """A key pair, and an account's row as it locks it; nothing of it is stored yet."""

    private: seal.PrivateKey
    locked: Person
    root: seal.Root
    code: str


def prepare(*, person: Person, password: str) -> Fresh:
    """The slow part, outside of any transaction. Raises `seal.Busy`, `passwords.OfAnother`."""
    private, code = seal.PrivateKey.generate(), seal.recovery_code()
    locked = Person(pk=person.pk, email_index=person.email_index)
    keyring = Keyring(person.pk, private)
    root = passwords.lock(locked, keyring, password)
    passwords.refuse_twin(locked)
    passwords.lock_with_code(locked, keyring, code)
    return Fresh(private, locked, root, code)


@transaction.atomic
def start_afresh(*, person: Person, keyring: Keyring, fresh: Fresh, label: str) -> bytes | None:
    """Put a new key pair in the place of the old one; nobody is told.

    Every key held is sealed to it, each space begins an epoch, all devices are signed out and none
    is known any more, and a new recovery code waits to be typed back. The second step stays, sealed
    under the new keys. Returns this device's new cookie, or None if it was done a moment ago.
    Raises `handing.NotWhole`, `Broken`, and then nothing was changed.
    """
    row = Person.objects.select_for_update().get(pk=person.pk)
    if bytes(row.public_key) != keyring.public:
        return None
    new = handing.renew(keyring=keyring, fresh=fresh.private)
    passwords.take_over(row, fresh.locked)
    row.public_key = new.public
    row.seal(new, pending_code=fresh.code, next_code=None)
    row.save()
    signed_in.close_all(person=row.pk)
    reminders.forget_channels(person=row.pk)
    known.forget_all(row)
    token = signed_in.open_device(keyring=new, label=label)
    news.tell(new, "locks", by=device_of(token))
    written = Person.objects.get(pk=row.pk)
    passwords.require_open(written, fresh.root, new.public)
    by_code = passwords.unlock_with_code(written, fresh.code)
    if by_code is None or by_code.public != new.public:
        raise handing.NotWhole("The new recovery code did not open.")
    return token
