"""Three values from the one secret in a session cookie; none of them gives back another.

A stolen table of session ids opens nothing: the token exists only in the cookie. Each function
takes the token's 32 bytes (`random_key` makes one) and raises ValueError for another length.
"""

from __future__ import annotations

from seal.primitives import inner, require_key

TOKEN_BYTES = 32


def session_id(token: bytes) -> bytes:
    """32 bytes under which the session is stored."""
    require_key(token)
    return inner(token, b"session id")


def session_kek(token: bytes) -> bytes:
    """32 bytes that wrap the private key for as long as the session lasts."""
    require_key(token)
    return inner(token, b"session kek")


def csrf_secret(token: bytes) -> str:
    """128 bits as 32 hexadecimal characters, from which forms get their tokens."""
    require_key(token)
    return inner(token, b"csrf", length=16).hex()
