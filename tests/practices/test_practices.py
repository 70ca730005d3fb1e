"""The other practices of the catalogue."""

from __future__ import annotations

import pytest

from nearer.practices import shelf
from tests.practices.table import FULLY, NOW, Table


def told(table: Table, teller: str, listener: str) -> None:
    table.gives(teller, "happened", f"{teller} tells")
    table.gives(teller, "felt", feelings=["hurt:2"])
    table.gives(teller, "inside", f"inside {teller}")
    table.gives(teller, "like", "next time, ring me")
    table.gives(listener, "ready", **NOW)
    table.gives(listener, "reflect", f"{listener} has heard")
    table.skips(listener, "question")
    table.gives(teller, "receipt", **FULLY)


def test_about_you_swaps_the_roles_for_the_other_side() -> None:
    table = Table(shelf.get("about-you"), "ann", "ben")
    told(table, "ann", "ben")
    assert table.open("ann") == []
    table.gives("ben", "other-side", again="yes")
    assert table.state.roles == {"sharer": ("ben",), "listener": ("ann",)}
    assert table.words("ann")[-1] != "ben tells"
    told(table, "ben", "ann")
    table.gives("ann", "other-side", again="no")
    assert table.open("ann") == table.open("ben") == [["one-thing"]]
    table.gives("ann", "one-thing", "I will ring")
    assert "I will ring" not in table.words("ben")
    table.skips("ben", "one-thing")
    assert "I will ring" in table.words("ben")
    assert table.state.over


def test_about_you_names_who_it_was_at_the_time() -> None:
    table = Table(shelf.get("about-you"), "ann", "ben")
    told(table, "ann", "ben")
    table.gives("ben", "other-side", again="yes")
    slots = [slot for slot in table.state.slots if slot.step.id == "happened"]
    assert [slot.roles["sharer"] for slot in slots] == [("ann",), ("ben",)]


def test_rose_thorn_bud_with_a_companion_at_one_device() -> None:
    table = Table(shelf.get("rose-thorn-bud"), "ann", "kim-six", way="together", bond="family")
    for step in ("rose", "thorn", "bud"):
        table.gives("kim-six", step, f"{step} of Kim")
    assert table.words("ann") == []
    for step in ("rose", "thorn", "bud"):
        table.gives("ann", step)
    assert table.words("ann") == ["rose of Kim", "thorn of Kim", "bud of Kim"]
    table.skips("ann", "warm-word")
    table.gives("kim-six", "warm-word", "I like your rose")
    table.gives("kim-six", "again", again="no")
    assert table.state.over


def test_another_round_of_rose_thorn_bud_is_a_new_page() -> None:
    table = Table(shelf.get("rose-thorn-bud"), "ann", "ben")
    for member in ("ann", "ben"):
        for step in ("rose", "thorn", "bud"):
            table.gives(member, step, "first")
    for member in ("ann", "ben"):
        table.skips(member, "warm-word")
    table.gives("ben", "again", again="yes")
    assert table.open("ann") == [["rose", "thorn", "bud"]]
    table.gives("ann", "rose", "second")
    assert "second" not in table.words("ben")
    assert table.words("ben").count("first") == 6


def test_sharing_to_myself_needs_nobody_and_shows_nobody() -> None:
    table = Table(shelf.get("to-myself"), "ann")
    kept = table.gives("ann", "inside", "just for me")
    assert kept.data == {}
    assert kept.private == {"words": "just for me"}
    (item, *_) = [i for i in table.state.visible("ann") if i.kind == "entry"]
    assert item.private
    assert item.data == {"words": "just for me"}


@pytest.mark.parametrize("slug", [practice.slug for practice in shelf.all()])
def test_every_practice_begins(slug: str) -> None:
    practice = shelf.get(slug)
    for bond in practice.bonds or ("",):
        for way in practice.ways:
            cast = ("ann", "ben")[: practice.least]
            state = Table(practice, *cast, way=way, bond=bond).state
            assert len(state.awaited) >= 1
