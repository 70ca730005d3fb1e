"""Steps around cards: drawing one, and agreeing in private whether to go deeper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from nearer.practices.decks import DEEPEST, KINDS
from nearer.practices.kinds.gates import Round
from nearer.practices.reading import Section
from nearer.practices.slots import Entry, Item, Slot
from nearer.practices.steps import Private, Shared, Step, Unfit
from nearer.practices.typed import pick_from, words_from

LONGEST = 500
"""Characters on a card."""
DEEPER, STAY, ENOUGH = "deeper", "stay", "enough"


@dataclass(frozen=True, kw_only=True)
class Draw(Step):
    """A card from a deck. The first who takes one draws for all.

    `deck` is a kind of deck; `depth` the deepest card at first, which `deeper` may raise.
    """

    kind: ClassVar[str] = "draw"
    may_hide: ClassVar[bool] = True
    may_be_optional: ClassVar[bool] = False

    deck: str = ""
    depth: int = 1

    @classmethod
    def own(cls, section: Section) -> dict[str, Any]:
        return {
            "deck": section.one_of("deck", KINDS),
            "depth": section.whole("depth", 1, DEEPEST, 1),
        }

    @property
    def begins_at(self) -> int:
        return self.depth

    def awaits(self, who: Sequence[str], given: Sequence[Entry]) -> tuple[str, ...]:
        return () if given else tuple(who)

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        card, deck, text, depth = (data.get(key) for key in ("card", "deck", "text", "depth"))
        return (
            isinstance(card, str)
            and isinstance(deck, str)
            and isinstance(text, str)
            and bool(card and text.strip())
            and len(text) <= LONGEST
            and type(depth) is int
            and 1 <= depth <= DEEPEST
        )

    def drawn(self, given: Sequence[Entry]) -> Mapping[str, Any]:
        return given[0].data if given else {}

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        """DANGER: whether there is such a card, the caller has to see to; decks change."""
        data = {
            "card": form.get("card", ""),
            "deck": form.get("deck", ""),
            "text": words_from(form, "text", required=False),
            "depth": form.get("depth", 1),
        }
        if not self.sound("answer", data):
            raise Unfit("card", "This card cannot be taken. Please draw another.")
        return data, None


USUAL = {
    "ask": "How shall it go on?",
    "hint": "Everybody answers for themselves, and nobody sees what another said. "
    "It goes deeper only when all want to, and it ends when one has had enough.",
    DEEPER: "A little deeper",
    STAY: "Stay here",
    ENOUGH: "Enough for now",
}


@dataclass(frozen=True, kw_only=True)
class Deeper(Round):
    """Everybody says in private whether to go deeper, stay, or end here.

    DANGER: `data` steers the sitting, so all devices hold it, and no page may ever show an
    answer to anybody but its author. What it leads to is all that the others learn.
    """

    kind: ClassVar[str] = "deeper"
    needed: ClassVar[tuple[str, ...]] = ()
    offered: ClassVar[tuple[str, ...]] = ("ask", "hint", "deeper", "stay", "enough")
    usual: ClassVar[Mapping[str, str]] = USUAL

    def sound(self, move: str, data: Mapping[str, Any]) -> bool:
        return data.get("deeper") in (DEEPER, STAY, ENOUGH)

    def goes_back(self, given: Sequence[Entry]) -> bool:
        said = {entry.data["deeper"] for entry in given}
        return bool(said) and ENOUGH not in said

    def goes_deeper(self, given: Sequence[Entry]) -> bool:
        return {entry.data["deeper"] for entry in given} == {DEEPER}

    def tells(self, slot: Slot, entry: Entry, mine: bool) -> Item | None:
        if not mine:
            return None
        return Item("entry", slot, entry.by, entry.id, entry.move, entry.data, True, True)

    def answer(self, move: str, form: Mapping[str, Any], way: str) -> tuple[Shared, Private]:
        known = (DEEPER, STAY, ENOUGH)
        return {"deeper": pick_from(form, "deeper", known, "Deeper, stay, or enough?")}, None
