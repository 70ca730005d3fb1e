"""What must hold in every sitting of every practice, of the catalogue and of random ones."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nearer.practices import shelf
from nearer.practices.play import Entry, Slot, State, Unfitting, fits, play
from nearer.practices.script import Script
from nearer.practices.steps import clean
from tests.practices import oracle
from tests.practices.scripts import random_script
from tests.practices.strangers import answer, form_for, nonsense, sitting
from tests.practices.table import private_to

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "150"))
played = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

scripts = st.one_of(st.integers(0, 2000).map(random_script), st.sampled_from(shelf.all()))
chances = st.integers(0, 2**32).map(random.Random)
lengths = st.integers(1, 45)


def accepted_ids(state: State) -> list[str]:
    return [entry.id for entry in state.entries]


def legal(script: Script, state: State) -> None:
    """Nobody is stuck: somebody is awaited, and whoever is awaited has something to fill in."""
    assert state.begun
    assert state.over == bool(state.why_over)
    assert state.over == (not state.awaited)
    assert state.awaited <= set(state.cast) - state.left
    assert all(len(s.awaits) == 1 for s in state.slots if s.open and s.step.kind == "turns")
    walking = {s.thread for s in state.slots if s.open}
    assert walking == {"main"} or "main" not in walking
    for member in state.cast:
        assert bool(state.open_for(member)) == (member in state.awaited)
        assert member not in state.waiting_on(member)
        assert set(state.waiting_on(member)) <= state.awaited


@played
@given(scripts, chances, lengths)
def test_nobody_ever_gets_stuck(script: Script, rng: random.Random, length: int) -> None:
    entries = sitting(rng, script, length)
    state = play(script, entries)
    legal(script, state)
    while not state.over:
        entry = answer(rng, script, state, len(entries) + 100, to_the_end=True)
        assert entry is not None
        fits(script, entries, entry)
        entries.append(replace(entry, id=f"end{len(entries)}"))
        assert len(entries) < 600, "no end in sight"
        state = play(script, entries)
        legal(script, state)


@played
@given(scripts, chances, lengths)
def test_what_is_hidden_is_seen_by_nobody_else(
    script: Script, rng: random.Random, length: int
) -> None:
    """The oracle says, by its own reading of the rules, what a member must not know."""
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    for member in state.cast:
        hidden = oracle.hidden_from(member, script, state)
        other = [changed(e) if e.id in hidden else e for e in entries]
        told, retold = state, play(script, other)
        assert accepted_ids(told) == accepted_ids(retold)
        assert hidden.isdisjoint(item.entry_id for item in told.visible(member))
        assert told.visible(member) == retold.visible(member)
        assert told.open_for(member) == retold.open_for(member)
        assert told.waiting_on(member) == retold.waiting_on(member)
        drawn = repr(told.visible(member)) + repr(told.open_for(member))
        for entry in entries:
            for words in ({**entry.data, **(entry.private or {})}).values():
                if entry.id in hidden and isinstance(words, str) and "canary" in words:
                    assert words not in drawn


def changed(entry: Entry) -> Entry:
    """The same entry with other words, and other private parts altogether."""
    data = dict(entry.data)
    if data.get("words"):
        data["words"] = "other words"
    if data.get("card"):
        data |= {"card": "another", "text": "another card"}
    if "day" in data and "words" in data:
        data["day"] = "2030-01-01"
    if "feelings" in data:
        data["feelings"] = [{"word": "changed", "strength": 2}]
    private = None if entry.private is None else {"words": "other", "understood": "not-yet"}
    return replace(entry, data=data, private=private)


@played
@given(scripts, chances, lengths)
def test_what_is_not_hidden_is_seen(script: Script, rng: random.Random, length: int) -> None:
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    for member in state.cast:
        if member in state.left:
            continue
        seen = {item.entry_id for item in state.visible(member)}
        for entry in state.entries:
            if entry.move == "answer" and oracle.must_see(member, entry, script, state):
                assert entry.id in seen


@played
@given(scripts, chances, lengths)
def test_the_fold_never_depends_on_what_is_private(
    script: Script, rng: random.Random, length: int
) -> None:
    entries = sitting(rng, script, length)
    whole = play(script, entries)
    lies = {"then": "show", "when": "now", "again": "yes", "choices": ["red"], "gone": True}
    stripped = play(script, [replace(e, private=None) for e in entries])
    lied = play(script, [replace(e, private=lies) for e in entries])
    assert course(whole) == course(stripped) == course(lied)
    for member in whole.cast:
        own = play(script, private_to(member, entries))
        assert course(own) == course(whole)
        assert own.visible(member) == whole.visible(member)


def course(state: State) -> list[Any]:
    """All of a state but the words: what steers, and whom it concerns."""
    slots = [(s.id, s.who, s.audience, s.roles, s.open, s.passed, s.awaits) for s in state.slots]
    return [
        accepted_ids(state), slots, state.awaited, state.over, state.why_over, state.roles,
        [(m, state.waiting_on(m), [s.id for s in state.showable(m)]) for m in state.cast],
        [[(i.slot.id if i.slot else "", i.entry_id, i.private) for i in state.visible(m)]
         for m in state.cast],
    ]  # fmt: skip


@played
@given(scripts, chances, lengths)
def test_the_same_entries_give_the_same_state(
    script: Script, rng: random.Random, length: int
) -> None:
    entries = sitting(rng, script, length)
    state = play(script, entries)
    assert play(script, entries) == state
    again = [entry for entry in entries for _ in range(2)]
    assert play(script, again) == state
    assert play(script, list(state.entries)) == state
    numbers = [entry.seq for entry in entries if entry.well_made]
    if len(set(numbers)) == len(numbers):
        rng.shuffle(entries)
        assert play(script, entries) == state


@played
@given(scripts, chances, lengths)
def test_hostile_entries_change_nothing(script: Script, rng: random.Random, length: int) -> None:
    """`play` takes an entry exactly where `fits` says so, whatever it is made of."""
    entries = sitting(rng, script, length)
    for _ in range(5):
        forged = nonsense(rng, entries, len(entries) + 500)
        if forged.well_made:
            forged = replace(forged, seq=len(entries) + 500)
        try:
            fits(script, entries, forged)
        except Unfitting:
            assert play(script, [*entries, forged]) == play(script, entries)
        else:
            state = play(script, [*entries, forged])
            assert accepted_ids(state)[-1] == forged.id
            legal(script, state)


@played
@given(scripts, chances, lengths)
def test_nobody_answers_but_who_is_asked(script: Script, rng: random.Random, length: int) -> None:
    """A sound answer is taken from whom a page is open for, in that slot, and nowhere else."""
    entries = sitting(rng, script, length)
    state = play(script, entries)
    for slot in state.slots:
        asked = rng.choice(state.cast)
        open_to = {s.id for page in state.open_for(asked) for s in page.slots}
        if slot.step.kind not in ("read", "timer"):
            move, form = form_for(rng, slot, asked, 900)
            shared, private = clean(slot.step, move, form, state.way)
            entry = Entry("forged", 900, asked, move, slot.id, shared, private)
            taken = "forged" in accepted_ids(play(script, [*entries, entry]))
            assert taken == (slot.id in open_to)


@played
@given(st.integers(0, 2000).map(random_script), st.integers(0, 2**32))
def test_no_list_of_entries_makes_it_raise(script: Script, seed: int) -> None:
    rng = random.Random(seed)
    entries = sitting(rng, script, 6)
    junk = [nonsense(rng, entries, rng.randint(-3, 60)) for _ in range(40)]
    rng.shuffle(junk)
    state = play(script, [*junk, None, 3, "x", *entries])  # type: ignore[list-item]
    for member in (*state.cast, "mallory"):
        state.visible(member)
        state.open_for(member)
        state.waiting_on(member)
        state.put_off(member)
        state.showable(member)


@played
@given(scripts, chances, lengths)
def test_two_phones_at_once_lose_no_word(script: Script, rng: random.Random, length: int) -> None:
    """Both wrote on the same state. Each order is legal; what one order refuses, it refuses
    aloud; and what does not stand in the other's way is taken in both."""
    entries = sitting(rng, script, length)
    state = play(script, entries)
    first, second = answer(rng, script, state, 900), answer(rng, script, state, 901)
    if first is None or second is None:
        return
    first, second = replace(first, id="first"), replace(second, id="second")
    for one, two in ((first, second), (second, first)):
        ordered = [*entries, replace(one, seq=1000), replace(two, seq=1001)]
        raced = play(script, ordered)
        legal(script, raced)
        assert one.id in accepted_ids(raced)
        try:
            fits(script, ordered[:-1], ordered[-1])
        except Unfitting:
            assert two.id not in accepted_ids(raced)
            assert one.slot == two.slot
            kind = slot_of(state, one).step.kind
            assert one.by == two.by or kind in ("again", "draw", "timer")
        else:
            assert two.id in accepted_ids(raced)


