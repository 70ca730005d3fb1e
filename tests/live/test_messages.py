"""What passes the bus and what a browser says: ids alone, and nothing hostile gets through."""

from __future__ import annotations

import json
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nearer.live import asked
from nearer.live.messages import Moved, unpacked

IDS = st.uuids()


@given(IDS, st.frozensets(IDS, max_size=12))
def test_a_message_comes_out_as_it_went_in(
    sitting: uuid.UUID, people: frozenset[uuid.UUID]
) -> None:
    packed = Moved(sitting, people).packed("me")

    assert unpacked(packed) == unpacked(packed.decode()) == ("me", Moved(sitting, people))
    assert len(packed) < 4_000


def test_it_holds_ids_and_nothing_else() -> None:
    moved = Moved(uuid.uuid4(), frozenset({uuid.uuid4()}))

    assert json.loads(moved.packed("me")) == [
        "me",
        moved.sitting.hex,
        [person.hex for person in moved.people],
    ]


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200)))
def test_nonsense_on_the_bus_is_nothing(message: bytes | str) -> None:
    assert unpacked(message) is None


@pytest.mark.parametrize(
    "message",
    [
        "[]",
        "null",
        "[1, 2, 3]",
        '["me", "x", []]',
        '["me", null, []]',
        '{"a": 1}',
        '["me", "' + "a" * 32 + '", "' + "b" * 32 + '"]',
        "[" * 3_000,
        '["me", "' + "a" * 32 + '", [' + "1," * 2_000 + "1]]",
    ],
)
def test_what_none_of_us_would_send_is_nothing(message: str) -> None:
    assert unpacked(message) is None


def test_what_a_browser_has_drawn_is_read_strictly() -> None:
    good, other = uuid.uuid4(), uuid.uuid4()
    hostile = ["", ":", "x:1", f"{good}", f"{good}:-1", f"{good}:1e9", f"{other}:9999999999"]
    hostile += [f"{other}:1\r\nSet-Cookie: a", f"{str(other).upper()}:1", f" {other}:1", "１:１"]

    assert asked.drawn([*hostile, f"{good}:7"]) == {good: 7}


def test_nobody_asks_for_more_sittings_than_a_browser_could_show() -> None:
    assert len(asked.drawn(f"{uuid.uuid4()}:1" for _ in range(1_000))) == asked.MOST


@pytest.mark.parametrize("name", ["", "short", "A" * 20, "x" * 41, "tab-1\n2345", "../../../etc"])
def test_a_name_that_no_browser_of_ours_has_is_none(name: str) -> None:
    assert asked.tab(name) == ""
    assert asked.tab("tab-k3j4h5") == "tab-k3j4h5"
