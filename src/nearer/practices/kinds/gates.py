"""Steps that hold a thread or turn it: ready, receipt, again."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.practices.kept_back import merged, shown_later, whole
from nearer.practices.reading import Section
from nearer.practices.slots import Entry, Item, Slot
from nearer.practices.steps import Private, Shared, Step, Unfit
from nearer.practices.typed import pick_from, words_from

CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
DAYS = ("today", "tomorrow")
MOMENTS = ("now", "at", "not-today")
FELT = ("understood", "accepted", "cared")
DEGREES = ("not-yet", "partly", "fully")


@dataclass(frozen=True, kw_only=True)
class Ready(Step):
    """Whether now is a good time. Only "now" completes it; any later answer replaces it."""

    kind: ClassVar[str] = "ready"
    may_be_optional: ClassVar[bool] = False

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        ready = {entry.by for entry in given if entry.data.get("when") == "now"}
        return tuple(member for member in who if member not in ready)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        when, time = data.get("when"), data.get("time")
        if when == "at":
            return data.get("day") in DAYS and bool(isinstance(time, str) and CLOCK.fullmatch(time))
        return when in MOMENTS

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        latest = slot.given_by(entry.by)[-1]
        return super().tells(slot, entry, mine) if entry.id == latest.id else None

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        when = pick_from(form, "when", MOMENTS, "Now, at a time, or not today?")
        if when != "at":
            return {"when": when}, None
        day = pick_from(form, "day", DAYS, "Today or tomorrow?")
        time = str(form.get("time", "")).strip()
        if not CLOCK.fullmatch(time):
            raise Unfit("time", "At what time? Something like 21:00.")
        return {"when": when, "day": day, "time": time}, None


@dataclass(frozen=True, kw_only=True)
class Receipt(Step):
    """How far somebody felt understood, accepted and cared about; shown, or kept to oneself."""

    kind: ClassVar[str] = "receipt"
    offered: ClassVar[tuple[str, ...]] = ("hint", "helped")
    may_be_gone: ClassVar[bool] = True
    may_be_reworded: ClassVar[bool] = True
    moves: ClassVar[tuple[str, ...]] = ("answer", "show")

    about: str = ""
    reopens: str = ""

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {
            "about": section.string("about"),
            "reopens": section.string("reopens") if section.has("reopens") else "",
        }

    @property
    def back_to(self) -> str:
        return self.reopens

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        if entry.data.get("gone") is True and not self.bare(entry.data):
            return True
        if entry.move == "show":
            whole = entry.data.get("gone") is True or self.sound("show", entry.data)
            return not whole or not self._kept(entry.by, given)
        return super().refuses(entry, given)

    def stump(self, data: Mapping[str, Any], asked: Collection[str]) -> Shared:
        if data.get("then") == "keep":
            return {"then": "keep"}
        not_yet = any(data.get(felt) == "not-yet" for felt in FELT)
        return {"then": "show", **({"understood": "not-yet"} if not_yet else {})}

    def bare(self, data: Mapping[str, Any]) -> bool:
        return data.get("then") in ("show", "keep")

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        if move == "answer" and data.get("then") == "keep":
            return True
        told = isinstance(data.get("helped", ""), str)
        told = told and all(data.get(felt) in DEGREES for felt in FELT)
        return told and (move == "show" or data.get("then") == "show")

    def goes_back(self, given: Sequence[Entry]) -> bool:
        answers = [entry.data for entry in given if entry.move == "answer"]
        shown = [data for data in answers if data.get("then") == "show"]
        return bool(self.reopens) and any(
            data.get(felt) == "not-yet" for data in shown for felt in FELT
        )

    def keeps(self, member: str, given: Sequence[Entry]) -> bool:
        return self._kept(member, given) and not any(
            entry.data.get("gone") for entry in given if entry.by == member
        )

    def _kept(self, member: str, given: Sequence[Entry]) -> bool:
        mine = [entry for entry in given if entry.by == member]
        return len(mine) == 1 and mine[0].data.get("then") == "keep"

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        if entry.data.get("then") != "keep":
            return super().tells(slot, entry, mine)
        later = shown_later(entry, slot.given)
        if later is not None:
            data = whole({**later.data, "then": "show"})
            return Item("entry", slot, entry.by, entry.id, "answer", data, mine)
        if not mine:
            return None
        return Item("entry", slot, entry.by, entry.id, "answer", whole(merged(entry)), True, True)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        felt: dict[str, Any] = {
            field: pick_from(form, field, DEGREES, "Not yet, partly or fully?") for field in FELT
        }
        felt["helped"] = words_from(form, "helped", required=False)
        if move == "show":
            return felt, None
        then = pick_from(form, "then", ("show", "keep"), "Show this, or keep it to yourself?")
        return ({**felt, "then": then}, None) if then == "show" else ({"then": then}, felt)


@dataclass(frozen=True, kw_only=True)
class Round(Step):
    """What may lead back to an earlier step. `usual`: its texts where the file has none."""

    usual: ClassVar[Mapping[str, str]] = {}
    may_be_optional: ClassVar[bool] = False

    start: str = ""

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {"start": section.string("from")}

    @property
    def back_to(self) -> str:
        return self.start

    def text(
        self, key: str, *, bond: str = "", way: str = "", names: Mapping[str, str] | None = None
    ) -> str:
        own = super().text(key, bond=bond, way=way, names=names)
        return own or self.usual.get(key, "")


@dataclass(frozen=True, kw_only=True)
class Again(Round):
    """Whether to go round once more. The first answer counts."""

    kind: ClassVar[str] = "again"
    offered: ClassVar[tuple[str, ...]] = ("hint", "yes", "no")
    usual: ClassVar[Mapping[str, str]] = {"yes": "Yes", "no": "No"}

    swap: tuple[str, ...] = ()

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {**super().own(section), "swap": section.strings("swap", required=False)}

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        return () if given else tuple(who)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return data.get("again") in ("yes", "no")

    def goes_back(self, given: Sequence[Entry]) -> bool:
        return any(entry.data.get("again") == "yes" for entry in given)

    def swaps(self) -> bool:
        return bool(self.swap)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        return {"again": pick_from(form, "again", ("yes", "no"), "Yes or no?")}, None