def slot_of(state: State, entry: Entry) -> Slot:
    slot = state.slot(entry.slot)
    assert slot is not None
    return slot


@played
@given(scripts, chances, lengths)
def test_what_was_seen_stays_in_sight(script: Script, rng: random.Random, length: int) -> None:
    """As entries come in. That none comes before what is there already, the database sees to."""
    entries: list[Entry] = []
    for entry in sitting(rng, script, length):
        if not entry.well_made or all(entry.seq > e.seq for e in entries if e.well_made):
            entries.append(entry)
    before: dict[str, set[tuple[str, str]]] = {}
    for end in range(1, len(entries) + 1):
        state = play(script, entries[:end])
        for member in state.cast:
            seen = {
                (item.slot.id if item.slot else "", item.entry_id)
                for item in state.visible(member)
                if not (item.step and item.step.kind == "ready")
            }
            assert before.get(member, set()) <= seen
            before[member] = seen


@played
@given(scripts, chances, lengths)
def test_no_card_is_deeper_than_all_wanted(script: Script, rng: random.Random, length: int) -> None:
    entries = sitting(rng, script, length)
    state = play(script, entries)
    allowed = oracle.allowed_depths(script, state)
    for slot in state.slots:
        assert slot.depth == allowed.get(slot.id, 0)
        for entry in slot.given:
            if slot.step.kind == "draw":
                assert entry.data["depth"] <= slot.depth


