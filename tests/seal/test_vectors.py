"""What version 1 once wrote opens for ever. If a test here fails, the code is wrong, not the file.

(The file is written by make_vectors.py, once.)
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import seal
from seal import box, codes

VECTORS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("vectors.json").read_text("utf-8")
)
PURPOSES = {p.name.decode(): p for p in (box.WORDS, box.FILE, box.PRIVATE_KEY, box.OUTER)}


def named(kind: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("v", VECTORS[kind], ids=lambda v: v.get("name", kind))


def parts(hexes: list[str]) -> list[bytes]:
    return [bytes.fromhex(part) for part in hexes]


def test_there_are_vectors_of_every_format() -> None:
    assert {kind: len(several) for kind, several in VECTORS.items()} == {
        "records": 10,
        "sealed_keys": 2,
        "passwords": 2,
        "codes": 1,
        "sessions": 1,
        "derived": 1,
    }
    assert {v["purpose"] for v in VECTORS["records"]} == set(PURPOSES)


@named("records")
def test_an_old_record_opens_and_is_written_the_same_today(v: dict[str, Any]) -> None:
    purpose, about = PURPOSES[v["purpose"]], parts(v["about"])
    key, record = bytes.fromhex(v["key"]), bytes.fromhex(v["record"])
    plain = bytes.fromhex(v["plain"])
    assert box.open_as(purpose, key, record, about) == plain
    assert box._seal_with(bytes.fromhex(v["salt"]), purpose, key, plain, about) == record


@named("records")
def test_the_public_names_open_their_old_records(v: dict[str, Any]) -> None:
    openers: dict[str, Any] = {
        "words": seal.open,
        "file": seal.open_file,
        "private key": lambda *given: seal.unwrap(*given).raw(),
        "outer": seal.outer_open,
    }
    opened = openers[v["purpose"]](
        bytes.fromhex(v["key"]), bytes.fromhex(v["record"]), parts(v["about"])
    )
    assert opened == bytes.fromhex(v["plain"])


@named("sealed_keys")
def test_an_old_sealed_key_opens(v: dict[str, Any]) -> None:
    private = seal.PrivateKey(bytes.fromhex(v["private"]))
    assert private.public == bytes.fromhex(v["public"])
    opened = seal.open_with(private, bytes.fromhex(v["sealed"]), parts(v["context"]))
    assert opened == bytes.fromhex(v["plain"])


@named("passwords")
def test_an_old_password_still_fits(v: dict[str, Any]) -> None:
    parameters = seal.KdfParameters.from_text(v["costs"])
    assert parameters.to_text() == v["costs"]
    root = seal.password_root(v["password"], bytes.fromhex(v["salt"]), parameters)
    assert root.auth().hex() == v["auth"]
    assert root.kek().hex() == v["kek"]
    assert seal.verifier(bytes.fromhex(v["pepper"]), root.auth()).hex() == v["verifier"]


@named("codes")
def test_an_old_recovery_code_still_fits(v: dict[str, Any]) -> None:
    assert codes._spelled(bytes.fromhex(v["randomness"])) == v["code"]
    assert seal.recovery_kek(v["code"]).hex() == v["kek"]


@named("sessions")
def test_an_old_session_is_found_again(v: dict[str, Any]) -> None:
    token = bytes.fromhex(v["token"])
    assert seal.session_id(token).hex() == v["id"]
    assert seal.session_kek(token).hex() == v["kek"]
    assert seal.csrf_secret(token) == v["csrf"]


@named("derived")
def test_derived_keys_and_macs_stay_the_same(v: dict[str, Any]) -> None:
    key, about = bytes.fromhex(v["key"]), parts(v["parts"])
    assert seal.derive(key, v["label"], *about).hex() == v["key_32"]
    assert seal.derive(key, v["label"], *about, length=80).hex() == v["key_80"]
    assert seal.mac(key, v["label"], *about).hex() == v["mac"]
