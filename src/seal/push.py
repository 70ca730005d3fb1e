"""Web push: a message for one browser, which the service that carries it can't read.

    key     = 1 + KDF(secret, "push key") of 48 bytes, modulo the order of P-256 less 1: a private
              scalar of 32 bytes, by which services know a server again
    message = RFC 8291 (aes128gcm, RFC 8188) in one record, with a fresh key pair and salt
    ticket  = RFC 8292: a JWT, ES256, for one service and a few hours

Its formats are those of the browsers. http-ece and py-vapid, which rest on pyca/cryptography, write
them; nothing that is kept is ever sealed in this way.
"""

from __future__ import annotations

import base64
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from seal.primitives import KEY_BYTES, inner

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PUSH_PUBLIC_BYTES = 65
PUSH_AUTH_BYTES = 16
LARGEST_PUSH = 3000
"""Bytes. Services must take 4096, with what is added."""


def push_key(secret: bytes) -> bytes:
    """The private key that belongs to a secret of a server (32 bytes); always the same one."""
    # So much longer than the order of the curve that every key is as likely (FIPS 186-5, A.2.1).
    drawn = int.from_bytes(inner(secret, b"push key", length=48), "big")
    return (drawn % (ORDER - 1) + 1).to_bytes(KEY_BYTES, "big")


def push_public(key: bytes) -> bytes:
    """The 65 bytes that a browser asks for. Raises ValueError for what is no key."""
    public = _private(key).public_key()
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def require_push_public(public: bytes, auth: bytes) -> None:
    """Raises ValueError unless a browser can have named these two."""
    if len(public) != PUSH_PUBLIC_BYTES or len(auth) != PUSH_AUTH_BYTES:
        raise ValueError("not what a browser subscribes with")
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)


def push_message(plain: bytes, *, public: bytes, auth: bytes) -> bytes:
    """What only the browser with this public key (65 bytes) and secret (16 bytes) can read.

    The length of `plain` shows. Raises ValueError for wrong keys, or more than 3000 bytes.
    """
    import http_ece  # type: ignore[import-untyped]

    require_push_public(public, auth)
    if len(plain) > LARGEST_PUSH:
        raise ValueError("too large to be pushed")
    once = ec.generate_private_key(ec.SECP256R1())
    made: bytes = http_ece.encrypt(
        plain, private_key=once, dh=public, auth_secret=auth, version="aes128gcm"
    )
    return made


def push_ticket(key: bytes, *, audience: str, contact: str, until: datetime) -> str:
    """The Authorization header for one service (`audience`: https://host).

    `contact` is https:// or mailto:, and tells whoever runs the service whom to ask. Raises
    ValueError for another.
    """
    import py_vapid  # type: ignore[import-untyped]

    claims = {"aud": audience, "sub": contact, "exp": int(until.timestamp())}
    raw = base64.urlsafe_b64encode(key).rstrip(b"=")
    try:
        ticket: str = py_vapid.Vapid02.from_raw(raw).sign(claims)["Authorization"]
    except py_vapid.VapidException:
        raise ValueError("no such contact") from None
    return ticket


def _private(key: bytes) -> ec.EllipticCurvePrivateKey:
    if len(key) != KEY_BYTES:
        raise ValueError("a key for notices has 32 bytes")
    return ec.derive_private_key(int.from_bytes(key, "big"), ec.SECP256R1())
