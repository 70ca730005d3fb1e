"""The cards on the table of a draw step: which there are, which comes next, and which is taken.

A form holds only the id of the card that it shows; its words come from the decks each time.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nearer.practices import decks
from nearer.practices.decks import Card, Deck
from nearer.practices.kinds.cards import Draw
from nearer.practices.slots import Slot
from nearer.practices.steps import Step
from nearer.vault.keyring import Keyring

from .kept import own_cards, used_cards

OWN = "own"
MOST_SEEN = 400
Typed = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Table:
    """The decks of one draw step, with cards that members wrote, and which have been used."""

    decks: tuple[Deck, ...]
    used: frozenset[str]
    depth: int

    def find(self, id: str) -> Card | None:
        """The card of this id, if it may be drawn here."""
        for card in self._of(""):
            if card.id == id and card.depth <= self.depth:
                return card
        return None

    def _of(self, slug: str) -> list[Card]:
        chosen = [deck for deck in self.decks if deck.slug == slug] or self.decks
        return [card for deck in chosen for card in deck.cards]

    def next(self, slug: str, seen: Collection[str], seed: str) -> Card | None:
        """A card of one deck, or of any, that has not been on the table, if there is one."""
        cards = [card for card in self._of(slug) if card.depth <= self.depth]
        unseen = [card for card in cards if card.id not in seen]
        if not unseen:
            # All have been looked at: from the first, but not the one that lies here.
            unseen = [card for card in cards if card.id not in list(seen)[-1:]]
        return decks.draw(unseen or cards, self.used, self.depth, seed)


def laid_out(step: Draw, depth: int, bond_kind: str, bond: Any, keyring: Keyring) -> Table:
    """What can be drawn at a step, for a bond (its kind and id; "" and None alone)."""
    found = list(decks.of_kind(step.deck, bond_kind))
    if step.deck == "cards":
        own = [_own(card, bond_kind) for card in own_cards(bond, keyring)]
        if own:
            title = "Cards of our own" if bond else "Cards of my own"
            found.append(Deck(OWN, title, "", step.deck, (), tuple(own)))
    return Table(tuple(found), frozenset(used_cards(bond, keyring)), depth)


def _own(card: Mapping[str, Any], bond_kind: str) -> Card:
    bonds = (bond_kind,) if bond_kind else ()
    return Card(str(card["id"]), OWN, int(card["depth"]), str(card["text"]), bonds)


def hand(table: Table, step: Step, typed: Typed, seed: str) -> dict[str, Any]:
    """What a form shows: the card on the table, what was seen before, and the decks.

    With `another` among what was typed, the next card is drawn.
    """
    seen = [id for id in _one(typed, f"seen-{step.id}").split() if len(id) < 100][-MOST_SEEN:]
    slug = _one(typed, f"deck-{step.id}")
    card = table.find(_one(typed, f"card-{step.id}"))
    if card is not None and card.id not in seen:
        seen.append(card.id)
    if card is None or "another" in typed.get("move", ()):
        card = table.next(slug, seen, f"{seed} {len(seen)}")
    return {
        "card": card,
        "seen": " ".join(seen),
        "decks": [{"value": deck.slug, "label": deck.title} for deck in table.decks],
        "deck": slug,
        "names": {"card": f"card-{step.id}", "seen": f"seen-{step.id}", "deck": f"deck-{step.id}"},
    }


def taken(table: Table, slot: Slot, typed: Typed) -> dict[str, Any]:
    """The data of the card that a form holds; nothing where it may not be drawn here."""
    card = table.find(_one(typed, f"card-{slot.step.id}"))
    if card is None:
        return {}
    return {"card": card.id, "deck": card.deck, "text": card.ask, "depth": card.depth}


def seed_of(sitting: uuid.UUID | None, slot: Slot) -> str:
    """So that a page looked at twice shows the same card."""
    return f"{sitting or ''} {slot.id}"


def _one(typed: Typed, name: str) -> str:
    values = typed.get(name) or [""]
    return values[-1]
