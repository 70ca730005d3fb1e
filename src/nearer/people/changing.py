"""A new password and a new recovery code, each in one transaction that fails as a whole."""

from __future__ import annotations

from django.db import transaction

import seal
from nearer.reminders import actions as reminders
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring

from . import limits, passwords
from .actions import typed_right
from .models import Person
from .profile import SEALED


def give_again(*, person: Person, password: str, budget: bytes) -> bool:
    """Whether this is the password of somebody who is signed in already.

    `budget`: what names the device, which has its own. Raises `seal.Busy`, `limits.Limited`.
    """
    limits.spend(limits.AGAIN, budget)
    right = passwords.unlock(person, password) is not None
    if right:
        limits.forgive(limits.AGAIN, budget)
    return right


def change_password(*, person: Person, keyring: Keyring, password: str, label: str) -> bytes | None:
    """Set another password, of somebody who has just given the old one.

    Every device is signed out, and this one (`label`) in again: returns its new cookie, or None if
    the password was changed by somebody else a moment ago. Raises `seal.Busy`,
    `passwords.OfAnother`.
    """
    before = bytes(person.verifier)
    root = passwords.lock(person, keyring, password)
    passwords.refuse_twin(person)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if bytes(row.verifier) != before:
            return None
        # Of the recovery code only the copy in the database counts.
        person.wrapped_rec = row.wrapped_rec
        passwords.take_over(row, person)
        row.save(update_fields=["kdf", "salt", "verifier", "wrapped_pw"])
        signed_in.close_all(person=row.pk)
        reminders.forget_channels(person=row.pk)
        token = signed_in.open_device(keyring=keyring, label=label)
        passwords.require_open(Person.objects.get(pk=row.pk), root, keyring.public)
    return token


def next_code(*, person: Person, keyring: Keyring) -> str:
    """The recovery code to come; the one there is holds until this one was typed back."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.next_code is None:
            row.seal(keyring, next_code=seal.recovery_code())
            row.save(update_fields=SEALED)
        return str(row.next_code.open(keyring))


def forget_next_code(*, person: Person, keyring: Keyring) -> None:
    """Keep the code there is."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        row.seal(keyring, next_code=None)
        row.save(update_fields=SEALED)


def type_next_code(*, person: Person, keyring: Keyring, groups: dict[int, str]) -> bool | None:
    """Check groups of the code to come; if right, it is the one from now on.

    None if none was to come: typed back already, or given up on another page. Nobody can say any
    more of which code these groups are, so it must not be taken for either.
    """
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.next_code is None:
            return None
        code = str(row.next_code.open(keyring))
        if not typed_right(code, groups):
            return False
        passwords.lock_with_code(row, keyring, code)
        row.seal(keyring, next_code=None)
        row.save(update_fields=[*SEALED, "wrapped_rec"])
        found = passwords.unlock_with_code(Person.objects.get(pk=row.pk), code)
        if found is None or found.public != keyring.public:
            raise RuntimeError("A freshly wrapped key did not open.")
    return True
