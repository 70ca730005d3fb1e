from __future__ import annotations

import random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from pyhpke import AEADId, CipherSuite, KDFId, KEMId, KEMKey

import seal
from seal import box, keys

KEK = bytes(range(32))
OTHER_KEK = bytes(range(1, 33))
ABOUT = [b"person", b"password"]
CONTEXT = [b"bond 1", b"\0\0\0\1", b"member", b"key id"]
PRIVATE = seal.PrivateKey(bytes(range(64, 96)))
STRANGER = seal.PrivateKey(bytes(range(96, 128)))
PARTS = st.lists(st.binary(max_size=12), max_size=4)


def flips(sealed: bytes) -> list[bytes]:
    whole = int.from_bytes(sealed, "big")
    return [(whole ^ 1 << bit).to_bytes(len(sealed), "big") for bit in range(len(sealed) * 8)]


def test_the_public_key_is_that_of_rfc_7748_section_5_2() -> None:
    nine = seal.PrivateKey(b"\x09" + bytes(31))  # the first step of the iterated example
    assert nine.public.hex() == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"


def test_generated_keys_differ() -> None:
    made = [seal.PrivateKey.generate() for _ in range(20)]
    assert len({key.raw() for key in made}) == len({key.public for key in made}) == 20
    assert all(type(key) is seal.PrivateKey for key in made)


@pytest.mark.parametrize("raw", [b"", bytes(31), bytes(33)])
def test_a_private_key_has_32_bytes(raw: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.PrivateKey(raw)


@given(raw=st.binary(min_size=32, max_size=32), about=PARTS)
def test_a_wrapped_key_comes_back(raw: bytes, about: list[bytes]) -> None:
    private = seal.PrivateKey(raw)
    wrapped = seal.wrap(KEK, private, about)
    assert len(wrapped) == 105
    assert seal.unwrap(KEK, wrapped, about) == private
    outer = seal.outer_seal(OTHER_KEK, wrapped, about)
    assert len(outer) == 178
    assert seal.outer_open(OTHER_KEK, outer, about) == wrapped


def test_every_flipped_bit_of_a_wrapped_key_is_refused() -> None:
    wrapped = seal.wrap(KEK, PRIVATE, ABOUT)
    for changed in flips(wrapped):
        with pytest.raises(seal.Tampered):
            seal.unwrap(KEK, changed, ABOUT)
    for changed in flips(seal.outer_seal(KEK, wrapped, ABOUT)):
        with pytest.raises(seal.Tampered):
            seal.outer_open(KEK, changed, ABOUT)


def test_a_wrapped_key_opens_with_its_own_key_and_place_only() -> None:
    wrapped = seal.wrap(KEK, PRIVATE, ABOUT)
    outer = seal.outer_seal(KEK, wrapped, ABOUT)
    for kek, about in ((OTHER_KEK, ABOUT), (KEK, ABOUT[::-1]), (KEK, [])):
        with pytest.raises(seal.Tampered):
            seal.unwrap(kek, wrapped, about)
        with pytest.raises(seal.Tampered):
            seal.outer_open(kek, outer, about)


def test_words_an_outer_layer_and_a_wrapped_key_are_not_mistaken_for_each_other() -> None:
    wrapped = seal.wrap(KEK, PRIVATE, ABOUT)
    with pytest.raises(seal.Tampered):
        seal.outer_open(KEK, wrapped, ABOUT)
    with pytest.raises(seal.Tampered):
        seal.unwrap(KEK, seal.outer_seal(KEK, PRIVATE.raw(), ABOUT), ABOUT)
    with pytest.raises(seal.Tampered):
        seal.open(KEK, wrapped, ABOUT)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_wrapped_key_of_another_length_is_refused(length: int) -> None:
    odd = box.seal_as(box.PRIVATE_KEY, KEK, bytes(length), ABOUT)
    with pytest.raises(seal.Tampered):
        seal.unwrap(KEK, odd, ABOUT)


@given(plain=st.binary(max_size=200), context=PARTS)
def test_what_is_sealed_to_somebody_opens_with_their_key(
    plain: bytes, context: list[bytes]
) -> None:
    sealed = seal.seal_to(PRIVATE.public, plain, context)
    assert len(sealed) == len(plain) + 49
    assert sealed[0] == 1
    assert seal.open_with(PRIVATE, sealed, context) == plain


def test_sealing_twice_never_looks_the_same() -> None:
    made = [seal.seal_to(PRIVATE.public, KEK, CONTEXT) for _ in range(20)]
    assert len({sealed[1:33] for sealed in made}) == len({sealed[33:] for sealed in made}) == 20


def test_every_flipped_bit_of_a_sealed_key_is_refused() -> None:
    for changed in flips(seal.seal_to(PRIVATE.public, KEK, CONTEXT)):
        with pytest.raises(seal.Tampered):
            seal.open_with(PRIVATE, changed, CONTEXT)


def test_a_sealed_key_that_is_cut_or_longer_is_refused() -> None:
    sealed = seal.seal_to(PRIVATE.public, KEK, CONTEXT)
    for changed in [*(sealed[:n] for n in range(len(sealed))), sealed + b"\0"]:
        with pytest.raises(seal.Tampered):
            seal.open_with(PRIVATE, changed, CONTEXT)


def test_a_stranger_cannot_open_a_sealed_key() -> None:
    with pytest.raises(seal.Tampered) as caught:
        seal.open_with(STRANGER, seal.seal_to(PRIVATE.public, KEK, CONTEXT), CONTEXT)
    assert caught.value.__suppress_context__


@given(context=PARTS, other=PARTS)
def test_a_sealed_key_opens_in_its_own_context_only(
    context: list[bytes], other: list[bytes]
) -> None:
    sealed = seal.seal_to(PRIVATE.public, KEK, context)
    if context == other:
        assert seal.open_with(PRIVATE, sealed, other) == KEK
    else:
        with pytest.raises(seal.Tampered):
            seal.open_with(PRIVATE, sealed, other)


@pytest.mark.parametrize("version", [0, 2, 255])
def test_an_unknown_version_is_refused_before_anything_is_tried(
    version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    sealed = bytes([version]) + seal.seal_to(PRIVATE.public, KEK, CONTEXT)[1:]
    wrapped = bytes([version]) + seal.wrap(KEK, PRIVATE, ABOUT)[1:]
    monkeypatch.setattr(keys, "_suite", None)
    monkeypatch.setattr(keys, "X25519PrivateKey", None)
    monkeypatch.setattr(keys, "place", None)
    with pytest.raises(seal.UnknownVersion):
        seal.open_with(PRIVATE, sealed, CONTEXT)
    with pytest.raises(seal.UnknownVersion):
        seal.unwrap(KEK, wrapped, ABOUT)
    with pytest.raises(seal.UnknownVersion):
        seal.outer_open(KEK, wrapped, ABOUT)


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(33), bytes(32), b"\1" + bytes(31)])
def test_it_refuses_to_seal_to_what_is_no_public_key(public: bytes) -> None:
    with pytest.raises(ValueError, match=r"32 bytes|shared key"):
        seal.seal_to(public, KEK, CONTEXT)


