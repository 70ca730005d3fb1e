"""Steps of words: something to read, something to write, and turns at either."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from nearer.practices.reading import Section
from nearer.practices.slots import Entry
from nearer.practices.steps import IN_STEP, TOGETHER, Private, Shared, Step, Unfit
from nearer.practices.typed import words_from
from nearer.practices.wording import Wording

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, kw_only=True)
class Read(Step):
    """A text in its place. Nobody waits for it."""

    kind: ClassVar[str] = "read"
    needed: ClassVar[tuple[str, ...]] = ("text",)
    offered: ClassVar[tuple[str, ...]] = ()
    may_be_optional: ClassVar[bool] = False
    moves: ClassVar[tuple[str, ...]] = ()

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Repeat:
    """How often one member may answer: at least, and at most."""

    least: int
    most: int


def written(form: Mapping[str, Any], way: str) -> Shared:
    """Words from a form. Face to face they may be said aloud and not written; on two phones in
    step, where the form says so."""
    aloud = way == TOGETHER or (way == IN_STEP and form.get("said") == "yes")
    words = words_from(form, "words", required=not aloud)
    return {"words": words} if words else {"words": "", "said": True}


KEEPS = ("promise", "appreciation", "little", "plan", "journal", "date")
COLLECTS = ("topic",)
READS = ("share", "reply", "question")
WISHES = ("listen", "comfort", "celebrate", "think-along", "just-know")


@dataclass(frozen=True)
class Coached:
    """What the coach reads the words as. `wish` is given where the practice itself settles it."""

    reads: str
    wish: str = ""
    about_listener: bool = False


@dataclass(frozen=True, kw_only=True)
class Write(Step):
    """Words of one's own, once or several times.

    `keep` is the kind of keepsake that the words become once all may see them, `dated` offers a
    day beside them, `collects` puts what was put aside for now into the field.
    """

    kind: ClassVar[str] = "write"
    may_have_card: ClassVar[bool] = True
    may_be_remembered: ClassVar[bool] = True
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    may_be_reworded: ClassVar[bool] = True
    moves: ClassVar[tuple[str, ...]] = ("answer", "done")

    starts: tuple[Wording, ...] = ()
    repeat: Repeat | None = None
    coach: Coached | None = None
    keep: str = ""
    dated: bool = False
    collects: str = ""

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        starts = [section.wording_from(value, "starts") for value in section.items("starts")]
        repeat = None
        if (table := section.table_of("repeat")) is not None:
            repeat = Repeat(table.whole("least", 1, 50, 1), table.whole("most", 2, 50))
            if repeat.least > repeat.most:
                table.fault("“least” is more than “most”")
            table.finish("repeat")
        coach = None
        if (table := section.table_of("coach")) is not None:
            coach = Coached(
                table.one_of("reads", READS),
                table.one_of("wish", WISHES, ""),
                table.flag("about_listener"),
            )
            table.finish("coach")
        return {
            "starts": tuple(starts),
            "repeat": repeat,
            "coach": coach,
            "keep": section.one_of("keep", KEEPS, ""),
            "dated": section.flag("dated"),
            "collects": section.one_of("collects", COLLECTS, ""),
        }

    def starts_for(
        self, bond: str = "", way: str = "", names: Mapping[str, str] | None = None
    ) -> list[str]:
        """Openings to offer to somebody who does not know how to begin."""
        return [start.draw(bond, names) for start in self.starts]

    def takes(self, move: str) -> bool:
        return super().takes(move) and (move != "done" or self.repeat is not None)

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        if self.repeat is None:
            return super().awaits(who, given)
        done = {entry.by for entry in given if entry.move in ("done", "skip")}
        times = Counter(entry.by for entry in given if entry.move == "answer")
        most = self.repeat.most
        return tuple(member for member in who if member not in done and times[member] < most)

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        if entry.move == "done" and self.repeat is not None:
            mine = [e for e in given if e.by == entry.by and e.move == "answer"]
            return len(mine) < self.repeat.least
        return super().refuses(entry, given)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        day = data.get("day", "")
        return isinstance(data.get("words"), str) and (day == "" or is_day(day))

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        if move == "done":
            return {}, None
        data = written(form, way)
        day = str(form.get("day", "")).strip() if self.dated else ""
        if day and not is_day(day):
            asked = "On which day?" if self.keep == "date" else "By which day?"
            raise Unfit("day", f"{asked} Something like 2026-11-30, or leave it open.")
        return ({**data, "day": day} if day else data), None


def is_day(text: object) -> bool:
    """Whether this is a day as ISO 8601 writes it, 2026-11-30."""
    return isinstance(text, str) and bool(DAY.fullmatch(text)) and _exists(text)


def _exists(day: str) -> bool:
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, kw_only=True)
class Turns(Step):
    """Everybody in turn, in the order of the cast, for some rounds; one is awaited at a time."""

    kind: ClassVar[str] = "turns"
    may_have_card: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    may_be_reworded: ClassVar[bool] = True

    rounds: int = 1
    do: str = "write"
    keep: str = ""

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {
            "rounds": section.whole("rounds", 1, 50),
            "do": section.one_of("do", ("write", "say"), "write"),
            "keep": section.one_of("keep", KEEPS, ""),
        }

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        # The fewest turns first, and not a running number: so it stays right when one leaves.
        times = Counter(entry.by for entry in given)
        left = [member for member in who if times[member] < self.rounds]
        return (min(left, key=lambda member: times[member]),) if left else ()

    def finished(self, member: str, who: Sequence[str], given: Sequence[Entry]) -> bool:
        return sum(entry.by == member for entry in given) >= self.rounds

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        return entry.move != "skip" and super().refuses(entry, given)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return self.do == "say" or isinstance(data.get("words"), str)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        return ({"said": True} if self.do == "say" else written(form, way)), None
