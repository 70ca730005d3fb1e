"""Practices for tests: small ones by hand, and random ones that the parser accepts."""

from __future__ import annotations

import json
import random
from functools import cache
from typing import Any

from nearer.practices.script import Script, ScriptFault

HEAD: dict[str, Any] = {
    "title": "A test",
    "short": "Short.",
    "why": "Why.",
    "minutes": 5,
    "people": [2, 5],
    "bonds": ["partner", "friend", "family"],
    "ways": ["apart", "together"],
    "situations": ["tell"],
    "ending": "The end.",
}
PAIR = {"sharer": "one", "listener": "others"}


def toml(steps: list[dict[str, Any]], roles: dict[str, str] | None = None, **head: Any) -> str:
    """The text of a practice."""
    lines = [f"{key} = {_value(value)}" for key, value in {**HEAD, **head}.items()]
    lines.append(f"roles = {_value(PAIR if roles is None else roles)}")
    for step in steps:
        lines.append("[[step]]")
        lines += [f"{key} = {_value(value)}" for key, value in step.items()]
    return "\n".join(lines) + "\n"


def script(*steps: dict[str, Any], **head: Any) -> Script:
    return Script.parse(toml(list(steps), **head), "test.toml")


def write(id: str, who: str = "all", **keys: Any) -> dict[str, Any]:
    return {"id": id, "kind": "write", "who": who, "ask": "What?", **keys}


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(part)}" for key, part in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)


OPTIONS = [{"value": value, "label": value} for value in ("red", "green", "blue")]


@cache
def random_script(seed: int) -> Script:
    """A random practice: plain steps first, then every refinement that the parser lets pass."""
    rng = random.Random(seed)
    people = rng.choice([[1, 1], [2, 2], [2, 2], [2, 5], [2, 5], [3, 5]])
    alone = people == [1, 1]
    head: dict[str, Any] = {"people": people}
    roles = {"sharer": "one"} if alone else PAIR
    if alone:
        head |= {"alone": True, "bonds": [], "ways": ["apart"]}
    steps: list[dict[str, Any]] = [write("s0", rng.choice(["all", *roles]))]
    lane = ""
    for n in range(1, rng.randint(2, 9)):
        if rng.random() < 0.35 and not alone:
            lane = rng.choice(["", "listener"])
        step = _plain_step(rng, f"s{n}", [*roles, "all"])
        steps.append(step | ({"lane": lane} if lane else {}))
    found = _accepted(steps, roles, head) or _accepted(steps[:1], roles, head)
    for _ in range(rng.randint(10, 25)):
        at = rng.randrange(len(steps))
        refined = [*steps[:at], steps[at] | _refinement(rng, steps, at), *steps[at + 1 :]]
        better = _accepted(refined, roles, head)
        if better:
            steps, found = refined, better
    if found is None:
        raise AssertionError(f"no script from seed {seed}")
    return found


def _accepted(
    steps: list[dict[str, Any]], roles: dict[str, str], head: dict[str, Any]
) -> Script | None:
    try:
        return Script.parse(toml(steps, roles, **head), "random.toml")
    except ScriptFault:
        return None


def _plain_step(rng: random.Random, id: str, who: list[str]) -> dict[str, Any]:
    kinds = ["write", "write", "write", "choose", "rate", "feel", "ready", "turns", "timer"]
    kind = rng.choice([*kinds, "read", "choose", "draw", "draw"])
    step: dict[str, Any] = {"id": id, "kind": kind, "who": rng.choice(who)}
    step["text" if kind == "read" else "ask"] = "Something"
    match kind:
        case "choose":
            step |= {"options": OPTIONS, "many": rng.random() < 0.3}
        case "rate":
            step |= {"low": "less", "high": "more", "upto": 4}
        case "turns":
            step |= {"rounds": rng.randint(1, 2), "do": rng.choice(["write", "say"])}
        case "timer":
            step["seconds"] = 60
        case "draw":
            step |= {"deck": "cards", "depth": rng.randint(1, 3)}
    return step


def _refinement(rng: random.Random, steps: list[dict[str, Any]], at: int) -> dict[str, Any]:
    other = rng.choice(steps)["id"]
    before = steps[: at + 1]
    earlier = rng.choice(before)["id"]
    picked = rng.choice([step for step in before if step["kind"] == "choose"] or before)["id"]
    skipped = rng.choice([step for step in before if "optional" in step] or before)["id"]
    cards = rng.choice([step for step in before if step["kind"] == "draw"] or before)["id"]
    page = {key: steps[at - 1][key] for key in ("who", "lane") if key in steps[at - 1]}
    own = {"id": steps[at]["id"], "kind": "again", "ask": "More?", "from": earlier}
    return rng.choice(
        [
            {"shown": "together"},
            {"shown": "me"},
            {"shown": f"after {other}"},
            {"shown": f"after {steps[-1]['id']}"},
            {"same_page": True, **page},
            {"same_page": True, **page},
            {"optional": True},
            {"when": {"step": skipped, "given": rng.random() < 0.7}},
            {"when": {"step": skipped, "given": True}},
            {"when": {"step": picked, "is": ["red", "green"]}},
            {"when": {"step": picked, "is": ["blue"]}},
            {"repeat": {"least": rng.randint(1, 2), "most": 3}},
            {"kind": "receipt", "about": "listener", "reopens": earlier},
            {"kind": "receipt", "about": "all", "reopens": earlier},
            {"about": cards},
            {"about": cards},
            {"about": [cards, earlier]},
            {"keep": "promise", "dated": True},
            {"remember": True, "collects": "topic"},
            {"breathing": {"in": 4, "out": 6}},
            own | {"kind": "deeper", "who": "all", "from": cards},
            own | {"kind": "deeper", "who": "all", "from": cards},
            own,
            own | {"swap": ["sharer", "listener"]},
        ]
    )