def test_a_sealed_key_with_a_worthless_sender_is_refused() -> None:
    sealed = seal.seal_to(PRIVATE.public, KEK, CONTEXT)
    for encapsulated in (bytes(32), b"\1" + bytes(31)):
        with pytest.raises(seal.Tampered):
            seal.open_with(PRIVATE, sealed[:1] + encapsulated + sealed[33:], CONTEXT)


@pytest.mark.parametrize("sealed", [None, "\x01", memoryview(b"\x01")])
def test_a_sealed_key_that_is_not_bytes_is_a_mistake_of_the_caller(sealed: Any) -> None:
    with pytest.raises(TypeError, match="must be bytes"):
        seal.open_with(PRIVATE, sealed, CONTEXT)


# ---- pyhpke, another implementation of RFC 9180, as the oracle ----

ORACLE = CipherSuite.new(KEMId.DHKEM_X25519_HKDF_SHA256, KDFId.HKDF_SHA256, AEADId.AES256_GCM)


def joined(*parts: bytes) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_a_thousand_messages_open_in_both_directions_with_another_implementation() -> None:
    chance = random.Random(9180)
    for n in range(1000):
        private = seal.PrivateKey(chance.randbytes(32))
        context = [chance.randbytes(chance.randrange(20)) for _ in range(chance.randrange(4))]
        info = joined(b"\x01", b"to", *context)
        plain = chance.randbytes(chance.choice([0, 1, 32, 32, 32, 300]))

        enc, sender = ORACLE.create_sender_context(
            KEMKey.from_pyca_cryptography_key(X25519PublicKey.from_public_bytes(private.public)),
            info=info,
        )
        theirs = b"\x01" + enc + sender.seal(plain)
        assert seal.open_with(private, theirs, context) == plain, n

        ours = seal.seal_to(private.public, plain, context)
        recipient = ORACLE.create_recipient_context(
            ours[1:33],
            KEMKey.from_pyca_cryptography_key(X25519PrivateKey.from_private_bytes(private.raw())),
            info=info,
        )
        assert recipient.open(ours[33:]) == plain, n
        assert len(ours) == len(theirs)
