"""A file under a passphrase, in the format of age (age-encryption.org/v1, C2SP/age.md).

Many programs read it. One recipient of type scrypt; the content is cut into pieces of 64 KiB, each
sealed with ChaCha20-Poly1305 under a counter, and the last one says that it is the last.
"""

from __future__ import annotations

import base64
import hmac
import secrets
import unicodedata
from collections.abc import Iterable, Iterator

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from seal.passwords import turn

PIECE = 64 * 1024
COST = 16
"""log2 of scrypt's N: 64 MiB for each guess, as for a password here."""
LABEL = b"age-encryption.org/v1/scrypt"
FIRST = "age-encryption.org/v1\n"


def age(passphrase: str, content: Iterable[bytes]) -> Iterator[bytes]:
    """The content as an age file, in pieces of any size; no more than two are held at once.

    Memory and turns as in `password_root`: raises Busy, and that before the first piece is asked
    for. Raises ValueError for a passphrase that is empty or can't be UTF-8.
    """
    if not passphrase:
        raise ValueError("an empty passphrase protects nothing")
    file_key, salt, nonce = (secrets.token_bytes(16) for _ in range(3))
    head = _header(_wrap(unicodedata.normalize("NFC", passphrase), salt, file_key), salt)
    mac_key = _hkdf(file_key, b"", b"header")
    mac = hmac.digest(mac_key, head.encode(), "sha256")
    start = f"{head} {_b64(mac)}\n".encode() + nonce
    return _sealed(start, ChaCha20Poly1305(_hkdf(file_key, nonce, b"payload")), content)


def _wrap(passphrase: str, salt: bytes, file_key: bytes) -> bytes:
    with turn():
        key = Scrypt(salt=LABEL + salt, length=32, n=2**COST, r=8, p=1).derive(passphrase.encode())
    return ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def _header(wrapped: bytes, salt: bytes) -> str:
    return f"{FIRST}-> scrypt {_b64(salt)} {COST}\n{_b64(wrapped)}\n---"


def _b64(some: bytes) -> str:
    return base64.b64encode(some).decode().rstrip("=")


def _hkdf(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(key)


def _sealed(start: bytes, key: ChaCha20Poly1305, content: Iterable[bytes]) -> Iterator[bytes]:
    yield start
    held, number = bytearray(), 0
    for some in content:
        held += some
        # One piece stays here: only whoever has seen the end knows which is the last.
        while len(held) > PIECE:
            yield key.encrypt(_nonce(number, last=False), bytes(held[:PIECE]), None)
            del held[:PIECE]
            number += 1
    yield key.encrypt(_nonce(number, last=True), bytes(held), None)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])
