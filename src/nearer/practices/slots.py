"""What lies in a sitting: entries, the slots that hold them, and what is drawn of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nearer.practices.steps import Step

MAIN = "main"


@dataclass(frozen=True)
class Entry:
    """One thing a member put into a sitting.

    `data` is shared with the sitting; `private` is present only when the reader is the
    author. DANGER: nothing that steers the sitting may ever read `private`, or two members
    would play the same entries to different states.
    """

    id: str
    seq: int
    by: str
    move: str
    slot: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    private: Mapping[str, Any] | None = None

    @property
    def well_made(self) -> bool:
        """Whether each part is of its type; what comes out of a database may be anything."""
        parts: tuple[tuple[object, type], ...] = (
            (self.id, str),
            (self.seq, int),
            (self.by, str),
            (self.move, str),
            (self.slot, str),
            (self.data, Mapping),
        )
        return all(isinstance(part, kind) for part, kind in parts)


@dataclass(frozen=True)
class Slot:
    """One opening of a step in a thread: who is asked, who may look, what was given.

    `thread` is "main" or the member whose lane it is; `n` counts openings in that thread and
    `order` in the sitting. `roles` are those of the moment it opened; in a lane the lane's
    role is the one member. `passed` marks a step that its `when` passed over. `card` is what was
    drawn for a step about a card (its data, or nothing) in the slot `card_from`, `depth` the
    deepest card that a draw step may hold, and 0 in all others.
    """

    id: str
    step: Step
    thread: str
    n: int
    order: int
    who: tuple[str, ...]
    audience: tuple[str, ...]
    roles: Mapping[str, tuple[str, ...]]
    given: tuple[Entry, ...] = ()
    open: bool = True
    passed: bool = False
    card: Mapping[str, Any] = field(default_factory=dict)
    card_from: str = ""
    depth: int = 0

    @property
    def unfinished(self) -> tuple[str, ...]:
        """Who has still to act here, whether or not the slot is open."""
        return () if self.passed else self.step.awaits(self.who, self.given)

    @property
    def awaits(self) -> tuple[str, ...]:
        """Who can act here now."""
        return self.unfinished if self.open else ()

    @property
    def started(self) -> str:
        """When a timer was started, as the caller gave it (ISO 8601), or ""."""
        for entry in self.given:
            if entry.move == "start":
                return str(entry.data.get("started", ""))
        return ""

    def bare(self, given: tuple[Entry, ...] = ()) -> Slot:
        """This slot without what was given in it, so that a page cannot let it slip."""
        return replace(self, given=given)

    def given_by(self, member: str) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.given if entry.by == member)

    def finished_by(self, member: str) -> bool:
        """Whether this member has done their part, or had none because it was passed over."""
        if member not in self.who:
            return False
        return self.passed or self.step.finished(member, self.who, self.given)


@dataclass(frozen=True)
class Page:
    """Slots of one thread that a member fills in as one form."""

    slots: tuple[Slot, ...]

    @property
    def first(self) -> Slot:
        return self.slots[0]

    @property
    def thread(self) -> str:
        return self.slots[0].thread


@dataclass(frozen=True)
class Item:
    """One thing a member sees: a text to read, an entry, or a note of what somebody did.

    For the author, `data` has their own private part merged in. `private` says that nobody
    else sees it. A note of move "leave" belongs to no slot.
    """

    kind: str
    slot: Slot | None
    by: str = ""
    entry_id: str = ""
    move: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    mine: bool = False
    private: bool = False

    @property
    def step(self) -> Step | None:
        return self.slot.step if self.slot else None
