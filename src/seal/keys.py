"""A person's key pair: kept wrapped, and used to receive other keys.

    wrapped = a record (box.py) of the 32 raw bytes, purpose "private key", under a wrapping key
    outer   = a record of a wrapped key, purpose "outer", under the pepper
    sealed  = version(1) || encapsulated key(32) || ciphertext and tag

`sealed` is HPKE (RFC 9180), base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, with
info = join(version, "to", *context) and empty AAD. Base mode tells nothing about the sender, and a
dishonest sender could make bytes that open differently for two people: whoever passes a key on
must also authenticate it (see `mac`).
"""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from seal.box import OUTER, PRIVATE_KEY, open_as, seal_as
from seal.errors import Tampered
from seal.primitives import KEY_BYTES, VERSION, place, random_key, require_version
from seal.secret import Secret

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class PrivateKey(Secret):
    """An X25519 private key (RFC 7748): 32 bytes. Any 32 bytes are one; others raise ValueError."""

    __slots__ = ()

    @classmethod
    def generate(cls) -> PrivateKey:
        """A new random key."""
        return cls(random_key())

    @property
    def public(self) -> bytes:
        """The 32 bytes that others seal to."""
        return X25519PrivateKey.from_private_bytes(self._bytes).public_key().public_bytes_raw()

    def raw(self) -> bytes:
        """The 32 secret bytes themselves. `wrap` is nearly always what you want instead."""
        return self._bytes


def wrap(kek: bytes, private: PrivateKey, about: Sequence[bytes]) -> bytes:
    """105 bytes that hold the private key for whoever has `kek` (32 bytes) and knows `about`."""
    return seal_as(PRIVATE_KEY, kek, private.raw(), about)


def unwrap(kek: bytes, wrapped: bytes, about: Sequence[bytes]) -> PrivateKey:
    """The private key that `wrap` was given. Raises Tampered or UnknownVersion."""
    raw = open_as(PRIVATE_KEY, kek, wrapped, about)
    if len(raw) != KEY_BYTES:
        raise Tampered
    return PrivateKey(raw)


def outer_seal(pepper: bytes, wrapped: bytes, about: Sequence[bytes]) -> bytes:
    """A second layer, 73 bytes longer, around a key wrapped by a password.

    Without the pepper (32 bytes, kept outside the database and its backups) a stolen row gives
    nothing to try passwords against. It is a layer of its own so that the inner one can be opened
    somewhere that must not know the pepper.
    """
    return seal_as(OUTER, pepper, wrapped, about)


def outer_open(pepper: bytes, sealed: bytes, about: Sequence[bytes]) -> bytes:
    """The wrapped key within. Raises Tampered or UnknownVersion."""
    return open_as(OUTER, pepper, sealed, about)


def seal_to(public: bytes, plain: bytes, context: Sequence[bytes]) -> bytes:
    """`plain`, readable only by the holder of the private key that belongs to `public`.

    49 bytes longer than `plain`, whose length shows: this is for keys, not for words. `context`
    says what for (space, epoch, member, key id). Raises ValueError unless `public` is 32 bytes of a
    point that can be sealed to.
    """
    recipient = X25519PublicKey.from_public_bytes(public)
    return bytes([VERSION]) + _suite.encrypt(plain, recipient, place(b"to", context))


def open_with(private: PrivateKey, sealed: bytes, context: Sequence[bytes]) -> bytes:
    """What `seal_to` was given. Raises Tampered or UnknownVersion."""
    require_version(sealed)
    holder = X25519PrivateKey.from_private_bytes(private.raw())
    try:
        return _suite.decrypt(sealed[1:], holder, place(b"to", context))
    except InvalidTag:
        raise Tampered from None
