"""Six digits from an app: the vectors of RFC 6238, the window, and never the same step twice."""

from __future__ import annotations

import base64
import unicodedata
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal

RFC_SECRET = b"12345678901234567890"
RFC_6238 = {
    59: "94287082",
    1111111109: "07081804",
    1111111111: "14050471",
    1234567890: "89005924",
    2000000000: "69279037",
    20000000000: "65353130",
}
"""Appendix B of the RFC, the rows of SHA-1. Six digits are the last six of its eight."""

secrets = st.binary(min_size=20, max_size=20)
moments = st.integers(min_value=120, max_value=2**35)


@pytest.mark.parametrize(("moment", "digits"), RFC_6238.items())
def test_it_makes_what_the_rfc_says(moment: int, digits: str) -> None:
    assert seal.onetime_code(RFC_SECRET, moment // 30) == digits[-6:]
    assert seal.onetime_step(RFC_SECRET, digits[-6:], now=moment) == moment // 30


@given(secret=secrets, now=moments, off=st.integers(-4, 4))
def test_one_step_each_side_is_taken_and_no_other(secret: bytes, now: int, off: int) -> None:
    step = now // 30 + off
    found = seal.onetime_step(secret, seal.onetime_code(secret, step), now=now)
    near = {seal.onetime_code(secret, now // 30 + n): now // 30 + n for n in (-1, 0, 1)}
    assert found == near.get(seal.onetime_code(secret, step))
    assert (found is not None) == (abs(off) <= 1) or found != step


@given(secret=secrets, now=moments, later=st.integers(0, 90))
def test_what_was_taken_once_is_never_taken_again(secret: bytes, now: int, later: int) -> None:
    code = seal.onetime_code(secret, now // 30)
    first = seal.onetime_step(secret, code, now=now)
    assert first is not None
    second = seal.onetime_step(secret, code, now=now + later, after=first)
    # Another step may happen to have the same digits; the same step never counts.
    assert second is None or second > first


@given(secret=secrets, now=moments, typed=st.text(max_size=12))
def test_whatever_is_typed_is_looked_at_and_nothing_breaks(
    secret: bytes, now: int, typed: str
) -> None:
    right = {seal.onetime_code(secret, now // 30 + n) for n in (-1, 0, 1)}
    plain = "".join(str(unicodedata.digit(c, "")) for c in typed)
    assert seal.onetime_step(secret, typed, now=now) is None or plain in right
    assert seal.onetime_step(secret, min(right)[:5], now=now) is None
    assert seal.onetime_step(secret, min(right) + "0", now=now) is None


def test_spaces_and_digits_of_other_scripts_are_forgiven() -> None:
    for typed in ("287 082", " 287082\n", "２８７０８２", "٢٨٧٠٨٢"):
        assert seal.onetime_step(RFC_SECRET, typed, now=59) == 1


def test_a_clock_before_the_first_step_is_no_error() -> None:
    assert seal.onetime_step(RFC_SECRET, seal.onetime_code(RFC_SECRET, 0), now=0) == 0


@given(secret=secrets)
def test_the_letters_and_the_address_say_the_secret_as_apps_take_it(secret: bytes) -> None:
    letters = seal.onetime_letters(secret)
    assert base64.b32decode(letters.replace("-", "")) == secret
    assert {len(group) for group in letters.split("-")} == {4}
    address = urlsplit(seal.onetime_address(secret, name="a b@example.org", place="Nearer"))
    said = {name: value[0] for name, value in parse_qs(address.query).items()}
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert base64.b32decode(said["secret"]) == secret
    assert said["issuer"] == "Nearer"
    assert (said["digits"], said["period"], said["algorithm"]) == ("6", "30", "SHA1")


def test_secrets_are_random_and_as_long_as_the_digest() -> None:
    made = {seal.onetime_secret() for _ in range(50)}
    assert len(made) == 50
    assert {len(secret) for secret in made} == {20}


def test_another_kind_of_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="20 bytes"):
        seal.onetime_code(b"short", 1)
    text: Any = "x" * 20
    with pytest.raises(TypeError):
        seal.onetime_letters(text)
