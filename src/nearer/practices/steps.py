"""A step of a script: what every kind has in common, and the check of what a form sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from nearer.practices.kept_back import kept_by, merged, shown_later, whole
from nearer.practices.reading import Section
from nearer.practices.slots import Entry, Item, Slot
from nearer.practices.wording import NOTHING, Wording

ALL = "all"
ME = "me"
TOGETHER = "together"
IN_STEP = "in-step"
AT_ONCE = "at once"
AFTER = "after"

Shared = dict[str, Any]
Private = dict[str, Any] | None


class Unfit(ValueError):
    """What a form sent cannot be taken. `field` names the input, `message` is for the person."""

    def __init__(self, field: str, message: str) -> None:
        self.field, self.message = field, message
        super().__init__(message)


@dataclass(frozen=True)
class When:
    """A step is passed over unless an earlier one was answered so.

    `among` are the values asked for; without any, `given` says whether it had to be answered.
    """

    step: str
    among: tuple[str, ...] = ()
    given: bool = True


@dataclass(frozen=True, kw_only=True)
class Step:
    """What all kinds share. Each kind says what it awaits, takes, and tells.

    `cards` are the draw steps (key “about”) whose card this one is about: of the first that was
    answered. `remember` says that one's own answer is shown to oneself the next time.

    DANGER: `awaits`, `refuses`, `finished`, `goes_back`, `goes_deeper`, `drawn` and `keeps`
    steer the sitting for everybody, so they may look at `Entry.data`, never at `Entry.private`.
    """

    kind: ClassVar[str] = ""
    needed: ClassVar[tuple[str, ...]] = ("ask",)
    offered: ClassVar[tuple[str, ...]] = ("hint",)
    may_hide: ClassVar[bool] = False
    may_share_page: ClassVar[bool] = False
    may_be_optional: ClassVar[bool] = True
    may_be_gone: ClassVar[bool] = False
    may_be_reworded: ClassVar[bool] = False
    may_have_card: ClassVar[bool] = False
    may_be_remembered: ClassVar[bool] = False
    moves: ClassVar[tuple[str, ...]] = ("answer",)

    id: str
    who: str = ALL
    texts: Mapping[str, Wording] = field(default_factory=dict)
    together: Mapping[str, Wording] = field(default_factory=dict)
    shown: str = AT_ONCE
    after: str = ""
    optional: bool = False
    same_page: bool = False
    lane: str = ""
    when: When | None = None
    cards: tuple[str, ...] = ()
    remember: bool = False

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        """Read the keys that only this kind has."""
        return {}

    @property
    def back_to(self) -> str:
        """The step to which this one may send the thread back, or ""."""
        return ""

    @property
    def begins_at(self) -> int:
        """How deep a card may be drawn here at first; 0 where none is drawn."""
        return 0

    def text(
        self, key: str, *, bond: str = "", way: str = "", names: Mapping[str, str] | None = None
    ) -> str:
        """The wording under `key` ("ask", "hint", ...), with names put in; "" if it has none."""
        wording = self.together.get(key, NOTHING) if way == TOGETHER else NOTHING
        return (wording or self.texts.get(key, NOTHING)).draw(bond, names)

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        """Those of `who` that can act now; nobody, once the step is complete."""
        done = {entry.by for entry in given if entry.move in ("answer", "skip")}
        return tuple(member for member in who if member not in done)

    def finished(self, member: str, who: Sequence[str], given: Sequence[Entry]) -> bool:
        """Whether this one of `who` has nothing more to do here."""
        return member not in self.awaits(who, given)

    def takes(self, move: str) -> bool:
        if move == "show" and self.shown == ME:
            return True
        return move in self.moves or (move == "skip" and self.optional)

    def refuses(self, entry: Entry, given: Sequence[Entry]) -> bool:
        """Whether this kind cannot take the entry now, from somebody it awaits."""
        if entry.move == "skip":
            return any(earlier.by == entry.by for earlier in given)
        if entry.move == "show":
            of = entry.data.get("of")
            if not isinstance(of, str) or of not in kept_by(entry.by, given):
                return True
        if self.may_be_gone and entry.data.get("gone") is True:
            return entry.move not in ("answer", "show") or not self.bare(entry.data)
        if entry.move == "show":
            return not self.sound("answer", entry.data)
        return self.shown != ME and not self.sound(entry.move, entry.data)

    def stump(self, data: Mapping[str, Any], asked: Collection[str]) -> Shared:
        """What has to stay of an answer that is taken back, so that the sitting goes on as it did.

        `asked` are the values that a later `when` asks for.
        """
        return {}

    def bare(self, data: Mapping[str, Any]) -> bool:
        """Whether what is left of an answer has the shape that `stump` gives it."""
        return True

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        """Whether shared data has the shape that the fold and the pages count on."""
        return True

    def goes_back(self, given: Sequence[Entry]) -> bool:
        """Whether, now that it is complete, the thread returns to `back_to`."""
        return False

    def goes_deeper(self, given: Sequence[Entry]) -> bool:
        """Whether going back lets deeper cards be drawn."""
        return False

    def drawn(self, given: Sequence[Entry]) -> Mapping[str, Any]:
        """The card that was drawn here, or nothing."""
        return {}

    def swaps(self) -> bool:
        """Whether going back exchanges the two roles."""
        return False

    def keeps(self, member: str, given: Sequence[Entry]) -> bool:
        """Whether this member kept something to themselves here that they may still show."""
        return self.shown == ME and bool(kept_by(member, given))

    def said(self, given: Sequence[Entry]) -> frozenset[str]:
        """The values answered, for a later `when`."""
        return frozenset()

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        """What somebody who may see this entry sees of it."""
        if entry.move == "skip":
            return Item("note", slot, entry.by, entry.id, "skip", {}, True, True) if mine else None
        if entry.move != "answer":
            return None
        later = shown_later(entry, slot.given)
        if later is None and self.shown == ME and not mine:
            return None
        data = later.data if later else merged(entry) if mine else entry.data
        private = self.shown == ME and later is None
        return Item("entry", slot, entry.by, entry.id, "answer", whole(data), mine, private)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        """Check a form of this kind; see `clean`."""
        return {}, None


def clean(step: Step, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
    """What to store of a form: the part for the sitting, and the part for the author alone.

    Raises Unfit with the field and a kind sentence; nothing is stored and the form can be
    given back with all its words.
    """
    if not step.takes(move):
        raise Unfit("move", "That cannot be done at this step.")
    if move == "skip":
        return {}, None
    shared, private = step.answer(move, form, way)
    if step.shown == ME and move == "answer":
        return {}, {**shared, **(private or {})}
    return shared, private
