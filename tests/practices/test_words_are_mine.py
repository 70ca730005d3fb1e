"""Words taken back or changed at any place: everybody goes the same way on, to the end."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nearer.practices import shelf
from nearer.practices.kept_back import shown_later
from nearer.practices.play import Entry, Slot, State, Unfitting, fits, play
from nearer.practices.removed import can_go, without_words
from nearer.practices.script import Script
from nearer.practices.steps import ME
from tests.practices import oracle
from tests.practices.scripts import random_script
from tests.practices.strangers import answer, sitting
from tests.practices.test_properties import legal
from tests.practices.test_whole_shelf import SLUGS, tables

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "150"))
played = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
scripts = st.one_of(st.integers(0, 2000).map(random_script), st.sampled_from(shelf.all()))
chances = st.integers(0, 2**32).map(random.Random)
lengths = st.integers(1, 45)


def slot_of(state: State, entry: Entry) -> Slot | None:
    return state.slot(entry.slot) if entry.slot else None


def kept_back(slot: Slot, entry: Entry) -> bool:
    alone = slot.step.shown == ME or entry.data.get("then") == "keep"
    return alone and entry.move == "answer"


def taken_back(script: Script, state: State, entry: Entry) -> Entry:
    """What the product leaves of an entry."""
    slot = slot_of(state, entry)
    if slot is None or not can_go(slot.step, entry.move):
        return entry
    if kept_back(slot, entry):
        return replace(entry, private=None)
    return replace(entry, data=without_words(script, slot.step, entry.data), private=None)


def reworded(state: State, entry: Entry) -> Entry:
    """The same with other words, where an author may change them."""
    slot = slot_of(state, entry)
    if slot is None or not slot.step.may_be_reworded or entry.data.get("gone"):
        return entry

    def other(data: Any) -> Any:
        return {k: "edited" if k in ("words", "helped") and v else v for k, v in data.items()}

    return replace(entry, data=other(entry.data), private=entry.private and other(entry.private))


def with_shows(state: State, ids: set[str]) -> set[str]:
    """Answers to be taken back, each with the entry by which it was shown later."""
    found = set(ids)
    for slot in state.slots:
        for entry in slot.given:
            later = shown_later(entry, slot.given) if entry.move == "answer" else None
            if entry.id in ids and later is not None:
                found.add(later.id)
    return found


def course(state: State) -> list[Any]:
    """The way a sitting took, and who is where in it."""
    slots = [(s.id, s.who, s.audience, s.roles, s.open, s.passed, s.awaits) for s in state.slots]
    accepted = [entry.id for entry in state.entries]
    waits = [(m, state.waiting_on(m)) for m in state.cast]
    depths = [(s.depth, dict(s.card)) for s in state.slots]
    return [accepted, slots, waits, depths, state.awaited, state.over, state.why_over, state.roles]


def canaries(entry: Entry) -> list[str]:
    values = [*entry.data.values(), *(entry.private or {}).values()]
    return [v for v in values if isinstance(v, str) and "canary" in v]


@played
@given(scripts, chances, lengths)
def test_taking_back_changes_no_course_and_leaves_no_word(
    script: Script, rng: random.Random, length: int
) -> None:
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    some = {entry.id for entry in entries if rng.random() < 0.5}
    gone = with_shows(state, some)
    after = [taken_back(script, state, e) if e.id in gone else e for e in entries]
    retold = play(script, after)
    assert course(retold) == course(state)
    legal(script, retold)
    for member in state.cast:
        assert [i.entry_id for i in retold.visible(member)] == [
            i.entry_id for i in state.visible(member)
        ]
        drawn = repr(retold.visible(member)) + repr(retold.open_for(member))
        for entry in entries:
            slot = slot_of(state, entry)
            if entry.id in gone and slot is not None and can_go(slot.step, entry.move):
                assert all(words not in drawn for words in canaries(entry))
                for item in retold.visible(member):
                    if item.entry_id == entry.id and item.kind == "entry" and not item.private:
                        assert dict(item.data) == {"gone": True}


@played
@given(scripts, chances, lengths)
def test_other_words_change_no_course(script: Script, rng: random.Random, length: int) -> None:
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    after = [reworded(state, e) if rng.random() < 0.5 else e for e in entries]
    retold = play(script, after)
    assert course(retold) == course(state)
    for member in state.cast:
        seen = [(i.entry_id, i.private, i.mine) for i in state.visible(member)]
        assert [(i.entry_id, i.private, i.mine) for i in retold.visible(member)] == seen


@played
@given(scripts, chances, lengths)
def test_what_is_hidden_stays_hidden_whatever_is_taken_back_or_changed(
    script: Script, rng: random.Random, length: int
) -> None:
    """By the rules read a second time, and not by the fold."""
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    gone = with_shows(state, {e.id for e in entries if rng.random() < 0.3})
    mixed = [taken_back(script, state, e) if e.id in gone else reworded(state, e) for e in entries]
    retold = play(script, mixed)
    for member in retold.cast:
        hidden = oracle.hidden_from(member, script, retold)
        assert hidden == oracle.hidden_from(member, script, state)
        assert hidden.isdisjoint(item.entry_id for item in retold.visible(member))


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=1, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.integers(0, 2**32))
def test_the_whole_shelf_is_played_to_its_end_while_words_go_and_change(
    slug: str, chance: int
) -> None:
    script = shelf.get(slug)
    for bond, way, cast in tables(script):
        rng = random.Random(chance)
        data = {"cast": list(cast), "begun_by": cast[0], "way": way, "bond": bond}
        entries = [Entry("e0", 0, cast[0], "begin", "", data)]
        state = play(script, entries)
        while not state.over:
            entry = answer(rng, script, state, len(entries), to_the_end=True)
            assert entry is not None, (bond, way, len(cast))
            entries.append(entry)
            if rng.random() < 0.5:
                entries = touched(rng, script, entries)
            assert len(entries) < 400, (bond, way, len(cast))
            state = play(script, entries)
            assert len(state.entries) == len(entries), (bond, way, len(cast))
        assert state.why_over == "finished", (bond, way, len(cast))


def touched(rng: random.Random, script: Script, entries: list[Entry]) -> list[Entry]:
    """One entry, wherever it stands, taken back or put in other words."""
    state = play(script, entries)
    one = rng.choice(entries)
    gone = with_shows(state, {one.id}) if rng.random() < 0.5 else set()
    return [
        taken_back(script, state, e)
        if e.id in gone
        else reworded(state, e)
        if e.id == one.id
        else e
        for e in entries
    ]


@played
@given(scripts, chances)
def test_only_what_one_kept_can_be_shown_and_only_once(script: Script, rng: random.Random) -> None:
    entries = sitting(rng, script, 40, hostile=False)
    state = play(script, entries)
    for slot in state.slots:
        for entry in slot.given:
            for by in state.cast:
                shown = Entry("forged", 900, by, "show", slot.id, {"words": "x", "of": entry.id})
                try:
                    fits(script, entries, shown)
                except Unfitting:
                    continue
                assert slot.step.shown == ME
                assert entry.by == by
                again = replace(shown, id="again", seq=901)
                accepted = play(script, [*entries, shown, again]).entries
                assert "forged" in {e.id for e in accepted}
                assert "again" not in {e.id for e in accepted}


def test_a_random_sitting_holds_what_these_tests_are_about() -> None:
    """Else they would find nothing, whatever is broken."""
    found = set()
    for seed in range(300):
        rng = random.Random(seed)
        script = random_script(seed)
        state = play(script, sitting(rng, script, 40, hostile=False))
        for slot in state.slots:
            for entry in slot.given:
                if can_go(slot.step, entry.move):
                    found.add((slot.step.kind, kept_back(slot, entry), entry.move))
    kinds = {kind for kind, _, _ in found}
    assert {"write", "feel", "choose", "rate", "receipt", "turns"} <= kinds
    assert any(kept for _, kept, _ in found)
    assert {"answer", "show"} <= {move for _, _, move in found}
