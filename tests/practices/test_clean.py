"""What a form sends is taken whole, or given back with a kind word."""

from __future__ import annotations

from typing import Any

import pytest

from nearer.practices.steps import Step, Unfit, clean
from tests.practices.scripts import OPTIONS, script, write

WISH = {"id": "s", "kind": "choose", "who": "all", "ask": "What?", "options": OPTIONS}
FEEL = {"id": "s", "kind": "feel", "who": "all", "ask": "What?"}
READY = {"id": "s", "kind": "ready", "who": "all", "ask": "Now?"}
RECEIPT = {"id": "s", "kind": "receipt", "who": "all", "about": "all", "ask": "How?"}
TIMER = {"id": "s", "kind": "timer", "who": "all", "ask": "Hug", "seconds": 60}
FELT = {"understood": "fully", "accepted": "partly", "cared": "not-yet"}


def step(table: dict[str, Any], **more: Any) -> Step:
    return script(table | more).steps[0]


def refusal(table: dict[str, Any], form: dict[str, Any], move: str = "answer") -> Unfit:
    with pytest.raises(Unfit) as caught:
        clean(step(table), move, form, "apart")
    return caught.value


@pytest.mark.parametrize(
    "words", ["שלום, מה שלומך?", "👩‍👩‍👧 und 👍🏽", "e\u0301", "\u202eabc", "  a "]
)
def test_words_stay_as_they_were_typed(words: str) -> None:
    assert clean(step(write("s")), "answer", {"words": words}, "apart") == ({"words": words}, None)


def test_control_characters_go_and_newlines_become_one_kind() -> None:
    form = {"words": "a\x00b\r\nc\rd\te\x1b[0m\ud800"}
    assert clean(step(write("s")), "answer", form, "apart")[0] == {"words": "ab\nc\nd\te[0m"}


def test_too_many_characters_are_counted_and_nothing_is_lost() -> None:
    unfit = refusal(write("s"), {"words": "x" * 200_000})
    assert unfit.field == "words"
    assert "200,000 characters" in unfit.message
    assert "room for 20,000" in unfit.message
    assert "Nothing is lost" in unfit.message
    assert clean(step(write("s")), "answer", {"words": "x" * 20_000}, "apart")


@pytest.mark.parametrize("form", [{}, {"words": ""}, {"words": " \n\x00"}])
def test_no_words_are_asked_for_kindly(form: dict[str, Any]) -> None:
    assert refusal(write("s"), form).message == "There is nothing here yet. A few words are enough."
    said = {"words": "", "said": True}
    assert clean(step(write("s")), "answer", form, "together") == (said, None)


def test_what_is_for_me_alone_is_private_whole() -> None:
    mine = step(write("s", shown="me"))
    assert clean(mine, "answer", {"words": "x"}, "apart") == ({}, {"words": "x"})


def test_a_kept_receipt_shares_nothing_but_that_it_is_kept() -> None:
    form = {**FELT, "helped": "time", "then": "keep"}
    shared, private = clean(step(RECEIPT), "answer", form, "apart")
    assert shared == {"then": "keep"}
    assert private == {**FELT, "helped": "time"}
    assert clean(step(RECEIPT), "show", private or {}, "apart") == (private, None)


def test_a_shown_receipt_is_shared_whole() -> None:
    shared, private = clean(step(RECEIPT), "answer", {**FELT, "then": "show"}, "apart")
    assert shared == {**FELT, "helped": "", "then": "show"}
    assert private is None


@pytest.mark.parametrize(
    ("table", "form", "field"),
    [
        (WISH, {"choices": "pink"}, "choices"),
        (WISH, {"choices": ["red", "blue"]}, "choices"),
        (WISH | {"many": True}, {"choices": [["red"]]}, "choices"),
        (WISH | {"many": True}, {}, "choices"),
        (FEEL, {}, "feelings"),
        (FEEL, {"feelings": "sad"}, "feelings"),
        (FEEL, {"feelings": "sad:9"}, "feelings"),
        (FEEL, {"feelings": "zzz:1"}, "feelings"),
        (FEEL, {"feelings": [3, None]}, "feelings"),
        (READY, {}, "when"),
        (READY, {"when": "at", "day": "friday", "time": "21:00"}, "day"),
        (READY, {"when": "at", "day": "today", "time": "25:00"}, "time"),
        (READY, {"when": "at", "day": "today", "time": "٢١:٠٠"}, "time"),
        (RECEIPT, {**FELT, "then": "later"}, "then"),
        (RECEIPT, {"then": "show"}, "understood"),
        (RECEIPT, {**FELT, "then": "show", "helped": "x" * 20_001}, "helped"),
    ],
)
def test_it_names_the_field_that_does_not_fit(
    table: dict[str, Any], form: dict[str, Any], field: str
) -> None:
    unfit = refusal(table, form)
    assert unfit.field == field
    assert unfit.message == str(unfit) != ""


def test_feelings_come_as_word_and_strength() -> None:
    form = {"feelings": ["sad:2", {"word": "glad", "strength": 1}]}
    felt = [{"word": "sad", "strength": 2}, {"word": "glad", "strength": 1}]
    assert clean(step(FEEL), "answer", form, "apart") == ({"feelings": felt}, None)


def test_more_than_five_feelings_are_too_many() -> None:
    words = ["sad", "glad", "happy", "content", "pleased", "merry"]
    unfit = refusal(FEEL, {"feelings": [f"{word}:1" for word in words]})
    assert unfit.message == "Please keep the 5 that matter most."


def test_not_now_at_nine() -> None:
    form = {"when": "at", "day": "today", "time": "21:00"}
    assert clean(step(READY), "answer", form, "apart") == (form, None)


def test_a_timer_needs_a_time_to_have_started() -> None:
    assert refusal(TIMER, {"started": "soon"}, "start").field == "started"


@pytest.mark.parametrize("move", ["skip", "done", "begin", "leave", "fly"])
def test_a_move_that_the_step_does_not_know_is_refused(move: str) -> None:
    assert refusal(write("s"), {"words": "x"}, move).field == "move"


def test_an_optional_step_can_be_skipped() -> None:
    assert clean(step(write("s", optional=True)), "skip", {}, "apart") == ({}, None)
