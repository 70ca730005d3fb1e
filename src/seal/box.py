"""Records: words and files that only the holder of a key can read, bound to one place.

    record = version(1) || salt(24) || commitment(32) || AES-256-GCM(subkey, nonce 0, padded, AD)
    AD     = join(version, purpose, *about)
    subkey(32) || commitment(32) = HKDF-SHA256(key, info = join("seal", "record", salt, AD))

Every record has its own subkey, so the fixed nonce is used once per key. AES-GCM alone can be
made to open under two keys to two different texts (Dodis et al. 2018, "Fast message franking";
Len et al. 2021, "Partitioning oracle attacks"); the commitment ties a record to one key and is
compared first. AES-GCM: NIST SP 800-38D.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from seal.errors import Tampered
from seal.padding import Bucket, file_bucket, pad, unpad, words_bucket
from seal.primitives import (
    KEY_BYTES,
    VERSION,
    inner,
    place,
    require_key,
    require_version,
    same,
)

SALT_BYTES = 24
COMMITMENT_BYTES = 32
NONCE = bytes(12)
LARGEST_PLAIN = 10 * 1024 * 1024
"""Bytes. A record is made and opened in memory as a whole, so there is a bound (10 MiB)."""


@dataclass(frozen=True)
class Purpose:
    """What a record holds. `bucket` is None where every plaintext has the same known length."""

    name: bytes
    bucket: Bucket | None


WORDS = Purpose(b"words", words_bucket)
FILE = Purpose(b"file", file_bucket)
PRIVATE_KEY = Purpose(b"private key", None)
OUTER = Purpose(b"outer", None)


def seal(key: bytes, plain: bytes, about: Sequence[bytes]) -> bytes:
    """A record of `plain` that opens only under `key` and with the same `about`.

    `key` is 32 bytes; `about` says where the record belongs (table, field, row, space, epoch,
    author, revision), part by part. The record is 73 bytes longer than the padded plaintext.
    Raises ValueError for a key of another length or a plaintext above 10 MiB.
    """
    return seal_as(WORDS, key, plain, about)


def open(key: bytes, record: bytes, about: Sequence[bytes]) -> bytes:
    """The words that `seal` was given. Raises Tampered, or UnknownVersion, which is one too."""
    return open_as(WORDS, key, record, about)


def seal_file(key: bytes, plain: bytes, about: Sequence[bytes]) -> bytes:
    """Like `seal`, padded only to steps of 4 KiB. Let `about` name the file and its type."""
    return seal_as(FILE, key, plain, about)


def open_file(key: bytes, record: bytes, about: Sequence[bytes]) -> bytes:
    """The file that `seal_file` was given. Errors as in `open`."""
    return open_as(FILE, key, record, about)


def seal_as(purpose: Purpose, key: bytes, plain: bytes, about: Iterable[bytes]) -> bytes:
    """`seal` for any purpose, with a fresh salt."""
    return _seal_with(secrets.token_bytes(SALT_BYTES), purpose, key, plain, about)


def _seal_with(
    salt: bytes, purpose: Purpose, key: bytes, plain: bytes, about: Iterable[bytes]
) -> bytes:
    # A salt used twice with one key breaks both records: only the frozen vectors choose one.
    require_key(key)
    if len(plain) > LARGEST_PLAIN:
        raise ValueError("too large to be sealed")
    ad = place(purpose.name, about)
    subkey, commitment = _record_keys(key, salt, ad)
    padded = plain if purpose.bucket is None else pad(plain, purpose.bucket)
    return bytes([VERSION]) + salt + commitment + AESGCM(subkey).encrypt(NONCE, padded, ad)


def open_as(purpose: Purpose, key: bytes, record: bytes, about: Iterable[bytes]) -> bytes:
    """`open` for any purpose.

    A key of the wrong length is Tampered as well: keys are often opened from a row themselves.
    """
    require_version(record)
    ad = place(purpose.name, about)
    salt, rest = record[1 : 1 + SALT_BYTES], record[1 + SALT_BYTES :]
    commitment, ciphertext = rest[:COMMITMENT_BYTES], rest[COMMITMENT_BYTES:]
    if len(key) != KEY_BYTES:
        raise Tampered
    subkey, expected = _record_keys(key, salt, ad)
    if not same(commitment, expected):
        raise Tampered
    try:
        padded = AESGCM(subkey).decrypt(NONCE, ciphertext, ad)
    except InvalidTag:
        raise Tampered from None
    return padded if purpose.bucket is None else unpad(padded, purpose.bucket)


def _record_keys(key: bytes, salt: bytes, ad: bytes) -> tuple[bytes, bytes]:
    both = inner(key, b"record", salt, ad, length=KEY_BYTES + COMMITMENT_BYTES)
    return both[:KEY_BYTES], both[KEY_BYTES:]
