"""Cards for talking: the decks of a bond, own ones, favourites, and the next one to draw."""

from __future__ import annotations

import uuid
from typing import Any

from nearer.practices import decks
from nearer.practices.decks import DEEPEST, Card, Deck

from . import hooks, notes
from .here import Here
from .kept_texts import TooMany
from .onward import shuffled

FAVOURITES = "favourite cards"
OWN = "own"
OWN_START = "own-"
MOST = 200


def decks_of(here: Here) -> list[Deck]:
    """The decks that fit this bond; that of the members' own cards last, where there are any."""
    found = list(decks.of_kind("cards", here.shown.kind))
    own = own_deck(here)
    return [*found, own] if own.cards else found


def own_deck(here: Here) -> Deck:
    """The cards that members wrote."""
    bonds = (here.shown.kind,)
    cards = tuple(
        Card(one["id"], OWN, one["depth"], one["text"], bonds)
        for one in hooks.own_cards(here.bond.id, here.keyring)
    )
    return Deck(OWN, "Your own", "Cards that you wrote yourselves.", "cards", bonds, cards)


def deck(here: Here, slug: str) -> Deck | None:
    """One of them."""
    return next((one for one in decks_of(here) if one.slug == slug), None)


def next_card(here: Here, deck: Deck, depth: int) -> Card | None:
    """A card no deeper than `depth`. None comes twice before all have come; then the oldest.

    Those that some of us drew by themselves, or that were shown only later, have not come here:
    left out of an order that everybody can work out, they would tell the others of it.
    """
    pages = notes.everybodys(here.bond.id, hooks.CARDS, here.keyring).values()
    used = {card for page in pages for card in page.get("ids", [])}
    within = [card for card in deck.cards if card.depth <= depth]
    if any(card.id not in used for card in within):
        return decks.draw(within, used, depth, str(here.bond.id))
    mine = notes.mine(here.bond.id, hooks.CARDS, here.keyring).get("ids", [])
    when = {card: turn for turn, card in enumerate(mine)}
    order = shuffled(within, str(here.bond.id))
    return min(order, key=lambda card: when.get(card.id, -1), default=None)


def depths(deck: Deck) -> tuple[int, int]:
    """How deep its cards go: the lightest and the deepest."""
    there = [card.depth for card in deck.cards] or [1]
    return min(there), max(there)


def favourites(here: Here) -> list[Card]:
    """My favourites among the cards of this bond, the latest first. They are mine alone."""
    known = {card.id: card for one in decks_of(here) for card in one.cards}
    ids = notes.mine(here.keyring.person, FAVOURITES, here.keyring).get("ids", [])
    return [known[id] for id in reversed(ids) if id in known]


def favourite(*, here: Here, card: str, on: bool) -> None:
    """Make a card a favourite of mine, or no longer."""
    notes.tick(here.keyring.person, FAVOURITES, here.keyring, card, on=on, most=MOST)


def my_cards(here: Here) -> list[dict[str, Any]]:
    """The cards that I wrote for this bond."""
    page = notes.mine(here.bond.id, hooks.OWN_CARDS, here.keyring)
    return list(page.get("cards", []))


def write(*, here: Here, id: str, text: str, depth: int) -> None:
    """Write a card, or one of mine anew. Everybody in the bond may draw it. Raises `TooMany`."""
    made = {"id": id, "text": text, "depth": max(1, min(depth, DEEPEST))}

    def how(page: notes.Page) -> notes.Page:
        cards = page.get("cards", [])
        if any(one["id"] == id for one in cards):
            return {"cards": [made if one["id"] == id else one for one in cards]}
        if len(cards) >= MOST:
            raise TooMany(
                f"You have written {MOST} cards here, and there is no room for more. "
                "Take one out of the deck first."
            )
        return {"cards": [*cards, made]}

    notes.change(here.bond.id, hooks.OWN_CARDS, here.keyring, how)


def tear_up(*, here: Here, id: str) -> None:
    """Take a card of mine out of the deck."""

    def how(page: notes.Page) -> notes.Page:
        return {"cards": [one for one in page.get("cards", []) if one["id"] != id]}

    notes.change(here.bond.id, hooks.OWN_CARDS, here.keyring, how)


def new_id(form: uuid.UUID, person: uuid.UUID) -> str:
    """The id of a card that a form makes: sent twice it is made once."""
    return f"{OWN_START}{uuid.uuid5(form, str(person))}"
