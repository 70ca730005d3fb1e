"""Drawing a card, talking about it, and agreeing in private how deep to go."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from nearer.practices.play import Unfitting
from nearer.practices.script import ScriptFault
from nearer.practices.steps import Unfit
from tests.practices.scripts import OPTIONS, script, write
from tests.practices.table import Table

DRAW = {"id": "card", "kind": "draw", "who": "sharer", "ask": "Draw one", "deck": "cards"}
DEEPER = {"id": "on", "kind": "deeper", "who": "all", "from": "card"}
LADDER = script(DRAW, write("say", about="card", shown="together"), DEEPER)


def card(depth: int = 1, text: str = "What do you hum?") -> dict[str, Any]:
    return {"card": f"c{depth}", "deck": "everyday", "text": text, "depth": depth}


def round_of(table: Table, *said: str, depth: int = 1, text: str = "What do you hum?") -> None:
    members = table.state.cast
    table.gives(members[0], "card", **card(depth, text))
    for member in members:
        table.gives(member, "say", f"{member} says")
    for member, how in zip(members, said, strict=True):
        table.gives(member, "on", deeper=how)


def test_the_first_who_draws_draws_for_all() -> None:
    table = Table(script(DRAW | {"who": "all"}, write("say", about="card")), "ann", "ben")
    slow = table.entry("ben", "card", card(text="Another"))
    table.gives("ann", "card", **card())
    with pytest.raises(Unfitting):
        table.add(slow)
    (page,) = table.state.open_for("ben")
    assert page.first.card == card()


def test_a_card_is_drawn_no_deeper_than_all_wanted() -> None:
    table = Table(LADDER, "ann", "ben")
    with pytest.raises(Unfitting) as unfitting:
        table.gives("ann", "card", **card(2))
    assert unfitting.value.reason == "too-deep"
    round_of(table, "deeper", "deeper")
    assert table.state.open_for("ann")[0].first.depth == 2
    round_of(table, "deeper", "stay", depth=2)
    assert table.state.open_for("ann")[0].first.depth == 2
    round_of(table, "enough", "deeper", depth=1)
    assert table.state.over


def test_it_never_goes_deeper_than_five() -> None:
    table = Table(LADDER, "ann", "ben")
    for depth in (1, 2, 3, 4, 5, 5):
        assert table.state.open_for("ann")[0].first.depth == depth
        round_of(table, "deeper", "deeper", depth=depth)


def test_a_practice_may_begin_deeper_and_take_all_its_draws_along() -> None:
    second = DRAW | {"id": "second", "who": "listener"}
    steps = (DRAW | {"depth": 2}, write("say", about="card"), second, DEEPER)
    table = Table(script(*steps), "ann", "ben")
    table.gives("ann", "card", **card(2))
    table.gives("ann", "say", "a")
    table.gives("ben", "say", "b")
    assert table.state.open_for("ben")[0].first.depth == 1
    table.gives("ben", "second", **card(1))
    table.gives("ann", "on", deeper="deeper")
    table.gives("ben", "on", deeper="deeper")
    assert table.state.open_for("ann")[0].first.depth == 3


@pytest.mark.parametrize("said", itertools.product(("deeper", "stay", "enough"), repeat=2))
def test_of_deeper_the_others_learn_only_where_it_leads(said: tuple[str, str]) -> None:
    """Whatever two others said: with the same outcome, Ann sees the same."""
    seen: dict[tuple[bool, int], set[str]] = {}
    for ann in ("deeper", "stay", "enough"):
        seen.clear()
        for ben, cleo in (said, said[::-1]):
            table = Table(LADDER, "ann", "ben", "cleo")
            round_of(table, ann, ben, cleo)
            state = table.seen_by("ann")
            drawn = repr(state.visible("ann")) + repr(state.open_for("ann"))
            depth = max(slot.depth for slot in state.slots)
            seen.setdefault((state.over, depth), set()).add(drawn)
        assert all(len(drawn) == 1 for drawn in seen.values())
        assert len(seen) == 1


def test_ones_own_answer_to_deeper_is_there_and_private() -> None:
    table = Table(LADDER, "ann", "ben")
    round_of(table, "deeper", "stay")
    for member, how in (("ann", "deeper"), ("ben", "stay")):
        items = [i for i in table.seen_by(member).visible(member) if "deeper" in i.data]
        assert [item.data["deeper"] for item in items] == [how]
        assert items[0].private
        assert items[0].mine


def test_a_step_about_a_card_has_the_card_of_its_own_round() -> None:
    table = Table(LADDER, "ann", "ben")
    round_of(table, "stay", "stay", text="The first?")
    table.gives("ann", "card", **card(text="The second?"))
    slots = [slot for slot in table.state.slots if slot.step.id == "say"]
    assert [slot.card["text"] for slot in slots] == ["The first?", "The second?"]


@pytest.mark.parametrize(
    "form",
    [
        {"text": ""},
        {"text": "x" * 501},
        {"depth": "1"},
        {"depth": 0},
        {"card": ""},
        {"card": ["c"]},
        {"deck": None},
    ],
)
def test_a_card_that_is_none_is_kindly_refused(form: dict[str, Any]) -> None:
    with pytest.raises(Unfit, match="draw another"):
        Table(LADDER, "ann", "ben").gives("ann", "card", **{**card(), **form})


def test_a_promise_may_say_by_when() -> None:
    table = Table(script(write("a", keep="promise", dated=True)), "ann", "ben")
    assert table.gives("ann", "a", "I will ring", day="2026-11-30").data == {
        "words": "I will ring",
        "day": "2026-11-30",
    }
    assert table.gives("ben", "a", "I too", day="").data == {"words": "I too"}


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20261130", "2026-11-30T10:00"])
def test_a_day_that_is_none_is_asked_for_again(day: str) -> None:
    table = Table(script(write("a", dated=True)), "ann", "ben")
    with pytest.raises(Unfit) as unfit:
        table.gives("ann", "a", "I will ring", day=day)
    assert unfit.value.field == "day"


def test_a_step_without_a_date_takes_none() -> None:
    table = Table(script(write("a")), "ann", "ben")
    assert "day" not in table.gives("ann", "a", "words", day="2026-11-30").data


READY = {"id": "ready", "kind": "ready", "who": "listener", "ask": "Now?"}
HIDDEN = script(
    DRAW | {"shown": "after ready"},
    write("tell", "sharer", about="card", shown="after ready"),
    write("aside", "sharer", about="card"),
    READY,
    write("back", "listener", about="card"),
)


def test_a_card_may_wait_for_ready_like_the_words_about_it() -> None:
    table = Table(HIDDEN, "ann", "ben")
    table.gives("ann", "card", **card(text="What do you hide?"))
    assert table.state.open_for("ann")[0].first.card["text"] == "What do you hide?"
    table.gives("ann", "tell", "the chocolate")
    table.gives("ann", "aside", "in the boot")
    seen = table.seen_by("ben")
    assert "What do you hide?" not in repr((seen.visible("ben"), seen.open_for("ben")))
    table.gives("ben", "ready", when="now")
    assert "What do you hide?" in repr(table.seen_by("ben").visible("ben"))
    assert table.state.open_for("ben")[0].first.card["text"] == "What do you hide?"


def test_a_card_that_is_hidden_is_open_to_all_only_after_that() -> None:
    table = Table(HIDDEN, "ann", "ben")
    table.gives("ann", "card", **card())
    table.gives("ann", "tell", "x")
    aside = table.state.slots[2]
    assert table.state.card_open_to_all(aside) == {}
    table.gives("ann", "aside", "y")
    table.gives("ben", "ready", when="now")
    assert table.state.card_open_to_all(aside) == card()


def test_a_step_may_be_about_the_first_of_several_cards_that_was_drawn() -> None:
    pick = {"id": "pick", "kind": "choose", "who": "sharer", "ask": "Which?", "options": OPTIONS}
    low = DRAW | {"id": "low", "when": {"step": "pick", "is": ["red"]}}
    high = DRAW | {"id": "high", "depth": 3, "when": {"step": "pick", "is": ["blue"]}}
    again = {"id": "more", "kind": "again", "who": "sharer", "ask": "More?", "from": "pick"}
    table = Table(
        script(pick, low, high, write("tell", "sharer", about=["low", "high"]), again), "ann", "ben"
    )
    for colour, step, text in (("blue", "high", "High up"), ("red", "low", "On the ground")):
        table.gives("ann", "pick", choices=[colour])
        table.gives("ann", step, **card(text=text))
        assert table.state.open_for("ann")[0].first.card["text"] == text
        table.gives("ann", "tell", "x")
        table.gives("ann", "more", again="yes")


@pytest.mark.parametrize("shown", ["me", "together"])
def test_a_card_cannot_be_kept_to_oneself(shown: str) -> None:
    with pytest.raises(ScriptFault, match="a card is shown"):
        script(DRAW | {"shown": shown}, write("say"))
