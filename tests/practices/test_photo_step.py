"""A step that asks for a picture: what it takes, and what it never keeps in the entry."""

from __future__ import annotations

from typing import Any

import pytest

from nearer.practices.play import Entry, Unfitting, fits
from nearer.practices.steps import Unfit, clean
from tests.practices.scripts import script, write
from tests.practices.table import Table

SHOW = {"id": "s", "kind": "photo", "who": "all", "ask": "Show it"}
ID = "0d9e5f7e-7c0e-4f0c-9b53-0f9d0c1e2a3b"
STEP = script(SHOW).step("s")


def test_the_entry_holds_the_picture_and_not_what_was_said_of_it() -> None:
    assert clean(STEP, "answer", {"photo": ID, "alt": "A flag"}, "apart") == ({"photo": ID}, None)


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "photo"),
        ({"alt": "A flag"}, "photo"),
        ({"photo": "x", "alt": "A flag"}, "photo"),
        ({"photo": ["x"], "alt": "A flag"}, "photo"),
        ({"photo": ID}, "alt"),
        ({"photo": ID, "alt": " \n "}, "alt"),
        ({"photo": ID, "alt": "x" * 1_001}, "alt"),
    ],
)
def test_what_is_missing_is_asked_for(form: dict[str, Any], field: str) -> None:
    with pytest.raises(Unfit) as unfit:
        clean(STEP, "answer", form, "apart")

    assert unfit.value.field == field


def test_face_to_face_it_may_be_shown_and_nothing_sent() -> None:
    assert clean(STEP, "answer", {"photo": "", "alt": ""}, "together") == ({"said": True}, None)
    with pytest.raises(Unfit):
        clean(STEP, "answer", {"photo": "", "alt": "A flag"}, "together")


def test_one_for_oneself_is_in_the_private_part_alone() -> None:
    own = script({**SHOW, "shown": "me"}).step("s")

    assert clean(own, "answer", {"photo": ID, "alt": "A"}, "apart") == ({}, {"photo": ID})


@pytest.mark.parametrize("data", [{}, {"photo": "x"}, {"photo": ID.upper()}, {"said": "yes"}])
def test_an_entry_of_another_shape_does_not_fit(data: dict[str, Any]) -> None:
    table = Table(script(SHOW), "ann", "ben")
    slot = table.state.open_for("ann")[0].first
    entry = Entry("e1", 1, "ann", "answer", slot.id, data)

    with pytest.raises(Unfitting):
        fits(table.script, table.entries, entry)


def test_it_may_open_together_and_stand_beside_words() -> None:
    both = script({**SHOW, "shown": "together"}, write("w", same_page=True, shown="together"))
    table = Table(both, "ann", "ben")
    assert table.open("ann") == [["s", "w"]]
    table.gives("ann", "s", photo=ID, alt="A flag")
    assert not [item for item in table.seen_by("ben").visible("ben") if item.data.get("photo")]
    table.gives("ann", "w", "words")
    for step in ("s", "w"):
        table.gives("ben", step, "words", photo=ID, alt="Another")
    seen = table.seen_by("ben").visible("ben")
    assert [item.by for item in seen if item.data.get("photo") == ID] == ["ann", "ben"]
