"""Signatures: whoever has the public key can tell that the holder of a secret put them there.

Ed25519 (RFC 8032) over the bytes as they are, so that any other program can check it.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from seal.primitives import inner, require_key

SIGNATURE_BYTES = 64


def _private(secret: bytes) -> Ed25519PrivateKey:
    require_key(secret)
    return Ed25519PrivateKey.from_private_bytes(inner(secret, b"signing"))


def signing_public(secret: bytes) -> bytes:
    """The public key (32 bytes) that belongs to what `sign` makes with a secret of 32 bytes."""
    return _private(secret).public_key().public_bytes_raw()


def sign(secret: bytes, message: bytes) -> bytes:
    """The signature (64 bytes) of a message; the same message gives the same one."""
    return _private(secret).sign(message)


def signed_by(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the secret behind a public key signed exactly this message."""
    require_key(public)
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
