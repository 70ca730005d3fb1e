from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal
from seal import codes, primitives

CODE = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ"
SHORT = "7K2M-Q0RS-T1VW"


def test_a_recovery_code_is_eight_groups_of_four() -> None:
    made = [seal.recovery_code() for _ in range(50)]
    form = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){7}")
    assert all(form.fullmatch(code) for code in made)
    assert len(set(made)) == 50


def test_a_short_code_is_three_groups_of_four() -> None:
    made = [seal.short_code() for _ in range(50)]
    form = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}")
    assert all(form.fullmatch(code) for code in made)
    assert len(set(made)) == 50


def test_every_symbol_is_equally_likely_and_none_can_be_misread() -> None:
    every_byte = codes._spelled(bytes(range(256))).replace("-", "")
    assert {symbol: every_byte.count(symbol) for symbol in every_byte} == dict.fromkeys(
        "0123456789ABCDEFGHJKMNPQRSTVWXYZ", 8
    )
    assert not set("ILOU") & set(every_byte)


def test_codes_use_every_symbol() -> None:
    made = "".join(seal.recovery_code() for _ in range(60)).replace("-", "")
    assert set(made) == set(codes.ALPHABET)


@pytest.mark.parametrize("make", [seal.recovery_code, seal.short_code])
def test_a_code_reads_as_it_was_shown(make: Callable[[], str]) -> None:
    for _ in range(20):
        code = make()
        assert seal.read_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "–"),
        CODE.replace("-", " — "),
        CODE.replace("-", "‑"),
        CODE.replace("-", "\u2028"),
        CODE.replace("-", "\u2029"),
        CODE.replace("-", "\u00a0"),
        CODE.replace("-", "\u200b"),
        CODE.replace("-", "\r\n"),
        "  \t" + CODE + "\n",
        "-".join(CODE),
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        CODE.replace("1", "L"),
        CODE.replace("1", "i"),
        "".join(chr(ord(c) + 0xFEE0) for c in CODE),
    ],
)
def test_a_code_may_be_typed_carelessly(typed: str) -> None:
    assert seal.read_code(typed) == CODE
    assert seal.recovery_kek(typed) == seal.recovery_kek(CODE)


def test_a_short_code_may_be_typed_carelessly() -> None:
    assert seal.read_code(" 7k2mqOrs tlvw ") == SHORT


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=32, max_size=32), st.data())
def test_any_code_survives_case_and_separators(symbols: str, data: st.DataObject) -> None:
    between = st.sampled_from(["", "", "", "-", " "])
    typed = "".join(
        data.draw(st.sampled_from([s, s.lower()])) + data.draw(between) for s in symbols
    )
    assert seal.read_code(typed).replace("-", "") == symbols


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        " - ",
        CODE[:-1],
        CODE + "0",
        SHORT[:-1],
        SHORT + "0",
        "0" * 31,
        "0" * 33,
        "0" * 24,
        CODE[:-1] + "U",
        CODE[:-1] + "u",
        CODE[:-1] + "Ü",
        CODE[:-1] + "!",
        CODE + "!",
        CODE + "_",
        SHORT + "\N{CROSS MARK}",
        "ß" * 16,
    ],
)
def test_nonsense_is_refused_without_repeating_it(nonsense: str) -> None:
    with pytest.raises(ValueError, match=r"^this is not a code$"):
        seal.read_code(nonsense)
    with pytest.raises(ValueError, match=r"^this is not a code$"):
        seal.recovery_kek(nonsense)


def test_a_short_code_recovers_nothing() -> None:
    with pytest.raises(ValueError, match="not a code"):
        seal.recovery_kek(SHORT)


def test_a_flood_of_text_is_not_even_read() -> None:
    assert seal.read_code(CODE.ljust(200)) == CODE
    with pytest.raises(ValueError, match="not a code"):
        seal.read_code(CODE.ljust(201))


@given(st.text())
def test_whatever_is_read_is_a_code_and_reads_the_same_again(text: str) -> None:
    try:
        code = seal.read_code(text)
    except ValueError:
        return
    assert seal.read_code(code) == code


def test_a_recovery_key_comes_from_the_symbols_without_dashes() -> None:
    expected = primitives.inner(CODE.replace("-", "").encode("ascii"), b"recovery")
    assert seal.recovery_kek(CODE) == expected
    assert len(expected) == 32


def test_codes_that_differ_in_one_symbol_give_other_keys() -> None:
    assert seal.recovery_kek(CODE) != seal.recovery_kek("1" + CODE[1:])
