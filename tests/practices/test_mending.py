"""The practices for what went wrong, and for coming near again."""

from __future__ import annotations

from typing import Any

import pytest

from nearer.practices import shelf
from tests.practices.table import FULLY, NOT_YET, NOW, Table

CARD: dict[str, Any] = {"card": "own-1", "deck": "own", "text": "Which soup are you?", "depth": 1}


def read_by(table: Table, member: str) -> list[str]:
    items = table.seen_by(member).visible(member)
    return [item.step.id for item in items if item.step and item.kind == "read"]


@pytest.mark.parametrize(
    ("over", "safe", "told"),
    [
        ("no", "", "not-over"),
        ("unsure", "", "not-over"),
        ("yes", "afraid", "not-safe"),
        ("yes", "unsure", "not-safe"),
    ],
)
def test_forgiving_ends_kindly_where_it_is_not_over_or_not_safe(
    over: str, safe: str, told: str
) -> None:
    table = Table(shelf.get("forgiving"), "ann")
    table.gives("ann", "over", choices=over)
    if safe:
        table.gives("ann", "safe", choices=safe)
    assert table.state.over
    assert read_by(table, "ann") == ["what-it-is", told]
    assert "Help" in shelf.get("forgiving").step(told).text("text")


def test_forgiving_goes_in_parts_and_may_end_after_each() -> None:
    table = Table(shelf.get("forgiving"), "ann")
    table.gives("ann", "over", choices="yes")
    table.gives("ann", "safe", choices="yes")
    kept = table.gives("ann", "happened", "it was like this")
    assert kept.data == {}
    table.gives("ann", "did", "it cost me sleep")
    table.skips("ann", "felt")
    assert table.open("ann") == [["first-rest"]]
    table.gives("ann", "first-rest", choices="stop")
    assert table.state.over


def test_owning_up_gives_the_pen_back_where_the_apology_has_not_landed() -> None:
    table = Table(shelf.get("owning-up"), "ann", "ben")
    table.gives("ann", "act", "I read your letter")
    table.gives("ann", "effect", "you were laid bare")
    table.skips("ann", "mend")
    table.gives("ann", "change", "I ask first", day="2026-11-30")
    assert table.words("ben") == []
    table.gives("ben", "ready", **NOW)
    assert table.words("ben") == ["I read your letter", "you were laid bare", "I ask first"]
    table.gives("ben", "now", choices="arrived")
    table.gives("ben", "receipt", **NOT_YET)
    assert table.open("ann") == [["act", "effect", "mend", "change"]]


@pytest.mark.parametrize("now", ["time", "no-answer"])
def test_owning_up_asks_nothing_of_somebody_who_wants_time(now: str) -> None:
    table = Table(shelf.get("owning-up"), "ann", "ben")
    for step in ("act", "effect", "mend", "change"):
        table.gives("ann", step, step)
    table.gives("ben", "ready", **NOW)
    table.gives("ben", "now", choices=now)
    assert table.state.over


def test_making_up_opens_when_both_have_told_and_both_hear_before_they_apologise() -> None:
    table = Table(shelf.get("making-up"), "ann", "ben")
    table.gives("ann", "ready", **NOW)
    assert table.open("ann") == []
    table.gives("ben", "ready", **NOW)
    table.gives("ann", "like", "mine")
    table.skips("ann", "felt")
    assert table.words("ben") == []
    table.gives("ben", "like", "his")
    table.skips("ben", "felt")
    assert table.words("ann") == table.words("ben") == ["mine", "his"]
    table.gives("ann", "heard", "heard by Ann")
    table.gives("ben", "heard", "heard by Ben")
    table.gives("ann", "receipt", **FULLY)
    table.gives("ben", "receipt", **NOT_YET)
    assert table.open("ann") == table.open("ben") == [["heard"]]


def test_saying_what_i_need_takes_a_no_and_looks_for_something_else() -> None:
    table = Table(shelf.get("saying-what-i-need"), "ann", "ben")
    table.gives("ann", "happened", "three times in a row")
    table.skips("ann", "felt")
    table.gives("ann", "need", "that it goes both ways")
    table.gives("ann", "request", "could we meet at the lake?")
    table.gives("ben", "ready", **NOW)
    table.gives("ben", "reflect", "you sat in that train")
    table.gives("ann", "receipt", **FULLY)
    table.gives("ben", "reply", choices="no")
    table.skips("ben", "because")
    assert table.open("ann") == table.open("ben") == [["ideas"]]


def test_the_little_things_stay_hidden_until_they_are_guessed() -> None:
    table = Table(shelf.get("the-little-things"), "ann", "ben")
    table.gives("ann", "card", **CARD)
    table.gives("ann", "truth", "leek")
    assert "leek" not in table.words("ben")
    table.gives("ben", "guess", "pumpkin")
    assert "leek" in table.words("ben")


def test_nobody_can_tell_who_passed_on_a_question_card() -> None:
    table = Table(shelf.get("question-cards"), "ann", "ben", "cem")
    table.gives("cem", "card", **CARD)
    table.gives("ann", "answer", "the bakery")
    table.skips("ben", "answer")
    assert table.words("cem") == []
    table.gives("cem", "answer", "the cellar")
    by = {item.by for item in table.seen_by("ann").visible("ann") if item.by != "ann"}
    assert by == {"cem"}
