"""How each kind of step is drawn while it is open: texts, names of fields, what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from typing import Any, cast

from django.conf import settings

from nearer.bonds.shown import in_words
from nearer.practices.kinds.cards import DEEPER, ENOUGH, STAY
from nearer.practices.kinds.gates import Receipt
from nearer.practices.kinds.timer import Timer, course_of
from nearer.practices.kinds.words import Turns, Write
from nearer.practices.slots import Slot

from . import drawing_picks as picks
from .beside import NOTHING_BESIDE, Beside
from .opened import Opened

Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Drawing:
    """An open slot about to be drawn for `reader`, with what already stands in the form."""

    opened: Opened
    slot: Slot
    reader: str
    typed: Typed
    beside: Beside = NOTHING_BESIDE

    def say(self, what: str) -> str:
        """A text of the step, with names put in."""
        return self.opened.say(self.slot, what, self.reader)

    def one(self, name: str) -> str:
        """The last value typed under a name."""
        values = self.typed.get(name) or [""]
        return values[-1]

    @property
    def where(self) -> dict[str, Any]:
        """What the wording of an option depends on."""
        names = self.opened.company.roles_in_words(self.slot.roles, self.reader)
        return {"bond": self.opened.state.bond, "way": self.opened.state.way, "names": names}


def _write(drawing: Drawing) -> dict[str, Any]:
    step = drawing.slot.step
    starts = step.starts_for(**drawing.where) if isinstance(step, Write) else []
    name = f"words-{step.id}"
    say_only = isinstance(step, Turns) and step.do == "say"
    text = drawing.one(name)
    if isinstance(step, Write) and step.collects and name not in drawing.typed:
        text = "\n".join(drawing.beside.topics)
    dated = isinstance(step, Write) and step.dated
    on_a_day = isinstance(step, Write) and step.keep == "date"
    return {
        "name": name,
        "text": text,
        "day_name": f"day-{step.id}" if dated else "",
        "day": drawing.one(f"day-{step.id}"),
        "earliest": drawing.beside.today,
        "day_label": "On which day?" if on_a_day else "By when",
        "starts": starts,
        "spoken": say_only or drawing.opened.state.way == "together",
        "say_only": say_only,
    }


def _ready(drawing: Drawing) -> dict[str, Any]:
    given = drawing.slot.given_by(drawing.reader)
    before = given[-1].data if given else {}
    one = drawing.one
    return {
        "chosen": one("ready") or before.get("when", ""),
        "day": one("day") or before.get("day", "") or "today",
        "time": one("time") or before.get("time", "") or "",
        "free": _quiet(drawing.opened.script.minutes),
        "who": in_words(
            [
                drawing.opened.company.name(member)
                for member in drawing.slot.audience
                if member != drawing.reader
            ]
        ),
    }


def _quiet(minutes: int) -> str:
    """What somebody needs who says “now”."""
    known = {1: "a quiet minute", 15: "a quiet quarter of an hour", 30: "a quiet half hour"}
    return known.get(minutes, f"{minutes} quiet minutes")


def _receipt(drawing: Drawing) -> dict[str, Any]:
    step = cast("Receipt", drawing.slot.step)
    others = drawing.slot.roles.get(step.about, drawing.slot.audience)
    names = [drawing.opened.company.name(m) for m in others if m != drawing.reader]
    fields = ("understood", "accepted", "cared", "helped", "then")
    values = {name: drawing.one(name) for name in fields}
    return {"about": in_words(names), "values": values, "reopens": bool(step.reopens)}


def _timer(drawing: Drawing) -> dict[str, Any]:
    seconds = cast("Timer", drawing.slot.step).seconds
    minutes, rest = divmod(seconds, 60)
    length = f"{minutes} minutes" if minutes != 1 else "One minute"
    if rest:
        length = f"{seconds} seconds"
    course = course_of(drawing.slot.given)
    return {
        "seconds": seconds,
        "length": length,
        "started": course and course.since,
        "until": course and course.since + timedelta(seconds=seconds),
        "held": course and course.held,
        "left": course and course.held is not None and _left(seconds - course.held),
        "breathing": cast("Timer", drawing.slot.step).breathing,
    }


def _left(seconds: float) -> str:
    """What is left of a clock that rests, in words."""
    whole = max(0, ceil(seconds))  # as the clock beside it is drawn
    minutes, rest = divmod(whole, 60)
    told = [f"{minutes} minute{'' if minutes == 1 else 's'}"] if minutes else []
    told += [f"{rest} second{'' if rest == 1 else 's'}"] if rest or not minutes else []
    return " and ".join(told)


def _again(drawing: Drawing) -> dict[str, Any]:
    return {"yes": drawing.say("yes"), "no": drawing.say("no")}


def _photo(drawing: Drawing) -> dict[str, Any]:
    id = drawing.slot.step.id
    return {
        "name": f"photo-{id}",
        "alt_name": f"alt-{id}",
        "alt": drawing.one(f"alt-{id}"),
        "most": settings.PHOTO_FILE_BYTES,
        "together": drawing.opened.state.way == "together",
    }


def _draw(drawing: Drawing) -> dict[str, Any]:
    return {"hand": drawing.beside.hand(drawing.slot, drawing.typed)}


def _deeper(drawing: Drawing) -> dict[str, Any]:
    return {key: drawing.say(key) for key in (DEEPER, STAY, ENOUGH)}


def _turns(drawing: Drawing) -> dict[str, Any]:
    slot = drawing.slot
    rounds = cast("Turns", slot.step).rounds
    now = len(slot.given) // max(1, len(slot.who)) + 1
    return {
        **_write(drawing),
        "who": drawing.opened.company.name(drawing.reader),
        "round_line": f"Round {min(now, rounds)} of {rounds}",
    }


BY_KIND: dict[str, Callable[[Drawing], dict[str, Any]]] = {
    "write": _write,
    "choose": picks.choose,
    "rate": picks.rate,
    "feel": picks.feel,
    "ready": _ready,
    "receipt": _receipt,
    "timer": _timer,
    "again": _again,
    "photo": _photo,
    "draw": _draw,
    "deeper": _deeper,
    "turns": _turns,
}
