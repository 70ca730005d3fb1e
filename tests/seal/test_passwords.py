from __future__ import annotations

import dataclasses
import random
import unicodedata
from typing import Any

import argon2.low_level
import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given, settings
from hypothesis import strategies as st

import seal
from seal import passwords, primitives

CHEAP = seal.KdfParameters(memory_kib=8192, passes=1, lanes=1)
SALT = bytes(range(16))


def test_the_library_beneath_gives_the_answer_of_rfc_9106_section_5_3() -> None:
    derivation = Argon2id(
        salt=b"\2" * 16,
        length=32,
        iterations=3,
        lanes=4,
        memory_cost=32,
        ad=b"\4" * 12,
        secret=b"\3" * 8,
    )
    assert derivation.derive(b"\1" * 32).hex() == (
        "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
    )


@pytest.mark.parametrize(
    ("password", "costs", "root"),
    [
        (
            "correct horse",
            (8192, 1, 1),
            "68aa6b3e6343f355586e5dd84710fb380cc542b0a47fa8a06ad81318fa48e3b3",
        ),
        (
            "zwölf Wörter für uns",
            (65536, 3, 1),
            "1122fd3dd9e253294d0bfbe7ce336f70a20a672ff1af3f807c5e9031cc3314eb",
        ),
        (
            "a b",
            (16384, 2, 4),
            "b8f9f5d39e2d5fc8a6dd3ec90de28c07e4ba38329f3d72c1039865d49d58d2b6",
        ),
    ],
)
def test_a_root_is_what_the_reference_implementation_makes(
    password: str, costs: tuple[int, int, int], root: str
) -> None:
    """The answers were written down once from argon2-cffi, which wraps the authors' own code."""
    made = seal.password_root(password, SALT, seal.KdfParameters(*costs))
    assert made == seal.Root(bytes.fromhex(root))


def test_random_passwords_agree_with_the_reference_implementation() -> None:
    chance = random.Random(9106)
    for _ in range(10):
        password, salt = chance.randbytes(9).hex(), chance.randbytes(16)
        memory, passes, lanes = (
            chance.randint(8192, 12000),
            chance.randint(1, 3),
            chance.choice([1, 2]),
        )
        made = seal.password_root(password, salt, seal.KdfParameters(memory, passes, lanes))
        theirs = argon2.low_level.hash_secret_raw(
            password.encode(), salt, passes, memory, lanes, 32, argon2.low_level.Type.ID, 19
        )
        assert made == seal.Root(theirs)


