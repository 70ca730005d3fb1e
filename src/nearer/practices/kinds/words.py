"""Steps of words: something to read, something to write, and turns at either."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.practices.reading import Section
from nearer.practices.slots import Entry
from nearer.practices.steps import TOGETHER, Private, Shared, Step
from nearer.practices.typed import words_from
from nearer.practices.wording import Wording


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
    """Words from a form. Face to face they may be said aloud and not written."""
    words = words_from(form, "words", required=way != TOGETHER)
    return {"words": words} if words else {"words": "", "said": True}


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
    """Words of one's own, once or several times."""

    kind: ClassVar[str] = "write"
    may_hide: ClassVar[bool] = True
    may_share_page: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = True
    moves: ClassVar[tuple[str, ...]] = ("answer", "done")

    starts: tuple[Wording, ...] = ()
    repeat: Repeat | None = None
    coach: Coached | None = None

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
        return {"starts": tuple(starts), "repeat": repeat, "coach": coach}

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
            mine = [earlier for earlier in given if earlier.by == entry.by]
            return len(mine) < self.repeat.least
        return super().refuses(entry, given)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return isinstance(data.get("words"), str)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        return ({} if move == "done" else written(form, way)), None


@dataclass(frozen=True, kw_only=True)
class Turns(Step):
    """Everybody in turn, in the order of the cast, for some rounds; one is awaited at a time."""

    kind: ClassVar[str] = "turns"
    may_be_gone: ClassVar[bool] = True

    rounds: int = 1
    do: str = "write"

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {
            "rounds": section.whole("rounds", 1, 50),
            "do": section.one_of("do", ("write", "say"), "write"),
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
