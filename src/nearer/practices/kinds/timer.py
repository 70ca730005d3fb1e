"""Some time together, by a clock, and perhaps with a pace to breathe by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from nearer.practices.reading import Section
from nearer.practices.slots import Entry, Item, Slot
from nearer.practices.steps import Private, Shared, Step, Unfit

LONGEST = 86_400


@dataclass(frozen=True)
class Breathing:
    """A pace to breathe by, in seconds; `hold` is a rest after breathing in."""

    into: int
    out: int
    hold: int = 0


@dataclass(frozen=True)
class Course:
    """How far a timer has come. It stands as if it had been started at `since` and never held;
    `held` are the seconds gone by while it rests now, None while it runs."""

    since: datetime
    held: float | None = None


@dataclass(frozen=True, kw_only=True)
class Timer(Step):
    """Some time together; anybody starts it, holds it, goes on, and says that it is done."""

    kind: ClassVar[str] = "timer"
    may_have_card: ClassVar[bool] = True
    moves: ClassVar[tuple[str, ...]] = ("start", "hold", "go-on", "done")

    seconds: int = 0
    breathing: Breathing | None = None

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        breathing = None
        if (table := section.table_of("breathing")) is not None:
            into, out = table.whole("in", 2, 20), table.whole("out", 2, 20)
            breathing = Breathing(into, out, table.whole("hold", 0, 20, 0))
            table.finish("breathing")
        return {"seconds": section.whole("seconds", 5, LONGEST), "breathing": breathing}

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        ended = any(entry.move in ("done", "skip") for entry in given)
        return () if ended else tuple(who)

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        course = course_of(given)
        if entry.move == "skip":
            return False
        if entry.move != "start" and course is None:
            return True
        fits = {
            "start": course is None,
            "hold": course is not None and course.held is None,
            "go-on": course is not None and course.held is not None,
        }
        return not fits.get(entry.move, True) or not self.sound(entry.move, entry.data)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return move not in STAMPS or _is_time(data.get(STAMPS[move]))

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        if entry.move == "skip":
            return super().tells(slot, entry, mine)
        if entry.move in ("hold", "go-on"):
            return None  # it shows on the clock, and is no news afterwards
        return Item("note", slot, entry.by, entry.id, entry.move, entry.data, mine)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        if move == "done":
            return {}, None
        name = STAMPS[move]
        moment = str(form.get(name, ""))
        if not _is_time(moment):
            raise Unfit(name, "The timer did not take that. Please try once more.")
        return {name: moment}, None


STAMPS = {"start": "started", "hold": "at", "go-on": "at"}
"""Under which name each move carries its moment, by the server's clock (ISO 8601)."""


def course_of(given: Sequence[Entry]) -> Course | None:
    """Where a timer stands after these entries; None before it was started."""
    course: Course | None = None
    for entry in given:
        if entry.move not in STAMPS:
            continue
        at = _moment(entry.data.get(STAMPS[entry.move]))
        if at is None:
            continue
        if entry.move == "start":
            course = course or Course(at)
        elif course is not None and entry.move == "hold" and course.held is None:
            # Clocks of servers may differ a little; time never runs backwards here.
            gone = (at - course.since).total_seconds()
            course = Course(course.since, min(max(0.0, gone), LONGEST))
        elif course is not None and entry.move == "go-on" and course.held is not None:
            course = Course(at - timedelta(seconds=course.held))
    return course


def _is_time(text: object) -> bool:
    return _moment(text) is not None


def _moment(text: object) -> datetime | None:
    """The moment that a text names; without a zone it is taken as UTC."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
    # What lies at the edges of the calendar could not be reckoned with.
    return moment if 2000 <= moment.year < 9000 else None
