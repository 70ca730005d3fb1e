"""The server's own key, kept in a file apart from the database and from its backups.

Without it a stolen database gives nothing to guess passwords against. It is an outer layer only:
whoever has kept their recovery code can do without it.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

import seal

SIZE = 32


class PepperMissing(Exception):
    """The pepper file is absent, unreadable or damaged; the message says what to do."""


def path() -> Path:
    """Where the pepper lies."""
    return Path(settings.KEYS) / "pepper"


def create() -> None:
    """Make a new pepper, readable by this user alone; an existing one is never touched."""
    folder = path().parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        handle = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(seal.random_key())
        file.flush()
        os.fsync(file.fileno())


@lru_cache(maxsize=4)
def _read(where: Path) -> bytes:
    try:
        pepper = where.read_bytes()
    except FileNotFoundError:
        raise PepperMissing(
            f"The key file {where} is not there. Without it nobody can sign in with a password. "
            "Put back the copy you keep apart from the backups. If there is none, make a backup, "
            "and restore it into an empty folder with --without-pepper: then each person can come "
            "back with their recovery code."
        ) from None
    except OSError as error:
        raise PepperMissing(f"The key file {where} can't be read: {error.strerror}.") from None
    if len(pepper) != SIZE:
        raise PepperMissing(f"The key file {where} is damaged: it should hold {SIZE} bytes.")
    return pepper


def pepper() -> bytes:
    """The 32 bytes themselves; raises `PepperMissing`."""
    return _read(path())


def mark() -> str:
    """A short name for this pepper that tells nothing about it; kept in the database."""
    return seal.mac(pepper(), "pepper mark").hex()[:16]


def seal_for_server(plain: bytes, about: tuple[bytes, ...]) -> bytes:
    """Seal what jobs need without anybody signed in, such as an e-mail address."""
    return seal.seal(seal.derive(pepper(), "server field"), plain, about)


def open_for_server(record: bytes, about: tuple[bytes, ...]) -> bytes:
    """Open what `seal_for_server` sealed; raises `seal.Tampered`."""
    return seal.open(seal.derive(pepper(), "server field"), record, about)


def blind_index(purpose: str, value: str) -> bytes:
    """32 bytes by which equal values are found again, and from which none can be read."""
    return seal.mac(pepper(), "blind index", purpose.encode(), value.encode())
