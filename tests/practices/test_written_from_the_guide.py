"""A practice written with nothing but CONTRIBUTING.md to go by, and the example in that guide."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from nearer.practices import shelf
from nearer.practices.script import Script
from tests.practices.table import Table

SLUG = "as-you-kept-it"
ANNS, BENS = "Rain on the tin roof", "You fell asleep in the soup"
PICTURE = "0d9e5f7e-7c0e-4f0c-9b53-0f9d0c1e2a3b"


def found(table: Table, answer: str) -> Table:
    table.gives("ann", "day", "The night in the hut")
    table.gives("ben", "find", choices=answer)
    return table


def picks_seen_by(table: Table, member: str, step: str) -> list[tuple[str, str]]:
    items = [i for i in table.seen_by(member).visible(member) if i.step and i.step.id == step]
    return [(item.by, item.data["choices"][0]) for item in items]


def read_by(table: Table, member: str) -> list[str]:
    items = table.seen_by(member).visible(member)
    return [item.step.id for item in items if item.step and item.kind == "read"]


def test_two_tell_the_day_apart_and_lay_it_side_by_side() -> None:
    table = Table(shelf.get(SLUG), "ann", "ben")
    assert (table.open("ann"), table.open("ben")) == ([["day"]], [])
    table.gives("ann", "day", "The night in the hut")
    assert table.words("ben") == ["The night in the hut"]
    assert (table.open("ann"), table.open("ben")) == ([], [["find"]])
    assert table.state.waiting_on("ann") == ("ben",)
    table.gives("ben", "find", choices="nudge")
    assert picks_seen_by(table, "ann", "find") == [("ben", "nudge")]
    assert table.open("ann") == [["nudge"]]
    assert read_by(table, "ann") == read_by(table, "ben") == []
    table.gives("ann", "nudge", "Your red coat")
    assert table.words("ben")[-1] == "Your red coat"
    assert read_by(table, "ann") == read_by(table, "ben") == ["apart"]

    assert table.open("ann") == table.open("ben") == [["telling", "first"]]
    table.gives("ann", "telling", ANNS)
    table.gives("ann", "first", choices="sound")
    assert ANNS in table.words("ann")
    assert ANNS not in table.words("ben")
    table.gives("ben", "telling", BENS)
    assert ANNS in table.words("ben")
    assert BENS in table.words("ann")
    assert picks_seen_by(table, "ben", "first") == []
    table.gives("ben", "first", choices="mood")
    for member in ("ann", "ben"):
        assert picks_seen_by(table, member, "first") == [("ann", "sound"), ("ben", "mood")]

    table.gives("ben", "trace", photo=PICTURE, alt="A spoon")
    assert PICTURE not in str(table.seen_by("ann").visible("ann"))
    table.skips("ann", "trace")
    assert PICTURE in str(table.seen_by("ann").visible("ann"))
    assert (table.open("ann"), table.open("ben")) == ([["found"]], [])
    table.gives("ann", "found", "That I slept at all")
    assert table.words("ben")[-1] == "That I slept at all"
    assert not table.state.over
    table.gives("ben", "found", "The roof")
    assert table.words("ann")[-1] == "The roof"
    assert table.state.why_over == "finished"


@pytest.mark.parametrize("answer", ["yes", "faintly", "heard"])
def test_nobody_is_nudged_who_did_not_ask_for_it(answer: str) -> None:
    table = found(Table(shelf.get(SLUG), "ann", "ben"), answer)
    assert table.open("ann") == table.open("ben") == [["telling", "first"]]


def test_face_to_face_it_is_told_aloud_and_one_of_three_may_have_been_too_small() -> None:
    table = Table(shelf.get(SLUG), "ann", "ben", "kim", way="together", bond="family")
    found(table, "yes")
    assert table.open("kim") == [["find"]]
    table.gives("kim", "find", choices="heard")
    for member in ("ann", "ben", "kim"):
        assert table.gives(member, "telling").data == {"words": "", "said": True}
        table.gives(member, "first", choices="sight")
    for step in ("trace", "found"):
        for member in ("ann", "ben", "kim"):
            table.skips(member, step)
    assert table.words("kim") == ["The night in the hut"]
    assert table.state.why_over == "finished"


def test_the_example_in_the_guide_is_how_it_begins() -> None:
    guide = (Path(__file__).parents[2] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    example = Script.parse(guide.split("```toml\n")[1].split("```")[0], "example.toml")
    whole = shelf.get(SLUG)
    head = {field.name for field in fields(Script)} - {"name", "toml", "steps", "runs"}
    assert [key for key in head if getattr(example, key) != getattr(whole, key)] == []
    assert example.steps
    assert example.steps == whole.steps[: len(example.steps)]
