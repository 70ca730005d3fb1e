"""Another address to sign in with. The account, its keys and its devices stay as they are."""

from __future__ import annotations

from django.db import transaction

from nearer import pepper
from nearer.vault.keyring import Keyring
from nearer.vault.models import SignedIn

from . import guard, limits, news, passwords
from .models import Person, email_index


def change_address(
    *, person: Person, keyring: Keyring, email: str, password: str, by: SignedIn
) -> bool:
    """Be found under this address from now on, with the password just given, which stays.

    As with signing up, an address may have other accounts already: whether it has shows in nothing,
    and the try counts for it. False if the password was changed meanwhile. Raises `seal.Busy`,
    `limits.Limited`, and `passwords.OfAnother` where such an account has this very password.
    """
    before = bytes(person.verifier)
    index = email_index(email)
    if index == bytes(person.email_index):
        return True
    limits.spend(limits.SIGN_IN, index)
    moved = Person(pk=person.pk, email_index=index)
    root = passwords.lock(moved, keyring, password)
    if Person.objects.filter(email_index=index, verifier=moved.verifier).exists():
        raise passwords.OfAnother
    with transaction.atomic(), guard.changing(keyring) as body:
        row = Person.objects.get(pk=person.pk)
        if bytes(row.verifier) != before:
            return False
        for name in ("kdf", "salt", "verifier", "wrapped_pw"):
            setattr(row, name, getattr(moved, name))
        row.email = pepper.seal_for_server(email.strip().encode(), Person.email_about(row.pk))
        row.email_index = index
        row.save(update_fields=["kdf", "salt", "verifier", "wrapped_pw", "email", "email_index"])
        passwords.require_open(Person.objects.get(pk=row.pk), root, keyring.public)
        news.write(body, keyring, ["address"], by=by)
    return True
