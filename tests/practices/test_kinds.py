"""Each kind of step for itself, and what may happen at any of them."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from nearer.practices.kinds.timer import Course, course_of
from nearer.practices.pauses import clean_pause
from nearer.practices.play import Entry, Unfitting
from nearer.practices.steps import Unfit
from tests.practices.scripts import script, write
from tests.practices.table import FULLY, NOT_YET, NOW, Table


def test_turns_await_exactly_one_and_go_by_the_cast() -> None:
    turns = {"id": "t", "kind": "turns", "who": "all", "ask": "Yours?", "rounds": 2}
    table = Table(script(turns), "ann", "ben", "cleo")
    for member in ("ann", "ben", "cleo", "ann"):
        assert table.state.awaited == {member}
        table.gives(member, "t", f"turn of {member}")
        assert f"turn of {member}" in table.words("cleo")
    table.leaves("ben")
    assert table.state.awaited == {"cleo"}
    table.gives("cleo", "t", "the last")
    assert table.state.over


def test_turns_stay_in_order_when_the_first_leaves() -> None:
    turns = {"id": "t", "kind": "turns", "who": "all", "ask": "Yours?", "rounds": 2}
    table = Table(script(turns, roles={}), "ann", "ben", "cleo")
    table.gives("ann", "t", "first")
    table.leaves("ann")
    for member in ("ben", "cleo", "ben", "cleo"):
        assert table.state.awaited == {member}
        table.gives(member, "t", "mine")
    assert table.state.over


def test_one_lane_reveals_nothing_of_another() -> None:
    """Ann judges the words of each before she sees them; judging Ben's opens only Ben's."""
    told = write("told", "listener", lane="listener", shown="after judged")
    judged = write("judged", "sharer", lane="listener")
    table = Table(script(told, judged), "ann", "ben", "cleo")
    table.gives("ben", "told", "from Ben")
    table.gives("cleo", "told", "from Cleo")
    table.gives("ann", "judged", "guessed", lane="cleo")
    assert "from Cleo" in table.words("ann")
    assert "from Ben" not in table.words("ann")


def test_the_words_of_a_new_round_wait_for_a_new_ready() -> None:
    ready = {"id": "ready", "kind": "ready", "who": "listener", "ask": "Now?"}
    again = {"id": "again", "kind": "again", "who": "all", "ask": "More?", "from": "share"}
    share = write("share", "sharer", shown="after ready")
    table = Table(script(share, ready, again, people=[2, 2]), "ann", "ben")
    table.gives("ann", "share", "first")
    table.gives("ben", "ready", **NOW)
    table.gives("ann", "again", again="yes")
    table.gives("ann", "share", "second")
    assert table.words("ben") == ["first"]
    table.gives("ben", "ready", **NOW)
    assert table.words("ben") == ["first", "second"]


def test_a_form_holds_nothing_that_others_gave() -> None:
    table = Table(script(write("w", shown="together", repeat={"least": 1, "most": 3})), "a", "b")
    table.gives("a", "w", "hidden")
    table.gives("b", "w", "my own")
    (page,) = table.state.open_for("b")
    assert [entry.data["words"] for entry in page.first.given] == ["my own"]


def test_a_pause_is_always_possible_and_closes_nothing() -> None:
    table = Table(script(write("w")), "ann", "ben")
    until = clean_pause({"when": "at", "day": "today", "time": "21:00"})
    table.add(Entry("p", 1, "ann", "pause", data=until))
    assert {who: pause.data for who, pause in table.state.pausing.items()} == {"ann": until}
    assert table.state.put_off("ann") == until
    assert table.state.put_off("ben") is None
    assert table.open("ann") == [["w"]]
    table.gives("ann", "w", "back again")
    assert table.state.pausing == {}


@pytest.mark.parametrize("form", [{"when": "now"}, {"when": "at", "day": "today"}])
def test_a_pause_says_when_or_leaves_it_open(form: dict[str, str]) -> None:
    assert clean_pause({}) == {}
    with pytest.raises(Unfit):
        clean_pause(form)
    table = Table(script(write("w")), "ann", "ben")
    with pytest.raises(Unfitting):
        table.add(Entry("p", 1, "ann", "pause", data=form))


def test_turns_refuse_who_is_not_in_turn() -> None:
    turns = {"id": "t", "kind": "turns", "who": "all", "ask": "Yours?", "rounds": 2}
    table = Table(script(turns), "ann", "ben")
    slot = table.state.slots[0]
    with pytest.raises(Unfitting) as refused:
        table.add(table.entry_for(slot, "ben", "answer", {"words": "me first"}))
    assert refused.value.reason == "not-your-turn"


def test_a_repeat_asks_for_enough_and_stops_at_the_most() -> None:
    table = Table(script(write("w", repeat={"least": 2, "most": 3})), "ann", "ben")
    table.gives("ann", "w", "one")
    with pytest.raises(Unfitting) as refused:
        table.add(table.entry("ann", "w", {}, "done"))
    assert refused.value.reason == "data"
    table.gives("ann", "w", "two")
    table.gives("ann", "w", "three")
    assert table.state.awaited == {"ben"}


def test_a_timer_is_started_by_one_and_ended_by_another() -> None:
    timer = {"id": "hug", "kind": "timer", "who": "all", "ask": "A hug", "seconds": 300}
    table = Table(script(timer), "ann", "ben")
    started = {"started": "2026-03-01T20:00:00+00:00"}
    rival = table.entry("ben", "hug", started, "start", id="rival")
    table.add(table.entry("ann", "hug", started, "start"))
    with pytest.raises(Unfitting):
        table.add(rival)
    assert table.state.slots[0].started == started["started"]
    table.add(table.entry("ben", "hug", {}, "done"))
    assert table.state.over


TIMER = {"id": "hug", "kind": "timer", "who": "all", "ask": "A hug", "seconds": 300}


def at(minute: int, second: int = 0) -> str:
    return f"2026-03-01T20:{minute:02}:{second:02}+00:00"


def test_a_clock_that_was_held_goes_on_where_it_stood() -> None:
    table = Table(script(TIMER), "ann", "ben")
    table.add(table.entry("ann", "hug", {"started": at(0)}, "start"))
    table.add(table.entry("ben", "hug", {"at": at(2)}, "hold"))
    assert course(table).held == 120
    table.add(table.entry("ann", "hug", {"at": at(30)}, "go-on"))
    assert course(table).held is None
    assert course(table).since.isoformat() == at(28), "as if it had been started two minutes ago"
    table.add(table.entry("ann", "hug", {"at": at(31, 30)}, "hold"))
    assert course(table).held == 210
    table.add(table.entry("ben", "hug", {}, "done"))
    assert table.state.over


def course(table: Table) -> Course:
    found = course_of(table.state.slots[0].given)
    assert found
    return found


def test_a_clock_is_held_only_while_it_runs_and_goes_on_only_while_it_rests() -> None:
    table = Table(script(TIMER), "ann", "ben")
    for move in ("hold", "go-on", "done"):
        with pytest.raises(Unfitting):
            table.add(table.entry("ann", "hug", {"at": at(1)}, move))
    table.add(table.entry("ann", "hug", {"started": at(0)}, "start"))
    with pytest.raises(Unfitting):
        table.add(table.entry("ann", "hug", {"at": at(1)}, "go-on"))
    table.add(table.entry("ann", "hug", {"at": at(1)}, "hold"))
    with pytest.raises(Unfitting):
        table.add(table.entry("ben", "hug", {"at": at(1)}, "hold"))


@pytest.mark.parametrize(
    "moment",
    [None, 7, "", "soon", "0001-01-01T00:00:00", "9999-12-31T23:59:59-23:00", "2026-03-01", {}],
)
def test_no_moment_that_somebody_makes_up_breaks_a_clock(moment: object) -> None:
    table = Table(script(TIMER), "ann", "ben")
    table.add(table.entry("ann", "hug", {"started": at(0)}, "start"))
    slot = table.state.slots[0].id
    for n, move in enumerate(("hold", "go-on", "hold"), start=2):
        table.entries.append(Entry(f"x{n}", n, "ben", move, slot, {"at": moment}))
    assert 0 <= (course(table).held or 0) <= 86_400
    table.add(table.entry("ann", "hug", {}, "done"))
    assert table.state.over


def test_what_can_be_done_on_one_phone_can_be_done_on_two_in_step() -> None:
    both, apart = script(TIMER), script(TIMER, ways=["apart"])
    assert Table(both, "ann", "ben", way="in-step").state.begun
    assert not Table(apart, "ann", "ben", way="in-step").state.begun
    assert not Table(both, "ann", "ben", way="elsewhere").state.begun


def test_in_step_words_may_be_said_but_only_where_somebody_says_so() -> None:
    table = Table(script(write("a")), "ann", "ben", way="in-step")
    with pytest.raises(Unfit):
        table.entry("ann", "a", {"words": ""})
    assert table.entry("ann", "a", {"words": "", "said": "yes"}).data == {"words": "", "said": True}
    apart = Table(script(write("a")), "ann", "ben")
    with pytest.raises(Unfit):
        apart.entry("ann", "a", {"words": "", "said": "yes"})


def test_what_is_shown_after_oneself_opens_with_ones_own_answer() -> None:
    table = Table(script(write("guess", shown="after guess"), write("next")), "ann", "ben", "cleo")
    table.gives("ann", "guess", "blue")
    table.gives("ben", "guess", "green")
    assert table.words("ben") == ["blue", "green"]
    assert table.words("cleo") == []


def test_words_taken_back_leave_the_course_as_it_was() -> None:
    table = Table(script(write("a"), write("b")), "ann", "ben")
    first = table.gives("ann", "a", "too much")
    table.gives("ben", "a", "mine")
    table.entries[table.entries.index(first)] = table.gone(first)
    assert table.open("ann") == [["b"]]
    assert table.words("ben") == ["mine"]


def test_who_is_through_their_lane_waits_only_if_more_comes_for_all() -> None:
    lane = write("mine", "listener", lane="listener")
    table = Table(script(lane), "ann", "ben", "cleo")
    table.gives("ben", "mine", "done")
    assert table.state.waiting_on("ben") == ()
    longer = Table(script(lane, write("end")), "ann", "ben", "cleo")
    longer.gives("ben", "mine", "done")
    assert longer.state.waiting_on("ben") == ("cleo",)


def test_a_late_show_reopens_nothing() -> None:
    receipt = {"id": "r", "kind": "receipt", "who": "all", "about": "all", "ask": "How?"}
    table = Table(script(write("w"), receipt | {"reopens": "w"}), "ann", "ben")
    for member in ("ann", "ben"):
        table.gives(member, "w", "words")
    kept = table.gives("ann", "r", **{**NOT_YET, "then": "keep"})
    (slot,) = table.state.showable("ann")
    forged = {**(kept.private or {}), "then": "show"}
    table.add(replace(table.entry_for(slot, "ann", "show", forged), data=forged))
    table.gives("ben", "r", **FULLY)
    assert table.state.over


def test_it_is_over_when_too_few_remain() -> None:
    table = Table(script(write("w"), roles={}, people=[3, 5]), "ann", "ben", "cleo", "dov")
    table.leaves("dov")
    assert not table.state.over
    table.leaves("cleo")
    assert table.state.why_over == "left"


def test_a_skip_is_told_to_nobody_else() -> None:
    table = Table(script(write("w", optional=True), write("x")), "ann", "ben")
    table.skips("ann", "w")
    assert [item.move for item in table.state.visible("ann")] == ["skip"]
    assert table.state.visible("ben") == ()


def test_what_is_not_optional_cannot_be_skipped() -> None:
    table = Table(script(write("w")), "ann", "ben")
    with pytest.raises(Unfitting) as refused:
        table.add(Entry("e1", 1, "ann", "skip", "main.1.w"))
    assert refused.value.reason == "move"


@pytest.mark.parametrize("data", [{}, {"words": 3}, {"words": None}, {"gone": "yes"}])
def test_a_torn_answer_is_refused(data: dict[str, object]) -> None:
    table = Table(script(write("w")), "ann", "ben")
    with pytest.raises(Unfitting) as refused:
        table.add(Entry("e1", 1, "ann", "answer", "main.1.w", data))
    assert refused.value.reason == "data"


def test_thirty_entries_are_played_in_a_blink() -> None:
    table = Table(script(write("w", repeat={"least": 1, "most": 40})), "ann", "ben")
    for n in range(30):
        table.gives(("ann", "ben")[n % 2], "w", f"words {n}")
    began = time.perf_counter()
    for _ in range(20):
        table.state.visible("ann")
    # Far above what it takes, for a busy machine; the budget itself is a millisecond or two.
    assert (time.perf_counter() - began) / 20 < 0.02
