"""Signatures that anybody can check with the public key, and nobody can make without the secret."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal

SECRET, OTHER = bytes(range(32)), bytes(32)


def test_a_signature_holds_for_this_message_and_this_key_alone() -> None:
    public = seal.signing_public(SECRET)
    signature = seal.sign(SECRET, b"dear you")
    assert len(signature) == seal.SIGNATURE_BYTES
    assert seal.signed_by(public, signature, b"dear you")
    assert not seal.signed_by(public, signature, b"dear you.")
    assert not seal.signed_by(seal.signing_public(OTHER), signature, b"dear you")
    assert not seal.signed_by(public, signature[:-1], b"dear you")


@given(st.binary(max_size=200), st.integers(0, 63), st.integers(1, 255))
def test_an_altered_signature_does_not_hold(message: bytes, place: int, by: int) -> None:
    signature = bytearray(seal.sign(SECRET, message))
    signature[place] ^= by
    assert not seal.signed_by(seal.signing_public(SECRET), bytes(signature), message)


def test_it_is_the_same_one_each_time_and_stays_so() -> None:
    assert seal.sign(SECRET, b"kept") == seal.sign(SECRET, b"kept")
    assert seal.signing_public(SECRET).hex() == PUBLIC


PUBLIC = "31b9c10aa1081f57d763c228bf8b8b77e6a81d82a650431d82715e43223cc40d"


@pytest.mark.parametrize("key", [b"", b"short", bytes(33)])
def test_a_key_of_another_length_is_a_mistake_of_the_caller(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.sign(key, b"dear you")
    with pytest.raises(ValueError, match="32 bytes"):
        seal.signed_by(key, bytes(64), b"dear you")
