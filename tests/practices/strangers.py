"""Random members at a table: what they may give, and what has no business there."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any
from uuid import UUID

from nearer.practices import feelings
from nearer.practices.kept_back import kept_by
from nearer.practices.kinds.timer import course_of
from nearer.practices.play import Entry, Slot, State, play
from nearer.practices.script import Script
from nearer.practices.steps import clean

MEMBERS = ("ada", "ben", "cleo", "dov", "eli")


def begin(rng: random.Random, script: Script) -> Entry:
    cast = list(MEMBERS[: rng.randint(script.least, min(script.most, 5))])
    rng.shuffle(cast)
    way, bond = rng.choice(script.ways), rng.choice(script.bonds or ("",))
    data = {"cast": cast, "begun_by": rng.choice(cast), "way": way, "bond": bond}
    return Entry("e0", 0, cast[0], "begin", "", data)


def answer(
    rng: random.Random, script: Script, state: State, n: int, *, to_the_end: bool = False
) -> Entry | None:
    """Something that somebody awaited can give now. `to_the_end`: what goes on, and not round."""
    doors = [
        (member, slot)
        for member in sorted(state.awaited)
        for page in state.open_for(member)
        for slot in page.slots
    ]
    if not doors:
        return None
    member, slot = rng.choice(doors)
    move, form = form_for(rng, slot, member, n, to_the_end=to_the_end)
    shared, private = clean(slot.step, move, form, state.way)
    return Entry(f"e{n}", n, member, move, slot.id, shared, private)


def form_for(
    rng: random.Random, slot: Slot, member: str, n: int, *, to_the_end: bool = False
) -> tuple[str, dict[str, Any]]:
    """A move that this member may make in this slot, and the form for it."""
    step: Any = slot.step
    canary = f"canary-{n}-{member}"
    if step.optional and rng.random() < 0.3 and not slot.given_by(member) and step.kind != "timer":
        return "skip", {}
    match step.kind:
        case "write":
            given = len(slot.given_by(member))
            if step.repeat and given >= step.repeat.least and rng.random() < 0.5:
                return "done", {}
            dated = {"day": "2026-11-30"} if step.dated and rng.random() < 0.5 else {}
            return "answer", {"words": canary, **dated}
        case "choose":
            values = step.values if step.many else step.values[:1]
            return "answer", {"choices": rng.sample(step.values, rng.randint(1, len(values)))}
        case "rate":
            return "answer", {"rating": rng.choice(step.values)}
        case "feel":
            words = rng.sample([feeling.word for feeling in feelings.all()], 2)
            return "answer", {"feelings": [f"{word}:{rng.randint(1, 3)}" for word in words]}
        case "ready":
            later = {"when": "at", "day": "today", "time": "21:00"}
            moments = [{"when": "now"}] if to_the_end else [{"when": "now"}, later]
            return "answer", rng.choice(moments)
        case "receipt":
            degrees = ("fully",) if to_the_end else ("not-yet", "partly", "fully")
            felt = {key: rng.choice(degrees) for key in ("understood", "accepted", "cared")}
            then = rng.choice(("show", "keep"))
            return "answer", {**felt, "helped": canary, "then": then}
        case "turns":
            return "answer", {"words": canary}
        case "timer":
            course = course_of(slot.given)
            if course is not None and not to_the_end and rng.random() < 0.4:
                rests = course.held is not None
                return "go-on" if rests else "hold", {"at": "2026-03-01T20:01:00+00:00"}
            if slot.started:
                return "done", {}
            return "start", {"started": "2026-03-01T20:00:00+00:00"}
        case "photo":
            return "answer", {"photo": str(UUID(int=n)), "alt": canary}
        case "draw":
            depth = rng.randint(1, slot.depth)
            return "answer", {"card": f"c{n}", "deck": "d", "text": canary, "depth": depth}
        case "deeper":
            on = ("deeper", "deeper", "stay", "enough")
            return "answer", {"deeper": "enough" if to_the_end else rng.choice(on)}
        case _:
            return "answer", {"again": "no" if to_the_end or rng.random() < 0.6 else "yes"}


def sitting(
    rng: random.Random, script: Script, length: int, *, hostile: bool = True
) -> list[Entry]:
    """The entries of a random sitting: mostly fitting, some leaving, some that do not belong."""
    entries = [begin(rng, script)]
    for n in range(1, length):
        state = play(script, entries)
        chance = rng.random()
        entry: Entry | None
        if chance < 0.03:
            entry = Entry(f"e{n}", n, rng.choice(state.cast), "leave")
        elif chance < 0.06:
            entry = Entry(f"e{n}", n, rng.choice(state.cast), "pause")
        elif chance < 0.17 and hostile:
            entry = nonsense(rng, entries, n)
        elif chance < 0.22:
            entry = shown_later(rng, state, n)
        else:
            entry = answer(rng, script, state, n)
        if entry is not None:
            entries.append(entry)
    return entries


def shown_later(rng: random.Random, state: State, n: int) -> Entry | None:
    doors = [(member, slot) for member in state.cast for slot in state.showable(member)]
    if not doors:
        return None
    member, slot = rng.choice(doors)
    if slot.step.kind != "receipt":
        given = next(s for s in state.slots if s.id == slot.id).given
        kept = [e for e in given if e.id in kept_by(member, given) and e.private]
        if not kept:
            return None
        answer = rng.choice(kept)
        data = {**(answer.private or {}), "of": answer.id}
        return Entry(f"e{n}", n, member, "show", slot.id, data)
    felt = {"understood": "partly", "accepted": "fully", "cared": "not-yet", "helped": "time"}
    return Entry(f"e{n}", n, member, "show", slot.id, felt)


JUNK: list[Any] = [
    None, 0, -1, True, "", "x", "main", "main.1.s0", [], {}, [[]], {"a": {}}, 1.5, b"bytes",
    "now", "keep", "show", "yes", {"words": 3}, {"words": "junk"}, {"choices": [[]]},
    {"choices": ["red"]}, {"choices": "red"}, {"rating": 1}, {"rating": []}, {"when": "now"},
    {"when": ["at"]}, {"when": "at", "day": [], "time": {}}, {"then": "keep"}, {"gone": True},
    {"gone": True, "choices": [[]]}, {"gone": True, "then": []}, {"gone": True, "rating": {}},
    {"gone": True, "of": []}, {"of": "e1", "words": "w"}, {"of": [], "words": "w"}, {"of": "e1"},
    {"then": "show", "understood": []}, {"feelings": [{}]}, {"feelings": [{"word": "a"}]},
    {"card": "a", "deck": "b", "text": "c", "depth": 9}, {"card": "a", "deck": "b", "text": "c"},
    {"card": "a", "deck": "b", "text": "c", "depth": True}, {"card": [], "depth": {}},
    {"card": "a", "deck": "b", "text": "c" * 501, "depth": 1}, {"deeper": "deeper"},
    {"deeper": "on"}, {"deeper": ["stay"]}, {"words": "w", "day": "2026-02-31"},
    {"card": "a", "deck": "b", "text": "c", "depth": 1}, {"deeper": "enough"},
    {"feelings": "sad"}, {"started": 7}, {"started": "never"}, {"again": "yes"}, {"again": {}},
    {"photo": "x"}, {"photo": [1]}, {"photo": str(UUID(int=7))}, {"said": "yes"}, {"said": True},
    {"cast": ["ada", "ben"], "begun_by": "ada", "way": "apart", "bond": "partner"},
    {"cast": [["ada"], {}], "begun_by": []}, {"cast": "ada"}, {"cast": ["main", "ben"]},
    {"cast": ["ada", "ben"], "begun_by": "ben", "way": [], "bond": {}, "roles": {"x": 1}},
]  # fmt: skip
MOVES = ("begin", "answer", "done", "skip", "show", "start", "leave", "pause", "fly", "")


def nonsense(rng: random.Random, entries: list[Entry], n: int) -> Entry:
    """An entry that nobody's form has sent: forged, torn, doubled, or out of its time."""
    old = rng.choice(entries)
    slots = [entry.slot for entry in entries]
    junk: dict[str, Any] = {
        "id": rng.choice([f"e{n}", old.id]),
        "seq": n,
        "by": rng.choice([*MEMBERS, "mallory", ""]),
        "move": rng.choice([move for move in MOVES if move != "leave"]),
        "slot": rng.choice([*slots, "main.1.s0", "ada.1.s1"]),
        "data": rng.choice([part for part in JUNK if isinstance(part, dict)]),
        "private": rng.choice([None, {"then": "show"}, {"words": "hidden"}]),
    }
    if rng.random() < 0.4:
        junk[rng.choice(list(junk))] = rng.choice(JUNK)
    return replace(old, **junk)
