"""The whole shelf, played to its end: each kind of bond, each way, two people and four."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nearer.practices import shelf
from nearer.practices.play import Entry, State, play
from nearer.practices.script import Script
from tests.practices.strangers import MEMBERS, answer

SLUGS = [practice.slug for practice in shelf.all()]


def tables(script: Script) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Every bond, way and company in which a practice is to be tried."""
    sizes = sorted({min(max(size, script.least), script.most) for size in (2, 4)})
    for bond in script.bonds or ("",):
        for way in script.ways:
            for size in sizes:
                yield bond, way, MEMBERS[:size]


def every_text_is_there(script: Script, state: State) -> None:
    """Whatever is drawn for anybody now has its words, with every name put in."""
    for member in state.cast:
        shown = [slot for page in state.open_for(member) for slot in page.slots]
        shown += [item.slot for item in state.visible(member) if item.slot]
        for slot in shown:
            names = dict.fromkeys((*script.roles, "you"), "Ann")
            for key in ("text",) if slot.step.kind == "read" else ("ask", "hint", "calls"):
                drawn = slot.step.text(key, bond=state.bond, way=state.way, names=names)
                assert "{" not in drawn, (slot.step.id, key)
                assert drawn.strip() or key in ("hint", "calls"), (slot.step.id, key)


@pytest.mark.parametrize("slug", SLUGS)
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(chance=st.integers(0, 2**32))
def test_it_can_be_played_to_its_end_by_any_company(slug: str, chance: int) -> None:
    script = shelf.get(slug)
    for bond, way, cast in tables(script):
        rng = random.Random(chance)
        data = {"cast": list(cast), "begun_by": cast[0], "way": way, "bond": bond}
        entries = [Entry("e0", 0, cast[0], "begin", "", data)]
        state = play(script, entries)
        while not state.over:
            every_text_is_there(script, state)
            entry = answer(rng, script, state, len(entries), to_the_end=True)
            assert entry is not None, (bond, way, len(cast))
            entries.append(entry)
            assert len(entries) < 400, (bond, way, len(cast))
            state = play(script, entries)
        assert state.why_over == "finished", (bond, way, len(cast))
        assert script.wording("ending", bond=bond)


@pytest.mark.parametrize("slug", SLUGS)
def test_it_says_where_it_is_known_from_and_how_long_it_takes(slug: str) -> None:
    script = shelf.get(slug)
    assert script.source.strip()
    steps = [step for step in script.steps if step.kind not in ("read", "again", "ready")]
    # From a tap to eight minutes of writing for each step; a timer is as long as it is.
    timed = sum(getattr(step, "seconds", 0) for step in steps) / 60
    assert 1 <= script.minutes <= 60
    assert script.minutes <= 8 * len(steps) + timed
    assert script.minutes >= len(steps) / 4
