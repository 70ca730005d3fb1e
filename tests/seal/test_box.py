from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import seal
from seal import box, padding

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
ABOUT = [b"letters", b"body", b"row 1", b"space 1", b"\0\0\0\1", b"author 1", b"\0\0\0\0"]
Sealer = Callable[[bytes, bytes, list[bytes]], bytes]
BOTH: list[tuple[Sealer, Sealer]] = [(seal.seal, seal.open), (seal.seal_file, seal.open_file)]
both = pytest.mark.parametrize(("close", "open_"), BOTH, ids=["words", "file"])
KEYS = st.binary(min_size=32, max_size=32)
PARTS = st.lists(st.binary(max_size=20), max_size=5)


def flipped(sealed: bytes, bit: int) -> bytes:
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@both
@given(key=KEYS, plain=st.binary(max_size=5000), about=PARTS)
def test_what_is_sealed_opens(
    close: Sealer, open_: Sealer, key: bytes, plain: bytes, about: list[bytes]
) -> None:
    assert open_(key, close(key, plain, about), about) == plain


@given(plain=st.binary(min_size=8, max_size=300))
def test_the_words_are_not_in_the_record(plain: bytes) -> None:
    assert plain not in seal.seal(KEY, plain, ABOUT)


def test_the_same_words_never_look_the_same() -> None:
    records = [seal.seal(KEY, b"the same", ABOUT) for _ in range(50)]
    assert len({record[1:25] for record in records}) == 50
    assert len({record[25:57] for record in records}) == 50
    assert len({record[57:] for record in records}) == 50


@pytest.mark.parametrize(("length", "size"), [(0, 256), (255, 256), (256, 512), (5000, 8192)])
def test_only_the_bucket_of_a_length_shows(length: int, size: int) -> None:
    assert len(seal.seal(KEY, bytes(length), ABOUT)) == 1 + 24 + 32 + size + 16


def test_a_file_is_not_padded_to_a_power_of_two() -> None:
    assert len(seal.seal_file(KEY, bytes(9000), ABOUT)) == 73 + 12288


def test_every_flipped_bit_of_a_hundred_records_is_refused() -> None:
    for n in range(100):
        record = seal.seal(KEY, bytes(n), ABOUT)
        for bit in range(len(record) * 8):
            try:
                seal.open(KEY, flipped(record, bit), ABOUT)
            except seal.Tampered:
                continue
            pytest.fail(f"bit {bit} of record {n} was flipped and nobody noticed")


@both
def test_a_record_that_is_cut_or_longer_is_refused(close: Sealer, open_: Sealer) -> None:
    record = close(KEY, b"words", ABOUT)
    for changed in [*(record[:n] for n in range(len(record))), record + b"\0", b"\1" + record]:
        with pytest.raises(seal.Tampered):
            open_(KEY, changed, ABOUT)


@both
def test_another_key_does_not_open(close: Sealer, open_: Sealer) -> None:
    with pytest.raises(seal.Tampered):
        open_(OTHER_KEY, close(KEY, b"words", ABOUT), ABOUT)


@both
@given(data=st.data())
def test_another_place_does_not_open(close: Sealer, open_: Sealer, data: st.DataObject) -> None:
    about = data.draw(PARTS)
    elsewhere = data.draw(PARTS.filter(lambda parts: parts != about))
    with pytest.raises(seal.Tampered):
        open_(KEY, close(KEY, b"words", about), elsewhere)


def test_no_two_parts_can_be_swapped_left_out_or_added() -> None:
    record = seal.seal(KEY, b"words", ABOUT)
    wrong: list[list[bytes]] = [[*ABOUT, b""], [b"", *ABOUT], [b"".join(ABOUT)], []]
    wrong += [ABOUT[:n] + ABOUT[n + 1 :] for n in range(len(ABOUT))]
    wrong += [[*ABOUT[:n], b"another", *ABOUT[n + 1 :]] for n in range(len(ABOUT))]
    for a, b in itertools.combinations(range(len(ABOUT)), 2):
        swapped = list(ABOUT)
        swapped[a], swapped[b] = swapped[b], swapped[a]
        wrong.append(swapped)
    for about in wrong:
        with pytest.raises(seal.Tampered):
            seal.open(KEY, record, about)
    assert seal.open(KEY, record, tuple(ABOUT)) == b"words"


