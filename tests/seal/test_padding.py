from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal
from seal import padding


@pytest.mark.parametrize(
    ("length", "padded"),
    [
        (0, 256),
        (1, 256),
        (254, 256),
        (255, 256),
        (256, 512),
        (511, 512),
        (512, 768),
        (3839, 3840),
        (3840, 4096),
        (4095, 4096),
        (4096, 8192),
        (8191, 8192),
        (8192, 16384),
        (16384, 32768),
        (1_000_000, 1_048_576),
    ],
)
def test_words_fill_steps_up_to_4_kb_and_then_powers_of_two(length: int, padded: int) -> None:
    assert len(seal.pad(bytes(length))) == padded


@pytest.mark.parametrize(
    ("length", "padded"),
    [(0, 4096), (4095, 4096), (4096, 8192), (8191, 8192), (8192, 12288), (100_000, 102_400)],
)
def test_files_fill_steps_of_4_kb(length: int, padded: int) -> None:
    assert len(seal.pad(bytes(length), padding.file_bucket)) == padded


def test_only_eighteen_lengths_are_ever_seen_below_16_kb() -> None:
    seen = {len(seal.pad(bytes(length))) for length in range(16384)}
    assert seen == {256 * n for n in range(1, 17)} | {8192, 16384}


def test_padding_is_a_mark_and_zeros() -> None:
    assert seal.pad(b"hello") == b"hello\x80" + bytes(250)


@given(plain=st.binary(max_size=600) | st.integers(0, 300).map(bytes) | st.just(b"\x80" * 256))
def test_what_is_padded_comes_back(plain: bytes) -> None:
    assert seal.unpad(seal.pad(plain)) == plain
    assert seal.unpad(seal.pad(plain, padding.file_bucket), padding.file_bucket) == plain


@given(st.binary(max_size=40))
def test_only_what_pad_makes_is_taken(head: bytes) -> None:
    padded = head.ljust(256, b"\0")
    try:
        plain = seal.unpad(padded)
    except seal.Tampered:
        assert not head.rstrip(b"\0").endswith(b"\x80")
    else:
        assert seal.pad(plain) == padded


@pytest.mark.parametrize(
    "padded",
    [
        b"",
        b"\x80",
        bytes(256),
        b"words".ljust(256, b"\0"),
        b"words\x80".ljust(255, b"\0"),
        b"words\x80".ljust(257, b"\0"),
        b"words\x80".ljust(512, b"\0"),
        b"words\x81".ljust(256, b"\0"),
        b"words\x80".ljust(255, b"\0") + b"\x01",
    ],
)
def test_it_refuses_wrong_padding(padded: bytes) -> None:
    with pytest.raises(seal.Tampered):
        seal.unpad(padded)


def test_nothing_but_zeros_may_follow_the_mark() -> None:
    for byte in set(range(256)) - {0, 0x80}:
        with pytest.raises(seal.Tampered):
            seal.unpad((b"words\x80" + bytes([byte])).ljust(256, b"\0"))


def test_words_padded_as_a_file_are_refused() -> None:
    with pytest.raises(seal.Tampered):
        seal.unpad(seal.pad(b"words", padding.file_bucket))
