"""Coming back with the recovery code: first whose it is, and at the end the new password.

In between there may be a second step. What is made until then is what the database would hold.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

import seal
from nearer.reminders import actions as reminders
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring

from . import adrift, passwords
from .models import Person

LOCKED = ("kdf", "salt", "verifier", "wrapped_pw")


@dataclass(frozen=True)
class Back:
    """Somebody whose code was right: an account's row as the new password locks it, unsaved."""

    keyring: Keyring
    locked: Person
    spent: bytes

    def carried(self) -> dict[str, str]:
        """The same as text, to be kept sealed while the second step is taken."""
        held = {name: getattr(self.locked, name) for name in LOCKED} | {"spent": self.spent}
        return {k: v if isinstance(v, str) else bytes(v).hex() for k, v in held.items()}


def again(carried: dict[str, str], person: Person, keyring: Keyring) -> Back:
    """What `Back.carried` made, of an account that has not changed since."""
    for name in LOCKED:
        text = carried[name]
        setattr(person, name, text if name == "kdf" else bytes.fromhex(text))
    return Back(keyring, person, bytes.fromhex(carried["spent"]))


def recognise(*, email: str, code: str, password: str) -> Back | None:
    """Whose code this is, with the new password made ready; None if it belongs to nobody there.

    Nothing is changed yet. No budget: 160 bits cannot be guessed, and a limit would only keep out
    whoever needs the way back. Raises `seal.Busy`, `passwords.OfAnother`.
    """
    adrift.find(email, code)
    people = Person.objects.with_email(email)
    for person in people:
        keyring = passwords.unlock_with_code(person, code)
        if keyring is not None:
            spent = bytes(person.wrapped_rec)
            passwords.lock(person, keyring, password)
            passwords.refuse_twin(person)
            return Back(keyring, person, spent)
    if not people:
        passwords.unlock_with_code(passwords.NOBODY, code)
    return None


def come_back(back: Back) -> Keyring | None:
    """Set the new password. The code is spent, a new one waits to be typed back, and every device
    is signed out. None if that was done a moment ago."""
    keyring, fresh = back.keyring, seal.recovery_code()
    passwords.lock_with_code(back.locked, keyring, fresh)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=back.locked.pk)
        if bytes(row.wrapped_rec) != back.spent:
            return None  # the same form, sent twice
        passwords.take_over(row, back.locked)
        row.seal(keyring, pending_code=fresh, next_code=None)
        row.save()
        signed_in.close_all(person=row.id)
        reminders.forget_channels(person=row.id)
        by_code = passwords.unlock_with_code(Person.objects.get(pk=row.pk), fresh)
        if by_code is None or by_code.public != keyring.public:
            raise RuntimeError("A freshly wrapped key did not open.")
    return keyring
