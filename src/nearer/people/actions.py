"""What people do with their account."""

from __future__ import annotations

import uuid

from django.db import transaction

import seal
from nearer import pepper
from nearer.vault import epochs
from nearer.vault.keyring import Keyring

from . import guard, known, limits, passwords, recovering
from .models import Person, email_index
from .profile import SEALED, write_profile


class SecondStep(Exception):
    """Password or code are right, and something else is asked for besides."""


def sign_in(*, email: str, password: str, device: bytes | None = None) -> Keyring | None:
    """The keyring if address and password belong together. Unknown addresses cost the same.

    `device`: the cookie of a browser that may be known, and then has a budget of its own.
    Raises `seal.Busy`, `limits.Limited`.
    """
    people = list(Person.objects.with_email(email))
    attempt = passwords.Attempt(password)
    found, tried = _on_known(attempt, people, device)
    if found:
        return found
    try:
        limits.spend(limits.SIGN_IN, email_index(email))
    except limits.Limited:
        if tried:
            return None  # tried on this device's own budget, and wrong
        raise
    attempt.spend(email_index(email))
    found = _first(attempt, [person for person in people if person not in tried])
    if found:
        limits.give_back(limits.SIGN_IN, email_index(email))
    return found


def _on_known(
    attempt: passwords.Attempt, people: list[Person], device: bytes | None
) -> tuple[Keyring | None, list[Person]]:
    """Try the accounts that this very browser is known for, each on its own budget here; the
    keyring, if one opened, and those that were tried and did not open.

    A stranger may open accounts of their own under somebody's address, and sign in to them on a
    browser that both use. So a right password forgives only what was tried on the account that it
    opens: on one that came before it the same password was a guess, and stays counted.
    """
    tried: list[Person] = []
    if device is None:
        return None, tried
    for person in known.known(device, people):
        mark = known.mark(device, person)
        try:
            limits.spend(limits.ON_KNOWN, mark)
        except limits.Limited:
            continue
        if found := attempt.opens(person):
            limits.forgive(limits.ON_KNOWN, mark)
            return found, tried
        tried.append(person)
    return None, tried


def _first(attempt: passwords.Attempt, people: list[Person]) -> Keyring | None:
    return next((found for person in people if (found := attempt.opens(person))), None)


def sign_up(
    *, email: str, name: str, password: str, adult: bool, device: bytes | None = None
) -> Keyring:
    """Make an account; returns its keyring. The recovery code waits to be typed back.

    Whether the address is in use shows in nothing: it may have several accounts. Where address and
    password open one already, this is signing in. Raises `seal.Busy`, `limits.Limited`.
    """
    if before := sign_in(email=email, password=password, device=device):
        return before
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
    root = passwords.lock(person, keyring, password)
    passwords.lock_with_code(person, keyring, code)
    with transaction.atomic():
        # The same form may have been sent twice: of writers only one at a time gets past here.
        twins = Person.objects.filter(email_index=person.email_index, verifier=person.verifier)
        if twin := twins.first():
            return passwords.open_with(twin, root)
        epochs.found(space=person_id, holders={person_id: keyring.public}, keyring=keyring)
        person.seal(keyring, profile={"name": name, "adult": adult}, pending_code=code)
        person.save(force_insert=True)
        guard.begin(person, keyring)
    return keyring


def recover(*, email: str, code: str, password: str) -> Keyring | None:
    """Come back with the recovery code, where no second step is asked for.

    None if address and code do not belong together. Raises what `recovering.recognise` raises, and
    `SecondStep` where the code alone is not enough.
    """
    back = recovering.recognise(email=email, code=code, password=password)
    if back is None:
        return None
    if guard.asks(back.keyring):
        raise SecondStep
    return recovering.come_back(back)


def type_back(*, person: Person, keyring: Keyring, groups: dict[int, str]) -> bool:
    """Check groups (position from 0 -> four symbols) of the code; if right, forget the code."""
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.settled:
            return True
        if not typed_right(str(row.pending_code.open(keyring)), groups):
            return False
        row.seal(keyring, pending_code=None)
        row.save(update_fields=SEALED)
    return True


def typed_right(real: str, groups: dict[int, str]) -> bool:
    """Whether these groups (position from 0 -> four symbols) are those of the code."""
    typed = real.split("-")
    for position, group in groups.items():
        typed[position] = group
    try:
        return seal.same(seal.read_code("-".join(typed)).encode(), real.encode())
    except ValueError:
        return False


def set_coach(*, person: Person, keyring: Keyring, on: bool) -> None:
    """Let the coach read along, or not."""
    write_profile(person, keyring, coach=on)


def rename(*, person: Person, keyring: Keyring, name: str) -> None:
    """Change what a person calls themselves."""
    write_profile(person, keyring, name=name)