@played
@given(scripts, chances, lengths)
def test_a_step_about_a_card_has_the_last_one_that_was_drawn(
    script: Script, rng: random.Random, length: int
) -> None:
    state = play(script, sitting(rng, script, length))
    for slot in state.slots:
        lasts = []
        for id in slot.step.cards:
            before = [
                other.given
                for other in state.slots
                if other.step.id == id
                and other.order < slot.order
                and other.thread in ("main", slot.thread)
            ]
            lasts += [before[-1]] if before and before[-1] else []
        assert dict(slot.card) == (dict(lasts[0][0].data) if lasts else {})


@played
@given(scripts, chances, lengths)
def test_nobody_can_tell_who_did_not_want_to_go_deeper(
    script: Script, rng: random.Random, length: int
) -> None:
    """Two runs that differ only in answers at one such step, and lead to the same, look the same
    to whoever did not give them."""
    entries = sitting(rng, script, length, hostile=False)
    state = play(script, entries)
    for slot in state.slots:
        if slot.step.kind != "deeper":
            continue
        others = {
            entry.id: replace(entry, data={"deeper": rng.choice(("deeper", "stay", "enough"))})
            for entry in slot.given
        }
        member = rng.choice(state.cast)
        others = {id: entry for id, entry in others.items() if entry.by != member}
        retold = play(script, [others.get(entry.id, entry) for entry in entries])
        same = [(s.id, s.depth) for s in state.slots] == [(s.id, s.depth) for s in retold.slots]
        if same and retold.over == state.over:
            assert retold.visible(member) == state.visible(member)
            assert retold.open_for(member) == state.open_for(member)
            assert retold.waiting_on(member) == state.waiting_on(member)
