"""What people do with their account."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction

import seal
from nearer.vault import epochs, pepper, signed_in
from nearer.vault.keyring import Keyring

from . import passwords
from .models import Person, email_index


class Taken(Exception):
    """There is an account with this address already."""


def sign_up(*, email: str, name: str, password: str, adult: bool) -> Keyring:
    """Make an account; returns its keyring. The recovery code waits to be typed back.

    Raises `Taken`, `seal.Busy`.
    """
    person_id = uuid.uuid4()
    keyring = Keyring(person_id, seal.PrivateKey.generate())
    person = Person(
        id=person_id,
        space=person_id,
        author=person_id,
        public_key=keyring.public,
        email=pepper.seal_for_server(email.strip().encode(), Person.email_about(person_id)),
        email_index=email_index(email),
    )
    code = seal.recovery_code()
    passwords.lock(person, keyring, password)
    passwords.lock_with_code(person, keyring, code)
    try:
        with transaction.atomic():
            epochs.found(space=person_id, holders={person_id: keyring.public}, keyring=keyring)
            person.seal(keyring, profile={"name": name, "adult": adult}, pending_code=code)
            person.save(force_insert=True)
    except IntegrityError:
        raise Taken from None
    return keyring


def sign_in(*, email: str, password: str) -> Keyring | None:
    """The keyring if address and password belong together; raises `seal.Busy`."""
    return passwords.unlock(Person.objects.with_email(email), password)


def recover(*, email: str, code: str, password: str) -> Keyring | None:
    """Come back with the recovery code and set a new password.

    The code is spent and a new one waits to be typed back; every device is signed out. None if
    address and code do not belong together. Raises `seal.Busy`.
    """
    with transaction.atomic():
        person = Person.objects.select_for_update().with_email(email)
        keyring = passwords.unlock_with_code(person, code) if person else None
        if person is None or keyring is None:
            return None
        passwords.lock(person, keyring, password)
        fresh = seal.recovery_code()
        passwords.lock_with_code(person, keyring, fresh)
        person.seal(keyring, pending_code=fresh)
        person.save()
        signed_in.close_all(person=person.id)
    return keyring


def type_back(*, person: Person, keyring: Keyring, groups: dict[int, str]) -> bool:
    """Check groups (position from 0 -> four symbols) of the code; if right, forget the code."""
    if person.settled:
        return True
    real = str(person.pending_code.open(keyring))
    typed = real.split("-")
    for position, group in groups.items():
        typed[position] = group
    try:
        if not seal.same(seal.read_code("-".join(typed)).encode(), real.encode()):
            return False
    except ValueError:
        return False
    with transaction.atomic():
        person.seal(keyring, pending_code=None)
        person.save(update_fields=["profile", "pending_code", "epoch", "revision"])
    return True


def set_coach(*, person: Person, keyring: Keyring, on: bool) -> None:
    """Let the coach read along, or not."""
    profile = person.profile.open(keyring)
    with transaction.atomic():
        person.seal(keyring, profile={**profile, "coach": on})
        person.save(update_fields=["profile", "pending_code", "epoch", "revision"])


def rename(*, person: Person, keyring: Keyring, name: str) -> None:
    """Change what a person calls themselves."""
    profile = person.profile.open(keyring)
    with transaction.atomic():
        person.seal(keyring, profile={**profile, "name": name})
        person.save(update_fields=["profile", "pending_code", "epoch", "revision"])
