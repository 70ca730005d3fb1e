"""Codes that people write down and type back.

Symbols are Crockford's base 32 (crockford.com/base32.html): ten digits and the letters without
I, L, O and U, five bits each. The version of a code is the shape of the text: 32 symbols recover
an account, 12 answer an invitation.
"""

from __future__ import annotations

import secrets
import unicodedata

from seal.primitives import inner

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_SYMBOLS = 32
SHORT_SYMBOLS = 12
GROUP = 4
LONGEST_TYPED = 200

_MEANT = {symbol: symbol for symbol in ALPHABET} | {"O": "0", "I": "1", "L": "1"}
_MEANT |= {symbol.lower(): meant for symbol, meant in _MEANT.items()}
_BETWEEN = {"Zs", "Zl", "Zp", "Cc", "Cf", "Pd"}
"""Unicode categories that separate: spaces, line ends, invisible characters and dashes."""


def recovery_code() -> str:
    """160 random bits as eight groups of four symbols, to be shown once and kept on paper."""
    return _spelled(secrets.token_bytes(RECOVERY_SYMBOLS))


def short_code() -> str:
    """60 random bits as three groups of four symbols. Enough only where wrong tries are counted."""
    return _spelled(secrets.token_bytes(SHORT_SYMBOLS))


def _spelled(randomness: bytes) -> str:
    # 256 is a multiple of 32: five bits of each byte are as even as the byte.
    return _grouped("".join(ALPHABET[byte % len(ALPHABET)] for byte in randomness))


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + GROUP] for at in range(0, len(symbols), GROUP))


def read_code(text: str) -> str:
    """A typed code, either kind, as it was shown.

    Forgives case, spaces, dashes of any sort, full-width letters, and O for 0, I or L for 1.
    Raises ValueError for anything else; the error does not repeat what was typed.
    """
    return _grouped(_symbols(text, (RECOVERY_SYMBOLS, SHORT_SYMBOLS)))


def _symbols(text: str, lengths: tuple[int, ...]) -> str:
    if len(text) > LONGEST_TYPED:
        raise ValueError("this is not a code")
    typed = unicodedata.normalize("NFKC", text)
    symbols = [_MEANT.get(c) for c in typed if unicodedata.category(c) not in _BETWEEN]
    known = "".join(symbol for symbol in symbols if symbol is not None)
    if len(known) != len(symbols) or len(known) not in lengths:
        raise ValueError("this is not a code")
    return known


def recovery_kek(code: str) -> bytes:
    """The 32 bytes that wrap a private key for a recovery code, typed as forgivingly as above.

    HKDF of the 32 symbols as ASCII without dashes. 160 bits can't be guessed, so nothing slow is
    needed. Raises ValueError if this is not a recovery code.
    """
    return inner(_symbols(code, (RECOVERY_SYMBOLS,)).encode(), b"recovery")
