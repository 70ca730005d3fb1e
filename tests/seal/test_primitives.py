from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal
from seal import primitives

KEY = bytes(range(32))
PARTS = st.lists(st.binary(max_size=6), max_size=4)


def hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    """RFC 5869 written out with the standard library."""
    prk = hmac.digest(salt or bytes(32), key, "sha256")
    block, made, count = b"", b"", 0
    while len(made) < length:
        count += 1
        block = hmac.digest(prk, block + info + bytes([count]), "sha256")
        made += block
    return made[:length]


def prefixed(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_the_written_out_hkdf_gives_the_first_answer_of_rfc_5869() -> None:
    made = hkdf(b"\x0b" * 22, bytes(range(13)), bytes(range(0xF0, 0xFA)), 42)
    assert made.hex() == (
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
    )


@given(key=st.binary(min_size=12, max_size=64), label=st.text(max_size=8), context=PARTS)
def test_it_derives_as_the_manual_says(key: bytes, label: str, context: list[bytes]) -> None:
    info = prefixed(b"nearer", label.encode(), *context)
    assert seal.derive(key, label, *context) == hkdf(key, b"", info, 32)
    assert seal.derive(key, label, *context, length=77) == hkdf(key, b"", info, 77)


@given(key=st.binary(min_size=12, max_size=64), label=st.text(max_size=8), parts=PARTS)
def test_a_mac_is_made_as_the_manual_says(key: bytes, label: str, parts: list[bytes]) -> None:
    own = hkdf(key, b"", prefixed(b"seal", b"mac", label.encode()), 32)
    assert seal.mac(key, label, *parts) == hmac.digest(own, prefixed(*parts), "sha256")


def test_a_verifier_is_made_as_the_manual_says() -> None:
    own = hkdf(KEY, b"", prefixed(b"seal", b"verifier"), 32)
    auth = hashlib.sha256(b"auth").digest()
    assert seal.verifier(KEY, auth) == hmac.digest(own, auth, "sha256")


@pytest.mark.parametrize("wrong", [b"", KEY[:31], KEY + b"\0"])
def test_a_verifier_needs_a_whole_pepper_and_a_whole_proof(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.verifier(wrong, KEY)
    with pytest.raises(ValueError, match="32 bytes"):
        seal.verifier(KEY, wrong)


@given(one=PARTS, other=PARTS)
def test_no_two_lists_of_parts_look_alike(one: list[bytes], other: list[bytes]) -> None:
    assert (primitives.join(one) == primitives.join(other)) == (one == other)
    assert (seal.mac(KEY, "x", *one) == seal.mac(KEY, "x", *other)) == (one == other)


def test_moving_a_letter_between_parts_changes_everything() -> None:
    assert seal.derive(KEY, "ab", b"c") != seal.derive(KEY, "a", b"bc")
    assert seal.derive(KEY, "a", b"b", b"c") != seal.derive(KEY, "a", b"bc")
    assert seal.derive(KEY, "a", b"b") != seal.derive(KEY, "a", b"b", b"")
    assert seal.mac(KEY, "ab", b"c") != seal.mac(KEY, "a", b"bc")
    assert seal.mac(KEY, "a") != seal.mac(KEY, "b")


def test_long_parts_are_prefixed_with_four_bytes_big_end_first() -> None:
    assert primitives.join([b"ab", b"", bytes(300)]) == (
        b"\0\0\0\x02ab" + b"\0\0\0\0" + b"\0\0\x01\x2c" + bytes(300)
    )


def test_callers_cannot_derive_what_the_library_derives_for_itself() -> None:
    assert seal.derive(KEY, "session id") != seal.session_id(KEY)
    assert seal.derive(KEY, "mac", b"a") != primitives.inner(KEY, b"mac", b"a")


def test_a_place_names_version_and_purpose_before_anything_else() -> None:
    assert primitives.place(b"words", [b"row"]) == prefixed(b"\x01", b"words", b"row")


@pytest.mark.parametrize("parts", [b"letters", "letters", ["letters"], [b"letters", 1], [None]])
def test_a_lone_byte_string_or_text_is_no_list_of_parts(parts: Any) -> None:
    with pytest.raises(TypeError, match="byte string"):
        primitives.join(parts)


def test_parts_may_come_from_any_iterable() -> None:
    assert primitives.join(iter((b"a", b"b"))) == primitives.join([b"a", b"b"])


@pytest.mark.parametrize("make", [seal.derive, seal.mac])
def test_it_refuses_a_secret_that_is_too_short_to_be_one(make: Callable[..., bytes]) -> None:
    assert len(make(bytes(12), "x")) == 32
    with pytest.raises(ValueError, match="too short"):
        make(bytes(11), "x")


@pytest.mark.parametrize("length", [0, -1, 8161])
def test_it_refuses_a_length_that_cannot_be_derived(length: int) -> None:
    with pytest.raises(ValueError, match="derive"):
        seal.derive(KEY, "x", length=length)


def test_it_derives_from_one_byte_up_to_the_bound_of_rfc_5869() -> None:
    assert [len(seal.derive(KEY, "x", length=n)) for n in (1, 8160)] == [1, 8160]


def test_random_keys_have_32_bytes_and_differ() -> None:
    keys = {seal.random_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {seal.KEY_BYTES} == {32}


@given(a=st.binary(max_size=8), b=st.binary(max_size=8))
def test_same_says_whether_bytes_are_equal(a: bytes, b: bytes) -> None:
    assert seal.same(a, a)
    assert seal.same(a, b) == (a == b)


def test_same_compares_bytes_only() -> None:
    text: Any = "a"
    with pytest.raises(TypeError):
        seal.same(text, text)


def test_every_name_in_the_manual_is_there() -> None:
    names: Sequence[str] = seal.__all__
    assert all(hasattr(seal, name) for name in names)
    assert len(set(names)) == len(names)
    assert {"seal", "open", "derive", "password_root", "seal_to", "open_with"} <= set(names)
