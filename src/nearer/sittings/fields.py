"""What a template needs to draw one open step: texts, what was typed, what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

from nearer.bonds.shown import in_words
from nearer.practices import feelings
from nearer.practices.kinds.gates import Receipt, Timer
from nearer.practices.kinds.picks import Choose, Option, Rate
from nearer.practices.kinds.words import Turns, Write
from nearer.practices.slots import Page, Slot

from .coaching import NoteShown, coached
from .opened import Opened

WISHES = {"listen", "comfort", "celebrate", "think-along", "just-know"}
Typed = Mapping[str, Sequence[str]]


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[-1]


@dataclass(frozen=True)
class CoachBeside:
    """Whether the coach reads along, and what it said, by slot id."""

    on: bool = False
    notes: Mapping[str, NoteShown] = field(default_factory=dict)


NO_COACH = CoachBeside()
NOTHING_TO_SAY = "Nothing to add. It is yours."


def page_shown(
    opened: Opened,
    page: Page,
    reader: str,
    typed: Typed | None = None,
    errors: Mapping[str, Mapping[str, str]] | None = None,
    coach: CoachBeside = NO_COACH,
) -> dict[str, Any]:
    """A form: its slots' fields in order, and which buttons it needs."""
    typed, errors = typed or {}, errors or {}
    shown = [
        field_shown(opened, slot, reader, typed, errors.get(slot.id, {}), first=slot is page.first)
        for slot in page.slots
    ]
    for slot, one in zip(page.slots, shown, strict=True):
        one["coach"] = NOTHING_TO_SAY if coach.on and coached(slot) else ""
        one["note"] = coach.notes.get(slot.id)
    step = page.first.step
    repeat = getattr(step, "repeat", None)
    given = len(page.first.given_by(reader))
    alone = len(page.slots) == 1
    to = [opened.company.name(m) for m in page.first.audience if m != reader]
    kept = all(one["private"] for one in shown)
    return {
        "fields": shown,
        "slots": [slot.id for slot in page.slots],
        "thread": page.thread,
        "kind": step.kind,
        "skippable": alone and step.optional and not given,
        "repeats": repeat is not None,
        "enough": repeat is not None and given >= repeat.least,
        "given": [
            entry.data.get("words") or (entry.private or {}).get("words", "")
            for entry in page.first.given_by(reader)
        ]
        if repeat
        else [],
        "wrong": bool(errors),
        "coached": any(one["coach"] for one in shown),
        "writes": any(one["kind"] == "write" for one in shown),
        "button": _button(step.kind, opened.state.way, [] if kept else to),
    }


def _button(kind: str, way: str, to: list[str]) -> str:
    if way == "together" and kind in {"write", "turns"}:
        return "Said"
    if way != "together" and kind in {"write", "choose", "feel", "rate"}:
        return f"Send it to \u2068{in_words(to)}\u2069" if to else "Keep it"
    return {
        "ready": "Answer",
        "receipt": "Done",
        "again": "Go on",
        "turns": "Pass it on",
    }.get(kind, "Send")


@dataclass(frozen=True)
class Drawing:
    """An open slot about to be drawn for `reader`, with what already stands in the form."""

    opened: Opened
    slot: Slot
    reader: str
    typed: Typed

    def say(self, what: str) -> str:
        """A text of the step, with names put in."""
        return self.opened.say(self.slot, what, self.reader)

    def one(self, name: str) -> str:
        """The last value typed under a name."""
        return _one(self.typed, name)

    @property
    def where(self) -> dict[str, Any]:
        """What the wording of an option depends on."""
        names = self.opened.company.roles_in_words(self.slot.roles, self.reader)
        return {"bond": self.opened.state.bond, "way": self.opened.state.way, "names": names}