def test_pieces_of_two_records_do_not_fit_together() -> None:
    one = seal.seal(KEY, b"one", ABOUT)
    two = seal.seal(KEY, b"two", ABOUT)
    cuts = [0, 1, 25, 57, len(one) - 16, len(one)]
    pieces = [(one[a:b], two[a:b]) for a, b in itertools.pairwise(cuts)]
    for mixed in itertools.product(*pieces):
        record = b"".join(mixed)
        if record in (one, two):
            assert seal.open(KEY, record, ABOUT) in (b"one", b"two")
        else:
            with pytest.raises(seal.Tampered):
                seal.open(KEY, record, ABOUT)


def test_one_kind_of_record_never_passes_for_another() -> None:
    kinds = [box.WORDS, box.FILE, box.PRIVATE_KEY, box.OUTER]
    padded_alike = box.Purpose(b"file", padding.words_bucket)
    records = {kind.name: box.seal_as(kind, KEY, bytes(32), ABOUT) for kind in kinds}
    for kind in kinds:
        for name, record in records.items():
            if name == kind.name:
                assert box.open_as(kind, KEY, record, ABOUT) == bytes(32)
            else:
                with pytest.raises(seal.Tampered):
                    box.open_as(kind, KEY, record, ABOUT)
    with pytest.raises(seal.Tampered):
        seal.open(KEY, box.seal_as(padded_alike, KEY, b"words", ABOUT), ABOUT)


@pytest.mark.parametrize("version", [0, 2, 3, 128, 255])
def test_an_unknown_version_is_refused_before_anything_is_tried(
    version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: Any, **__: Any) -> Any:
        raise AssertionError("it tried")

    record = bytes([version]) + seal.seal(KEY, b"words", ABOUT)[1:]
    monkeypatch.setattr(box, "place", never)
    monkeypatch.setattr(box, "inner", never)
    monkeypatch.setattr(box, "AESGCM", never)
    for sealed in (record, record[:1]):
        with pytest.raises(seal.UnknownVersion):
            seal.open(KEY, sealed, ABOUT)
        with pytest.raises(seal.UnknownVersion):
            seal.open(b"not even a key", sealed, ABOUT)


def test_a_record_begins_with_its_version() -> None:
    assert seal.seal(KEY, b"", [])[0] == 1
    assert seal.seal_file(KEY, b"", [])[0] == 1


def test_an_empty_record_is_tampered_with_and_not_of_another_version() -> None:
    with pytest.raises(seal.Tampered) as caught:
        seal.open(KEY, b"", ABOUT)
    assert type(caught.value) is seal.Tampered


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY[:16], KEY + b"\0"])
def test_a_key_of_the_wrong_length_neither_seals_nor_opens(key: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        seal.seal(key, b"words", ABOUT)
    with pytest.raises(seal.Tampered):
        seal.open(key, seal.seal(KEY, b"words", ABOUT), ABOUT)


@pytest.mark.parametrize("key", ["k" * 32, None, bytearray(32)])
def test_a_key_that_is_not_bytes_is_a_mistake_of_the_caller(key: Any) -> None:
    with pytest.raises(TypeError, match="must be bytes"):
        seal.seal(key, b"words", ABOUT)


@pytest.mark.parametrize("record", [None, "\x01", memoryview(b"\x01"), [1]])
def test_a_record_that_is_not_bytes_is_a_mistake_of_the_caller(record: Any) -> None:
    with pytest.raises(TypeError, match="must be bytes"):
        seal.open(KEY, record, ABOUT)


def test_a_place_given_as_one_byte_string_is_a_mistake_of_the_caller() -> None:
    lone: Any = b"letters"
    with pytest.raises(TypeError):
        seal.seal(KEY, b"words", lone)
    with pytest.raises(TypeError):
        seal.open(KEY, seal.seal(KEY, b"words", ABOUT), lone)


def test_ten_mebibytes_fit_and_one_byte_more_does_not() -> None:
    assert seal.LARGEST_PLAIN == 10 * 1024 * 1024 == 10_485_760
    largest = b"\xff" * seal.LARGEST_PLAIN
    assert seal.open_file(KEY, seal.seal_file(KEY, largest, ABOUT), ABOUT) == largest
    for close in (seal.seal, seal.seal_file):
        with pytest.raises(ValueError, match="too large"):
            close(KEY, largest + b"\xff", ABOUT)
