"""The decks of cards that come with Nearer: every file in `decks`, read and checked."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from nearer.practices.files import read_each, table_in, twice
from nearer.practices.reading import ScriptFault, Section, is_slug

FOLDER = Path(__file__).with_name("decks")
KINDS = ("cards", "little", "prompts", "dares", "calm", "quiet", "touch", "ladder")
BONDS = ("partner", "friend", "family")
DEEPEST = 5
LONGEST = 500


@dataclass(frozen=True)
class Card:
    """Something to ask, say or do. `bonds` are those of its deck, or fewer; () is alone."""

    id: str
    deck: str
    depth: int
    ask: str
    bonds: tuple[str, ...]


@dataclass(frozen=True)
class Deck:
    """Cards of one kind. `bonds` says whom it is for; () is for one person alone."""

    slug: str
    title: str
    short: str
    kind: str
    bonds: tuple[str, ...]
    cards: tuple[Card, ...]


def parse(text: str, name: str) -> Deck:
    """Read a deck; `name` is the file's. Raises ScriptFault with all its faults."""
    faults: list[str] = []
    top = Section(table_in(text, name), name, faults)
    slug = name.removesuffix(".toml")
    title, short, kind = top.string("title"), top.string("short"), top.one_of("kind", KINDS)
    bonds = top.strings("bonds", BONDS)
    cards = [_card(section, slug, bonds) for section in top.tables("card", required=True)]
    if not cards and top.has("card"):
        top.fault("there is no card in it")
    top.finish("a deck")
    if faults:
        raise ScriptFault(faults)
    return Deck(slug, title, short, kind, bonds, tuple(cards))


def _card(section: Section, deck: str, bonds: tuple[str, ...]) -> Card:
    id, ask = section.string("id"), section.string("ask")
    section.where = section.where if not id else f"{section.where} “{id}”"
    if id and not is_slug(id):
        section.fault("the id must be of a-z, 0-9 and -, and begin with a letter")
    if id.startswith("own-"):
        section.fault("ids that begin with “own-” are for cards that people add")
    if len(ask) > LONGEST:
        section.fault(f"“ask” has {len(ask)} characters, and a card holds {LONGEST}")
    depth = section.whole("depth", 1, DEEPEST, 1)
    own = bonds
    if section.has("bonds"):
        own = section.strings("bonds", bonds or BONDS)
        if not own:
            section.fault("“bonds” names nobody; leave it out, and it is for all of the deck’s")
        if not bonds:
            section.fault("the deck is for one alone, so a card cannot have “bonds”")
    section.finish("a card")
    return Card(id, deck, depth, ask, own)


@cache
def read(folder: Path) -> tuple[Deck, ...]:
    """Every deck of a folder, by name. Raises ScriptFault with the faults of all its files."""
    faults: list[str] = []
    found = read_each(folder, parse, faults)
    faults += twice({name: [card.id for card in found[name].cards] for name in found}, "card")
    if faults:
        raise ScriptFault(faults)
    return tuple(found.values())


def all() -> tuple[Deck, ...]:
    """Every deck, by slug."""
    return read(FOLDER)


def get(slug: str) -> Deck:
    """The deck of this slug; KeyError when there is none."""
    for deck in all():
        if deck.slug == slug:
            return deck
    raise KeyError(slug)


@cache
def _by_id() -> dict[str, Card]:
    return {card.id: card for deck in all() for card in deck.cards}


def card(id: str) -> Card:
    """The card of this id; KeyError when there is none."""
    return _by_id()[id]


@cache
def of_kind(kind: str, bond: str) -> tuple[Deck, ...]:
    """The decks of a kind for a kind of bond ("" alone), each with the cards that fit it."""
    fitting = []
    for deck in all():
        if deck.kind == kind:
            cards = tuple(card for card in deck.cards if fits(card, bond))
            if cards:
                fitting.append(replace(deck, cards=cards))
    return tuple(fitting)


def fits(card: Card, bond: str) -> bool:
    """Whether a card is for this kind of bond; "" is one person alone."""
    return bond in card.bonds if bond else not card.bonds


def draw(cards: Iterable[Card], used: Collection[str], depth: int, seed: str) -> Card | None:
    """A card no deeper than `depth`, and as deep as that where there is one; None without any.

    Used ones come again only when all have been used. The same arguments draw the same card.
    """
    near = [card for card in cards if card.depth <= depth]
    fresh = [card for card in near if card.id not in used] or near
    deepest = max((card.depth for card in fresh), default=0)
    return min(
        (card for card in fresh if card.depth == deepest),
        key=lambda card: hashlib.sha256(f"{seed} {card.id}".encode()).digest(),
        default=None,
    )