def field_shown(
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
    drawing = Drawing(opened, slot, reader, typed)
    shown: dict[str, Any] = {
        "kind": step.kind,
        "id": step.id,
        "slot": slot.id,
        "ask": drawing.say("ask"),
        "hint": drawing.say("hint"),
        "error": " ".join(errors.values()),
        "errors": dict(errors),
        "optional": step.optional,
        "first": first,
        "private": step.shown == "me",
    }
    if step.kind in _BY_KIND:
        shown |= _BY_KIND[step.kind](drawing)
    return shown


def _write(drawing: Drawing) -> dict[str, Any]:
    step = drawing.slot.step
    starts = step.starts_for(**drawing.where) if isinstance(step, Write) else []
    name = f"words-{step.id}"
    say_only = isinstance(step, Turns) and step.do == "say"
    return {
        "name": name,
        "text": drawing.one(name),
        "starts": starts,
        "spoken": say_only or drawing.opened.state.way == "together",
        "say_only": say_only,
    }


def _options(drawing: Drawing, options: Iterable[Option]) -> list[dict[str, str]]:
    return [
        {
            "value": option.value,
            "label": option.text("label", **drawing.where),
            "hint": option.text("hint", **drawing.where),
        }
        for option in options
    ]


def _choose(drawing: Drawing) -> dict[str, Any]:
    step = cast("Choose", drawing.slot.step)
    name = f"choice-{step.id}"
    options = _options(drawing, step.options)
    return {
        "name": name,
        "options": options,
        "many": step.many,
        "chosen": list(drawing.typed.get(name) or []) if step.many else drawing.one(name),
        "is_wish": {option["value"] for option in options} <= WISHES,
    }


def _rate(drawing: Drawing) -> dict[str, Any]:
    step = cast("Rate", drawing.slot.step)
    name = f"rating-{step.id}"
    points = _options(drawing, step.points)
    return {"name": name, "points": points, "chosen": drawing.one(name)}


def _feel(drawing: Drawing) -> dict[str, Any]:
    chosen = set(drawing.typed.get("feeling") or [])
    families = [
        {
            "name": family.name,
            "open": any(feeling.word in chosen for feeling in family.feelings),
            "words": [
                {
                    "word": feeling.word,
                    "gloss": feeling.gloss,
                    "chosen": feeling.word in chosen,
                    "strength": _strength(drawing.one(f"strength-{feeling.word}")),
                    "also": " ".join([feeling.gloss, *family.body, *family.situations]),
                }
                for feeling in family.feelings
            ],
        }
        for family in feelings.families()
    ]
    return {"families": families}


def _strength(typed: str) -> int:
    return int(typed) if typed in {"1", "2", "3"} else 2


def _ready(drawing: Drawing) -> dict[str, Any]:
    given = drawing.slot.given_by(drawing.reader)
    before = given[-1].data if given else {}
    one = drawing.one
    return {
        "chosen": one("ready") or before.get("when", ""),
        "day": one("day") or before.get("day", "") or "today",
        "time": one("time") or before.get("time", "") or "",
        "who": in_words(
            [
                drawing.opened.company.name(member)
                for member in drawing.slot.audience
                if member != drawing.reader
            ]
        ),
    }


def _receipt(drawing: Drawing) -> dict[str, Any]:
    about = cast("Receipt", drawing.slot.step).about
    others = drawing.slot.roles.get(about, drawing.slot.audience)
    names = [drawing.opened.company.name(m) for m in others if m != drawing.reader]
    fields = ("understood", "accepted", "cared", "helped", "then")
    return {"about": in_words(names), "values": {name: drawing.one(name) for name in fields}}


def _timer(drawing: Drawing) -> dict[str, Any]:
    seconds = cast("Timer", drawing.slot.step).seconds
    minutes, rest = divmod(seconds, 60)
    length = f"{minutes} minutes" if minutes != 1 else "One minute"
    if rest:
        length = f"{seconds} seconds"
    started = drawing.slot.started
    until = ""
    if started:
        end = datetime.fromisoformat(started) + timedelta(seconds=seconds)
        until = f"until {end:%H:%M} (UTC)"
    return {"seconds": seconds, "started": started, "length": length, "until": until}


def _again(drawing: Drawing) -> dict[str, Any]:
    return {"yes": drawing.say("yes"), "no": drawing.say("no")}


def _turns(drawing: Drawing) -> dict[str, Any]:
    slot = drawing.slot
    rounds = cast("Turns", slot.step).rounds
    now = len(slot.given) // max(1, len(slot.who)) + 1
    return {
        **_write(drawing),
        "who": drawing.opened.company.name(drawing.reader),
        "round_line": f"Round {min(now, rounds)} of {rounds}",
    }


_BY_KIND: dict[str, Callable[[Drawing], dict[str, Any]]] = {
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
