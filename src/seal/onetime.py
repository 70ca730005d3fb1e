"""Six digits that an app on somebody's phone makes anew every half minute.

TOTP (RFC 6238) over HOTP (RFC 4226), with what every app expects: HMAC-SHA1, six digits, thirty
seconds. SHA-1 is fine in an HMAC. The shape that the apps read is `onetime_address`.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from seal.primitives import same

SECRET_BYTES = 20
"""As long as the digest, as RFC 4226 recommends."""
DIGITS = 6
SECONDS = 30
BESIDE = 1
"""Steps before and after the present one that count: clocks differ, and typing takes a while."""


def onetime_secret() -> bytes:
    """20 random bytes that an app and we share."""
    return secrets.token_bytes(SECRET_BYTES)


def onetime_letters(secret: bytes) -> str:
    """The secret as an app takes it when it is typed: base 32, in groups of four letters."""
    letters = base64.b32encode(_checked(secret)).decode()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def onetime_address(secret: bytes, *, name: str, place: str) -> str:
    """What a QR code for an app says: otpauth://totp/..."""
    return _totp(secret).get_provisioning_uri(name, place)


def onetime_code(secret: bytes, step: int) -> str:
    """The digits of one step (half minutes since 1970)."""
    return _totp(secret).generate(step * SECONDS).decode()


def onetime_step(secret: bytes, typed: str, *, now: float, after: int = -1) -> int | None:
    """The step that these digits belong to, or None.

    Of the steps around `now` (seconds since 1970) only those later than `after` count: keep what
    was returned, give it the next time, and no code is taken twice. Forgives spaces and digits of
    other scripts; takes the same time whether or not it is right.
    """
    plain = unicodedata.normalize("NFKC", "".join(typed.split()))
    digits = "".join(str(unicodedata.digit(c, "")) for c in plain).encode()
    present = int(now) // SECONDS
    found = None
    for step in range(max(present - BESIDE, 0), present + BESIDE + 1):
        right = same(onetime_code(secret, step).encode(), digits)
        if right and step > after and len(plain) == DIGITS:
            found = step
    return found


def _checked(secret: bytes) -> bytes:
    if not isinstance(secret, bytes):
        raise TypeError("a secret must be bytes")
    if len(secret) != SECRET_BYTES:
        raise ValueError("a secret for an app has 20 bytes")
    return secret


def _totp(secret: bytes) -> TOTP:
    return TOTP(_checked(secret), DIGITS, SHA1(), SECONDS)  # noqa: S303