def test_the_default_costs_are_64_mib_three_passes_one_lane(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def note(*given: Any) -> bytes:
        asked.append(given)
        return bytes(32)

    monkeypatch.setattr(passwords, "_argon2id", note)
    seal.password_root("a password", SALT)
    assert asked == [(b"a password", SALT, seal.KdfParameters(65536, 3, 1))]
    assert seal.KdfParameters().to_text() == "argon2id$v=1$m=65536,t=3,p=1"


def test_composed_and_decomposed_letters_are_the_same_password() -> None:
    password = "Äpfel für ångström é"
    composed, decomposed = (unicodedata.normalize(form, password) for form in ("NFC", "NFD"))
    assert composed != decomposed
    one, two = (seal.password_root(p, SALT, CHEAP) for p in (composed, decomposed))
    assert one == two
    assert one.auth() == two.auth()


def test_letters_that_only_look_alike_are_different_passwords() -> None:
    # NFKC would make these equal and so throw away what was typed; spaces and case count too.
    roots = [
        seal.password_root(p, SALT, CHEAP).kek()
        for p in ("ﬁne day", "fine day", "Fine day", "fine day ", "fine\u00a0day", "")
    ]
    assert len(set(roots)) == len(roots)


def test_salt_and_costs_change_the_root() -> None:
    variants = [
        (SALT, CHEAP),
        (bytes(16), CHEAP),
        (SALT, seal.KdfParameters(8193, 1, 1)),
        (SALT, seal.KdfParameters(8192, 2, 1)),
        (SALT, seal.KdfParameters(8192, 1, 2)),
    ]
    # 8193 KiB is rounded down to whole quarters of a lane inside Argon2, but is hashed as given.
    roots = {seal.password_root("password", salt, costs).kek() for salt, costs in variants}
    assert len(roots) == len(variants)


def test_auth_and_kek_are_derived_apart_from_each_other() -> None:
    root = seal.Root(bytes(range(32)))
    assert root.auth() == primitives.inner(bytes(range(32)), b"auth")
    assert root.kek() == primitives.inner(bytes(range(32)), b"kek")
    assert len({root.auth(), root.kek(), bytes(range(32))}) == 3


@pytest.mark.parametrize("salt", [b"", bytes(15), bytes(17), bytes(32)])
def test_a_salt_has_16_bytes(salt: bytes) -> None:
    assert seal.PASSWORD_SALT_BYTES == 16
    with pytest.raises(ValueError, match="16 bytes"):
        seal.password_root("password", salt, CHEAP)


def test_half_a_character_is_refused_without_repeating_the_password() -> None:
    with pytest.raises(ValueError, match="not Unicode") as caught:
        seal.password_root("my secret \ud83d", SALT, CHEAP)
    assert type(caught.value) is ValueError
    assert caught.value.__context__ is None
    assert "secret" not in repr(caught.value)


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"), [(8192, 1, 1), (1048576, 20, 8), (65536, 3, 1), (1000000, 9, 4)]
)
def test_costs_survive_being_written_as_text(memory: int, passes: int, lanes: int) -> None:
    costs = seal.KdfParameters(memory, passes, lanes)
    text = f"argon2id$v=1$m={memory},t={passes},p={lanes}"
    assert costs.to_text() == text
    assert seal.KdfParameters.from_text(text) == costs


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"),
    [
        (8191, 1, 1),
        (1048577, 1, 1),
        (0, 1, 1),
        (-8192, 1, 1),
        (8192, 0, 1),
        (8192, 21, 1),
        (8192, 1, 0),
        (8192, 1, 9),
        (9999999, 99, 9),
        (10**12, 1, 1),
    ],
)
def test_absurd_costs_are_refused_however_they_come(memory: int, passes: int, lanes: int) -> None:
    with pytest.raises(ValueError, match="costs"):
        seal.KdfParameters(memory, passes, lanes)
    with pytest.raises(seal.Tampered) as caught:
        seal.KdfParameters.from_text(f"argon2id$v=1$m={memory},t={passes},p={lanes}")
    assert type(caught.value) is seal.Tampered
    assert caught.value.__cause__ is None


def test_costs_cannot_be_changed_after_they_were_checked() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        CHEAP.memory_kib = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "argon2id",
        "argon2i$v=1$m=65536,t=3,p=1",
        "Argon2id$v=1$m=65536,t=3,p=1",
        " argon2id$v=1$m=65536,t=3,p=1",
        "argon2id$v=$m=65536,t=3,p=1",
        "argon2id$v=1$m=65536,t=3,p=1\n",
        "argon2id$v=1$m=65536,t=3,p=1$",
        "argon2id$v=1$m=065536,t=3,p=1",
        "argon2id$v=1$m=65536,t=03,p=1",
        "argon2id$v=1$m=65536,t=3,p=01",
        "argon2id$v=1$m=65536,t=3",
        "argon2id$v=1$t=3,m=65536,p=1",
        "argon2id$v=1$m=65536, t=3, p=1",
        "argon2id$v=1$m=6_5536,t=3,p=1",
        "argon2id$v=1$m=٦٥٥٣٦,t=3,p=1",
        "argon2id$v=1$m=65536,t=3,p=1,x=1",
        "argon2id$v=1xm=65536,t=3,p=1",
        "$argon2id$v=19$m=65536,t=3,p=1",
    ],
)
def test_costs_are_read_in_one_spelling_only(text: str) -> None:
    with pytest.raises(seal.Tampered) as caught:
        seal.KdfParameters.from_text(text)
    assert type(caught.value) is seal.Tampered


@pytest.mark.parametrize("version", ["0", "2", "01", "10", "11", "19"])
def test_costs_of_an_unknown_version_are_refused_unread(version: str) -> None:
    with pytest.raises(seal.UnknownVersion):
        seal.KdfParameters.from_text(f"argon2id$v={version}$anything at all")


@given(st.text(max_size=40))
@settings(max_examples=200)
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    for tried in (text, "argon2id$v=1$" + text, "argon2id$v=1$m=65536,t=3,p=" + text):
        try:
            costs = seal.KdfParameters.from_text(tried)
        except seal.Tampered:
            continue
        assert costs.to_text() == tried
