"""What a template needs to draw one open step: texts, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nearer.practices import feelings
from nearer.practices.state import Page, Slot

from .opened import Opened

Typed = Mapping[str, Sequence[str]]


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[-1]


def page_shown(
    opened: Opened,
    page: Page,
    reader: str,
    typed: Typed | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
) -> dict[str, Any]:
    """A form: its slots' fields in order, and which buttons it needs."""
    typed, errors = typed or {}, errors or {}
    shown = [
        field(opened, slot, reader, typed, errors.get(slot.id, {}), first=slot is page.first)
        for slot in page.slots
    ]
    step = page.first.step
    repeat = getattr(step, "repeat", None)
    given = len(page.first.given_by(reader))
    alone = len(page.slots) == 1
    return {
        "fields": shown,
        "slots": [slot.id for slot in page.slots],
        "thread": page.thread,
        "kind": step.kind,
        "skippable": alone and step.optional and not given,
        "repeats": repeat is not None,
        "enough": repeat is not None and given >= repeat.least,
        "given": [entry.data.get("words") or (entry.private or {}).get("words", "") for entry in page.first.given_by(reader)]
        if repeat
        else [],
        "wrong": bool(errors),
        "button": _button(step.kind, opened.state.way),
    }


def _button(kind: str, way: str) -> str:
    if way == "together" and kind in {"write", "turns"}:
        return "Said"
    return {
        "ready": "Answer",
        "receipt": "Done",
        "again": "Go on",
        "turns": "Pass it on",
    }.get(kind, "Send")


def field(
    opened: Opened,
    slot: Slot,
    reader: str,
    typed: Typed,
    errors: Mapping[str, str],
    *,
    first: bool,
) -> dict[str, Any]:
    """One slot, by the kind of its step."""
    step = slot.step
    say = lambda what: opened.say(slot, what, reader)  # noqa: E731
    shown: dict[str, Any] = {
        "kind": step.kind,
        "id": step.id,
        "slot": slot.id,
        "ask": say("ask"),
        "hint": say("hint"),
        "error": " ".join(errors.values()),
        "errors": dict(errors),
        "optional": step.optional,
        "first": first,
        "private": step.shown == "me",
    }
    shown |= _BY_KIND.get(step.kind, lambda *_: {})(opened, slot, reader, typed)
    return shown


def _write(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    names = opened.company.roles_in_words(slot.roles, reader)
    starts = []
    if hasattr(slot.step, "starts_for"):
        starts = slot.step.starts_for(opened.state.bond, opened.state.way, names)
    name = f"words-{slot.step.id}"
    return {
        "name": name,
        "text": _one(typed, name),
        "starts": starts,
        "spoken": opened.state.way == "together" or getattr(slot.step, "do", "write") == "say",
        "say_only": getattr(slot.step, "do", "write") == "say",
    }


def _options(opened: Opened, slot: Slot, reader: str, options: Any) -> list[dict[str, str]]:
    names = opened.company.roles_in_words(slot.roles, reader)
    where = {"bond": opened.state.bond, "way": opened.state.way, "names": names}
    return [
        {
            "value": option.value,
            "label": option.text("label", **where),
            "hint": option.text("hint", **where),
        }
        for option in options
    ]


WISHES = {"listen", "comfort", "celebrate", "think-along", "just-know"}


def _choose(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    step = slot.step
    name = f"choice-{step.id}"
    chosen = list(typed.get(name) or [])
    options = _options(opened, slot, reader, step.options)  # type: ignore[attr-defined]
    many = step.many  # type: ignore[attr-defined]
    return {
        "name": name,
        "options": options,
        "many": many,
        "chosen": chosen if many else _one(typed, name),
        "is_wish": {option["value"] for option in options} <= WISHES,
    }


def _rate(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    name = f"rating-{slot.step.id}"
    points = _options(opened, slot, reader, slot.step.points)  # type: ignore[attr-defined]
    return {"name": name, "points": points, "chosen": _one(typed, name)}


def _feel(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    chosen = set(typed.get("feeling") or [])
    families = [
        {
            "name": family.name,
            "words": [
                {
                    "word": feeling.word,
                    "chosen": feeling.word in chosen,
                    "strength": _one(typed, f"strength-{feeling.word}") or "2",
                    "also": " ".join([*feeling.body, *feeling.situations]),
                }
                for feeling in family.feelings
            ],
        }
        for family in feelings.families()
    ]
    return {"families": families}


def _ready(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    given = slot.given_by(reader)
    before = given[-1].data if given else {}
    return {
        "who": opened.company.name(next(iter(slot.roles.get("sharer", ())), "")),
        "chosen": _one(typed, "ready") or before.get("when", ""),
        "day": _one(typed, "day") or before.get("day", "") or "today",
        "time": _one(typed, "time") or before.get("time", "") or "",
    }


def _receipt(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    about = slot.step.about  # type: ignore[attr-defined]
    others = [m for m in slot.roles.get(about, slot.audience) if m != reader]
    names = [opened.company.name(member) for member in others]
    fields = ("understood", "accepted", "cared", "helped", "then")
    return {
        "about": " and ".join(names),
        "values": {name: _one(typed, name) for name in fields},
    }


def _timer(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    seconds: int = slot.step.seconds  # type: ignore[attr-defined]
    minutes, rest = divmod(seconds, 60)
    length = f"{minutes} minutes" if minutes != 1 else "One minute"
    if rest:
        length = f"{seconds} seconds"
    return {"seconds": seconds, "started": slot.started, "length": length}


def _again(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    return {"yes": opened.say(slot, "yes", reader), "no": opened.say(slot, "no", reader)}


def _turns(opened: Opened, slot: Slot, reader: str, typed: Typed) -> dict[str, Any]:
    rounds: int = slot.step.rounds  # type: ignore[attr-defined]
    now = len(slot.given) // max(1, len(slot.who)) + 1
    return {
        **_write(opened, slot, reader, typed),
        "who": opened.company.name(reader),
        "round_line": f"Round {min(now, rounds)} of {rounds}",
    }


_BY_KIND = {
    "write": _write,
    "choose": _choose,
    "rate": _rate,
    "feel": _feel,
    "ready": _ready,
    "receipt": _receipt,
    "timer": _timer,
    "again": _again,
    "turns": _turns,
}
