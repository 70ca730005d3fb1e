"""Small pieces on which every format stands: joining, deriving, authenticating, comparing.

Sources: HKDF is RFC 5869, HMAC is RFC 2104, both with SHA-256 (FIPS 180-4).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from cryptography.hazmat.primitives import constant_time, hashes, hmac
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from seal.errors import Tampered, UnknownVersion

VERSION = 1
KEY_BYTES = 32
SHORTEST_SECRET = 12
"""Bytes. As many as the shortest secret made here, a short code without its dashes."""


def random_key() -> bytes:
    """32 bytes from the operating system: a key, a pepper or a session token."""
    return secrets.token_bytes(KEY_BYTES)


def same(a: bytes, b: bytes) -> bool:
    """Whether two byte strings are equal, in a time that does not tell where they differ."""
    return constant_time.bytes_eq(a, b)


def join(parts: Iterable[bytes]) -> bytes:
    """Each part after its length in four bytes, big end first: no two lists give the same bytes.

    Raises TypeError for parts that are not bytes, and so for one byte string given as the list.
    """
    joined = bytearray()
    for part in parts:
        if not isinstance(part, bytes):
            raise TypeError("every part must be a byte string")
        joined += len(part).to_bytes(4, "big") + part
    return bytes(joined)


def place(purpose: bytes, about: Iterable[bytes]) -> bytes:
    """The associated data of a format: version, what kind of thing this is, and what it is about.

    The purpose keeps one kind from passing for another under the same key and the same `about`.
    """
    return join([bytes([VERSION]), purpose]) + join(about)


def derive(key: bytes, label: str, *context: bytes, length: int = KEY_BYTES) -> bytes:
    """A key for one purpose: HKDF-SHA256 without salt, info = join("nearer", label, *context).

    `key` must be a secret of at least 12 bytes and `length` 1 to 8160, else ValueError. Different
    labels or contexts give unrelated keys, but a shorter length gives the beginning of a longer.
    What the library derives for itself (see `inner`) can never be had from here.
    """
    return _hkdf(key, join([b"nearer", label.encode(), *context]), length)


def inner(key: bytes, purpose: bytes, *context: bytes, length: int = KEY_BYTES) -> bytes:
    """Like `derive`, for the library's own keys: info = join("seal", purpose, *context)."""
    return _hkdf(key, join([b"seal", purpose, *context]), length)


def _hkdf(key: bytes, info: bytes, length: int) -> bytes:
    if len(key) < SHORTEST_SECRET:
        raise ValueError("too short to be a secret")
    if length < 1:
        raise ValueError("a derived key has at least one byte")
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(key)


def mac(key: bytes, label: str, *parts: bytes) -> bytes:
    """32 bytes that only a holder of `key` can make for these parts: compare them with `same`.

    HMAC-SHA256 over join(parts), under a key derived for the label. Errors as in `derive`.
    """
    return _hmac(inner(key, b"mac", label.encode()), join(parts))


def verifier(pepper: bytes, auth: bytes) -> bytes:
    """The 32 bytes stored to recognise a password: HMAC-SHA256 of `Root.auth()` under the pepper.

    Whoever lacks the pepper can't even begin to guess. Both are 32 bytes, else ValueError.
    """
    require_key(pepper)
    require_key(auth)
    return _hmac(inner(pepper, b"verifier"), auth)


def _hmac(key: bytes, message: bytes) -> bytes:
    tag = hmac.HMAC(key, hashes.SHA256())
    tag.update(message)
    return tag.finalize()


def require_key(key: bytes) -> None:
    """Raise TypeError unless `key` is bytes, ValueError unless it has 32 of them."""
    if not isinstance(key, bytes):
        raise TypeError("a key must be bytes")
    if len(key) != KEY_BYTES:
        raise ValueError("a key has 32 bytes")


def require_version(sealed: bytes) -> None:
    """The first look at anything sealed: raise before any other byte of it is used.

    TypeError unless it is bytes, Tampered if it is empty, UnknownVersion if it is not version 1.
    """
    if not isinstance(sealed, bytes):
        raise TypeError("what is opened must be bytes")
    if not sealed:
        raise Tampered
    if sealed[0] != VERSION:
        raise UnknownVersion
