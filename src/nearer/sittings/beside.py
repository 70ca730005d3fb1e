"""What a form shows from elsewhere: cards to draw, one's answer of last time, topics put aside."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from nearer.people import zone
from nearer.practices.kinds.cards import Draw
from nearer.practices.kinds.picks import Choose, Rate
from nearer.practices.kinds.words import Write
from nearer.practices.slots import Page, Slot
from nearer.vault.keyring import Keyring

from . import cards, kept
from .coaching import NoteShown
from .opened import Opened

Typed = Mapping[str, Sequence[str]]
NO_HAND: dict[str, Any] = {"card": None, "seen": "", "decks": [], "deck": "", "names": {}}


@dataclass(frozen=True)
class Beside:
    """All of it for one sitting and one person.

    `coach` says whether the coach reads along and `notes` what it said, by slot id. `last` is by
    step id; `table` lays out the cards of a draw slot; `today` is that of whoever is signed in.
    """

    coach: bool = False
    notes: Mapping[str, NoteShown] = field(default_factory=dict)
    last: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    topics: Sequence[str] = ()
    table: Callable[[Slot], cards.Table] | None = None
    seed: uuid.UUID | None = None
    today: date | None = None

    def hand(self, slot: Slot, typed: Typed) -> dict[str, Any]:
        """The card on the table of a draw slot, and what else its form needs."""
        if self.table is None:
            return NO_HAND
        return cards.hand(self.table(slot), slot.step, typed, cards.seed_of(self.seed, slot))

    def taken(self, page: Page, typed: Typed) -> dict[str, dict[str, Any]]:
        """The cards that a form takes: slot id -> data, {} for a card that may not be drawn."""
        return {
            slot.id: cards.taken(self.table(slot), slot, typed)
            for slot in page.slots
            if isinstance(slot.step, Draw) and self.table is not None
        }

    def for_others(self) -> Beside:
        """The same for another's eyes, on a phone that goes round."""
        return Beside(table=self.table, seed=self.seed, today=self.today)


NOTHING_BESIDE = Beside()


def beside(
    opened: Opened,
    bond: uuid.UUID | None,
    keyring: Keyring,
    *,
    coach: bool = False,
    notes: Mapping[str, NoteShown] | None = None,
) -> Beside:
    """What the keeps know for the forms that are open now; nothing is asked for in vain."""
    kind = opened.state.bond

    def table(slot: Slot) -> cards.Table:
        assert isinstance(slot.step, Draw)  # noqa: S101
        return cards.laid_out(slot.step, slot.depth, kind, bond, keyring)

    pages = opened.state.open_for(opened.company.me)
    steps = [slot.step for page in pages for slot in page.slots]
    last: Mapping[str, Mapping[str, Any]] = {}
    if any(step.remember for step in steps):
        last = kept.last_time(opened.script.slug, bond, keyring)
    topics: Sequence[str] = ()
    if any(isinstance(step, Write) and step.collects for step in steps):
        topics = kept.topics(bond, keyring)
    seed = opened.sitting.pk if opened.sitting else uuid.uuid4()
    return Beside(coach, notes or {}, last, topics, table, seed, zone.today(keyring))


def last_shown(
    slot: Slot, last: Mapping[str, Mapping[str, Any]], where: Mapping[str, Any]
) -> dict[str, Any] | None:
    """One's answer of last time as a line: {day, text}; None without one, or one from an older
    wording that says nothing any more."""
    step, found = slot.step, last.get(slot.step.id)
    if not step.remember or not found:
        return None
    data = found["data"]
    if isinstance(step, Choose | Rate):
        options = step.options if isinstance(step, Choose) else step.points
        picks = data.get("choices", [data.get("rating")])
        said = [one.text("label", **where) or one.value for one in options if one.value in picks]
        text = ", ".join(said)
    elif "feelings" in data:
        text = ", ".join(one["word"] for one in data["feelings"])
    else:
        text = data.get("words", "")
    return {"day": date.fromisoformat(found["day"]), "text": text} if text else None
