"""From a password or a recovery code to the private key, and nothing in between is kept."""

from __future__ import annotations

import uuid
from contextlib import suppress

from django.conf import settings

import seal
from nearer import pepper
from nearer.vault.keyring import Keyring

from . import limits
from .models import Person


class OfAnother(Exception):
    """Another account of the same address has this password."""


MIN_LENGTH = 12
MAX_LENGTH = 128


def _about(person: Person, what: bytes) -> list[bytes]:
    return [b"people_person", what, person.id.bytes]


def salt_of(index: bytes) -> bytes:
    """The salt (16 bytes) of an address, known or not, by its blind index.

    One for all accounts of an address, so that each try costs one derivation however many there
    are. The server's key is in it: it is as good as random to anybody else.
    """
    return seal.mac(pepper.pepper(), "password salt", index)[: seal.PASSWORD_SALT_BYTES]


def lock(person: Person, keyring: Keyring, password: str) -> seal.Root:
    """Wrap the private key under a new password, unsaved. Opened again before it counts."""
    parameters = seal.KdfParameters.from_text(settings.KDF_PARAMETERS)
    person.kdf = parameters.to_text()
    person.salt = salt_of(bytes(person.email_index))
    root = seal.password_root(password, person.salt, parameters)
    about = _about(person, b"wrapped_pw")
    wrapped = keyring.rewrap(root.kek(), about)
    person.wrapped_pw = seal.outer_seal(pepper.pepper(), wrapped, about)
    person.verifier = seal.verifier(pepper.pepper(), root.auth())
    require_open(person, root, keyring.public)
    return root


def require_open(person: Person, root: seal.Root, public: bytes) -> None:
    """Fail loudly unless this row, as it stands, opens with this password."""
    if open_with(person, root).public != public:
        raise RuntimeError("A freshly wrapped key is not the one that was wrapped.")


def open_with(person: Person, root: seal.Root) -> Keyring:
    """The keyring of a row of which it is certain that this password opens it."""
    opened = _unlock(person, root)
    if opened is None:
        raise RuntimeError("A freshly wrapped key did not open.")
    return opened


def _unlock(person: Person, root: seal.Root) -> Keyring | None:
    if not seal.same(seal.verifier(pepper.pepper(), root.auth()), bytes(person.verifier)):
        return None
    about = _about(person, b"wrapped_pw")
    wrapped = seal.outer_open(pepper.pepper(), bytes(person.wrapped_pw), about)
    return Keyring(person.id, seal.unwrap(root.kek(), wrapped, about))


class Attempt:
    """One password, tried on any number of accounts with as few derivations as possible."""

    def __init__(self, password: str) -> None:
        self._password = password
        self._roots: dict[tuple[str, bytes], seal.Root] = {}

    def _root(self, kdf: str, salt: bytes) -> seal.Root:
        if (kdf, salt) not in self._roots:
            parameters = seal.KdfParameters.from_text(kdf)
            self._roots[kdf, salt] = seal.password_root(self._password, salt, parameters)
        return self._roots[kdf, salt]

    def spend(self, index: bytes) -> None:
        """Do the work that an account of this address would take; raises `seal.Busy`."""
        with suppress(ValueError):
            self._root(settings.KDF_PARAMETERS, salt_of(index))

    def opens(self, person: Person) -> Keyring | None:
        """The keyring if the password is right; raises `seal.Busy`."""
        try:
            return _unlock(person, self._root(person.kdf, bytes(person.salt)))
        except (seal.Tampered, ValueError):
            # The row was damaged: no password opens it any more, a recovery code may.
            return None


def unlock(person: Person, password: str) -> Keyring | None:
    """The keyring if this is the account's password; raises `seal.Busy`."""
    return Attempt(password).opens(person)


def refuse_twin(person: Person) -> None:
    """Refuse a password, just set (unsaved), that another account of the same address has.

    Signing in could not tell the two apart. It would also be a way to guess, so it is counted like
    signing in, and left out once too many were tried: changing a password always works.
    Raises `OfAnother`.
    """
    try:
        limits.spend(limits.SIGN_IN, bytes(person.email_index))
    except limits.Limited:
        return
    same = Person.objects.filter(email_index=person.email_index, verifier=person.verifier)
    if same.exclude(pk=person.pk).exists():
        raise OfAnother


def take_over(row: Person, locked: Person) -> None:
    """Put what `lock` and `lock_with_code` have set on one copy of a row on another, unsaved."""
    for name in ("kdf", "salt", "verifier", "wrapped_pw", "wrapped_rec"):
        setattr(row, name, getattr(locked, name))


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


NOBODY = Person(
    id=uuid.UUID(int=0), wrapped_rec=seal.wrap(bytes(32), seal.PrivateKey.generate(), [])
)
"""Stands in where there is no account, so that a recovery code takes the same time."""
