"""From a password or a recovery code to the private key, and nothing in between is kept."""

from __future__ import annotations

import os

from django.conf import settings

import seal
from nearer.vault import pepper
from nearer.vault.keyring import Keyring

from .models import Person

MIN_LENGTH = 12
MAX_LENGTH = 128


def _about(person: Person, what: bytes) -> list[bytes]:
    return [b"people_person", what, person.id.bytes]


def lock(person: Person, keyring: Keyring, password: str) -> None:
    """Wrap the private key under a new password, unsaved. Opened again before it counts."""
    parameters = seal.KdfParameters.from_text(settings.KDF_PARAMETERS)
    person.kdf = parameters.to_text()
    person.salt = os.urandom(16)
    root = seal.password_root(password, person.salt, parameters)
    about = _about(person, b"wrapped_pw")
    wrapped = keyring.rewrap(root.kek(), about)
    person.wrapped_pw = seal.outer_seal(pepper.pepper(), wrapped, about)
    person.verifier = seal.verifier(pepper.pepper(), root.auth())
    if _unlock(person, root).public != keyring.public:
        raise RuntimeError("A freshly wrapped key did not open.")


def _unlock(person: Person, root: seal.Root) -> Keyring:
    about = _about(person, b"wrapped_pw")
    wrapped = seal.outer_open(pepper.pepper(), bytes(person.wrapped_pw), about)
    return Keyring(person.id, seal.unwrap(root.kek(), wrapped, about))


def unlock(person: Person | None, password: str) -> Keyring | None:
    """The keyring if the password is right. An unknown account costs the same time.

    Raises `seal.Busy` when too many are signing in at once.
    """
    if person is None:
        parameters = seal.KdfParameters.from_text(settings.KDF_PARAMETERS)
        seal.password_root(password, bytes(16), parameters).auth()
        return None
    try:
        parameters = seal.KdfParameters.from_text(person.kdf)
        root = seal.password_root(password, bytes(person.salt), parameters)
        if not seal.same(seal.verifier(pepper.pepper(), root.auth()), bytes(person.verifier)):
            return None
        return _unlock(person, root)
    except (seal.Tampered, ValueError):
        # The row was damaged: no password opens it any more, a recovery code may.
        return None


def lock_with_code(person: Person, keyring: Keyring, code: str) -> None:
    """Wrap the private key under a recovery code, unsaved. No pepper: the code outlives it."""
    about = _about(person, b"wrapped_rec")
    person.wrapped_rec = keyring.rewrap(seal.recovery_kek(code), about)


def unlock_with_code(person: Person, code: str) -> Keyring | None:
    """The keyring if the recovery code is right."""
    try:
        kek = seal.recovery_kek(code)
        about = _about(person, b"wrapped_rec")
        return Keyring(person.id, seal.unwrap(kek, bytes(person.wrapped_rec), about))
    except (ValueError, seal.Tampered):
        return None
