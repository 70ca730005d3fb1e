"""Accounts whose server has lost its key: found again by the recovery code, and by nothing else.

An account is found by its address, under the server's key. With another key nobody would be found
any more. What a recovery code opens does not depend on that key; so whoever comes with their code
says under which address they want to be found from now on.
"""

from __future__ import annotations

from django.db import transaction

from nearer import pepper

from . import passwords
from .models import Person, email_index

SIGN = b"adrift" + bytes(10)
"""What an index begins with that belongs to no address; 128 bits, so no real one does."""


def _index(person: Person) -> bytes:
    return SIGN + person.id.bytes


@transaction.atomic
def let_go() -> None:
    """After a new key was made: no address finds an account now."""
    for person in Person.objects.all():
        person.email_index = _index(person)
        person.save(update_fields=["email_index"])


@transaction.atomic
def find(email: str, code: str) -> None:
    """If an account is adrift and this is its code, let it be found under this address again."""
    lost = Person.objects.filter(email_index__gte=SIGN, email_index__lt=SIGN + b"\xff" * 16)
    for person in lost.select_for_update():
        if passwords.unlock_with_code(person, code) is not None:
            person.email = pepper.seal_for_server(
                email.strip().encode(), Person.email_about(person.id)
            )
            person.email_index = email_index(email)
            person.save(update_fields=["email", "email_index"])
            return
