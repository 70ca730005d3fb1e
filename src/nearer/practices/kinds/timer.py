"""Some time together, by a clock, and perhaps with a pace to breathe by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from nearer.practices.reading import Section
from nearer.practices.slots import Entry, Item, Slot
from nearer.practices.steps import Private, Shared, Step, Unfit


@dataclass(frozen=True)
class Breathing:
    """A pace to breathe by, in seconds; `hold` is a rest after breathing in."""

    into: int
    out: int
    hold: int = 0


@dataclass(frozen=True, kw_only=True)
class Timer(Step):
    """Some time together; anybody starts it, anybody says that it is done."""

    kind: ClassVar[str] = "timer"
    may_have_card: ClassVar[bool] = True
    moves: ClassVar[tuple[str, ...]] = ("start", "done")

    seconds: int = 0
    breathing: Breathing | None = None

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        breathing = None
        if (table := section.table_of("breathing")) is not None:
            into, out = table.whole("in", 2, 20), table.whole("out", 2, 20)
            breathing = Breathing(into, out, table.whole("hold", 0, 20, 0))
            table.finish("breathing")
        return {"seconds": section.whole("seconds", 5, 86_400), "breathing": breathing}

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        ended = any(entry.move in ("done", "skip") for entry in given)
        return () if ended else tuple(who)

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        started = any(earlier.move == "start" for earlier in given)
        if entry.move == "start":
            return started or not self.sound("start", entry.data)
        return entry.move == "done" and not started

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        started = data.get("started")
        return move != "start" or (isinstance(started, str) and _is_time(started))

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        if entry.move == "skip":
            return super().tells(slot, entry, mine)
        return Item("note", slot, entry.by, entry.id, entry.move, entry.data, mine)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        if move == "done":
            return {}, None
        started = str(form.get("started", ""))
        if not _is_time(started):
            raise Unfit("started", "The timer did not start. Please try once more.")
        return {"started": started}, None


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
