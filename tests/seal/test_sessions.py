from __future__ import annotations

import re

import pytest

import seal
from seal import primitives

TOKEN = bytes(range(32))


def test_a_token_is_as_long_as_a_random_key() -> None:
    assert seal.TOKEN_BYTES == len(seal.random_key()) == 32


def test_the_three_values_are_derived_apart_from_each_other() -> None:
    assert seal.session_id(TOKEN) == primitives.inner(TOKEN, b"session id")
    assert seal.session_kek(TOKEN) == primitives.inner(TOKEN, b"session kek")
    assert seal.csrf_secret(TOKEN) == primitives.inner(TOKEN, b"csrf", length=16).hex()
    assert re.fullmatch(r"[0-9a-f]{32}", seal.csrf_secret(TOKEN))


def test_what_is_stored_gives_back_neither_token_nor_key() -> None:
    stored = seal.session_id(TOKEN)
    assert len({stored, TOKEN, seal.session_kek(TOKEN), seal.session_kek(stored)}) == 4
    assert seal.session_id(stored) != stored


def test_another_token_is_another_session() -> None:
    other = TOKEN[:-1] + b"\0"
    for value in (seal.session_id, seal.session_kek, seal.csrf_secret):
        assert value(TOKEN) == value(TOKEN)
        assert value(TOKEN) != value(other)


@pytest.mark.parametrize("token", [b"", TOKEN[:31], TOKEN + b"\0"])
def test_a_token_of_another_length_is_refused(token: bytes) -> None:
    for value in (seal.session_id, seal.session_kek, seal.csrf_secret):
        with pytest.raises(ValueError, match="32 bytes"):
            value(token)
