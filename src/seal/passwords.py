"""From a password to keys, slowly on purpose.

These are the steps (Argon2id is RFC 9106):

    root = Argon2id(NFC(password) as UTF-8, salt(16), memory, passes, lanes, 32 bytes)
    auth = HKDF(root, "auth")     recognises the person; only its `verifier` is stored
    kek  = HKDF(root, "kek")      wraps the private key; never stored
"""

from __future__ import annotations

import re
import threading
import time
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from seal.errors import Busy, Tampered, UnknownVersion
from seal.primitives import KEY_BYTES, inner
from seal.secret import Secret

PASSWORD_SALT_BYTES = 16
MEMORY_KIB = range(8 * 1024, 1024 * 1024 + 1)
PASSES = range(1, 21)
LANES = range(1, 9)

_VERSION = re.compile(r"argon2id\$v=([0-9]+)\$")
_COSTS = re.compile(r"m=([1-9][0-9]{3,6}),t=([1-9][0-9]?),p=([1-8])")


@dataclass(frozen=True)
class KdfParameters:
    """What one derivation costs: memory in KiB, passes over it, lanes side by side.

    64 MiB, 3 passes and 1 lane took about 0.15 s on a two-core machine; real accounts should
    never go below that. Raises ValueError outside 8 MiB to 1 GiB, 1 to 20 passes, 1 to 8 lanes.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        memory_fits = self.memory_kib in MEMORY_KIB
        if not (memory_fits and self.passes in PASSES and self.lanes in LANES):
            raise ValueError("these costs are too low to protect or too high to bear")

    def to_text(self) -> str:
        """For the account's row: `argon2id$v=1$m=65536,t=3,p=1` (v is the format of this library).

        Version 1 means Argon2 version 0x13, a salt of 16 bytes and a root of 32.
        """
        return f"argon2id$v=1$m={self.memory_kib},t={self.passes},p={self.lanes}"

    @classmethod
    def from_text(cls, text: str) -> KdfParameters:
        """Read `to_text` back.

        Raises UnknownVersion for another version, and Tampered for anything that `to_text` does not
        write or that is out of bounds, so that a changed row can't exhaust the machine.
        """
        version = _VERSION.match(text)
        if version is None:
            raise Tampered
        if version[1] != "1":
            raise UnknownVersion
        costs = _COSTS.fullmatch(text, version.end())
        if costs is None:
            raise Tampered
        try:
            return cls(*(int(cost) for cost in costs.groups()))
        except ValueError:
            raise Tampered from None


class Root(Secret):
    """What Argon2id made of a password: 32 bytes from which everything else is derived."""

    __slots__ = ()

    def auth(self) -> bytes:
        """32 bytes that prove the password. Only what `verifier` makes of them is ever stored."""
        return inner(self._bytes, b"auth")

    def kek(self) -> bytes:
        """32 bytes that wrap the private key."""
        return inner(self._bytes, b"kek")


@dataclass(frozen=True)
class Waits:
    """Since the process began: turns that were taken, seconds waited for them, turns refused."""

    taken: int
    seconds: float
    refused: int


class Turns:
    """At most `places` at once, and `queue` who wait up to `seconds` for one; others raise Busy.

    Without a bound on those who wait, a flood of log-ins would hold all threads of a server.
    """

    def __init__(self, places: int, seconds: float, queue: int = 3) -> None:
        self.places = places
        self.seconds = seconds
        self.queue = queue
        self._free = threading.BoundedSemaphore(places)
        self._counting = threading.Lock()
        self._waiting = 0
        self.waits = Waits(0, 0.0, 0)

    @contextmanager
    def one(self) -> Iterator[None]:
        began = time.monotonic()
        got = self._free.acquire(blocking=False) or self._after_a_wait()
        with self._counting:
            self.waits = Waits(
                self.waits.taken + got,
                self.waits.seconds + time.monotonic() - began,
                self.waits.refused + (not got),
            )
        if not got:
            raise Busy
        try:
            yield
        finally:
            self._free.release()

    def _after_a_wait(self) -> bool:
        with self._counting:
            if self._waiting >= self.queue:
                return False
            self._waiting += 1
        try:
            return self._free.acquire(timeout=self.seconds)
        finally:
            with self._counting:
                self._waiting -= 1


# The one thing here that belongs to the process: without it a flood of log-ins takes all memory.
_turns = Turns(places=2, seconds=10.0, queue=3)


def turn() -> AbstractContextManager[None]:
    """The right to take so much memory: with it nobody gets more than their share. Raises Busy."""
    return _turns.one()


def password_waits() -> Waits:
    """How long passwords of this process have waited for their turn."""
    return _turns.waits


def password_root(password: str, salt: bytes, parameters: KdfParameters = KdfParameters()) -> Root:
    """The root of a password under 16 bytes of salt (default costs where none are given).

    The same letters typed in composed or decomposed form (NFC, NFD) give the same root. Takes the
    memory that the parameters say; two run at a time in a process and three more wait up to 10 s.
    After that, and for all others at once, it raises Busy. Raises ValueError for a salt of another
    length or a password that can't be UTF-8.
    """
    if len(salt) != PASSWORD_SALT_BYTES:
        raise ValueError("a password salt has 16 bytes")
    try:
        typed = unicodedata.normalize("NFC", password).encode()
    except UnicodeEncodeError:
        typed = None
    if typed is None:
        # Raised out here because the first error carries the password and would be its context.
        raise ValueError("this password is not Unicode text")
    with _turns.one():
        return Root(_argon2id(typed, salt, parameters))


def _argon2id(password: bytes, salt: bytes, parameters: KdfParameters) -> bytes:
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=parameters.passes,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
    ).derive(password)
