"""Drawing a card: any number may be looked at, one is taken, and the decks alone say its words."""

from __future__ import annotations

import html

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import hooks, notes
from nearer.practices import decks, shelf
from nearer.practices.decks import Card
from nearer.sittings import cards, kept
from nearer.sittings.models import Entry
from tests.cast import Player, bind, look
from tests.sittings.carding import CARDS, begin, card_on, hidden, page_of, send


def test_a_card_is_drawn_shown_and_taken(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    page = page_of(ann, sitting)
    card = decks.card(card_on(page))
    assert html.escape(card.ask) in page
    assert card.depth == 1
    assert decks.fits(card, "partner")
    send(ann, sitting, page)
    assert html.escape(card.ask) in page_of(ben, sitting)
    assert "Ann</bdi> drew a card" in page_of(ben, sitting)
    entry = look(ann, sitting).state.entries[-1]
    deck = {"card": card.id, "deck": card.deck, "text": card.ask, "depth": 1}
    assert dict(entry.data) == deck


def test_the_page_shows_the_same_card_until_another_is_asked_for(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    first = page_of(ann, sitting)
    assert card_on(first) == card_on(page_of(ann, sitting))
    rows = Entry.objects.count()
    seen = [card_on(first)]
    page = first
    for _ in range(5):
        page = send(ann, sitting, page, expect=200, move="another")
        assert card_on(page) not in seen
        seen.append(card_on(page))
    assert Entry.objects.count() == rows
    assert kept.used_cards(bond.pk, ann.keyring) == set()
    send(ann, sitting, page)
    assert look(ann, sitting).state.entries[-1].data["card"] == seen[-1]
    assert kept.used_cards(bond.pk, ben.keyring) == {seen[-1]}


def test_one_may_choose_the_deck(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    page = page_of(ann, sitting)
    fitting = decks.of_kind("cards", "partner")
    for deck in [one for one in fitting if any(card.depth == 1 for card in one.cards)][:3]:
        page = send(ann, sitting, page, expect=200, move="another", deck__card=deck.slug)
        assert decks.card(card_on(page)).deck == deck.slug
        assert f'value="{deck.slug}" selected' in page


@pytest.mark.parametrize("forged", ["no-such-card", "", "own-12", "x" * 5000])
def test_a_card_that_is_none_is_not_taken(
    ann: Player, ben: Player, bond: Bond, forged: str
) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    page = send(ann, sitting, expect=422, card__card=forged)
    assert "Please draw another" in page
    assert decks.card(card_on(page)).depth == 1


def test_a_deeper_card_is_not_taken_and_no_words_from_outside(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    deep = next(c for d in decks.of_kind("cards", "partner") for c in d.cards if c.depth > 1)
    send(ann, sitting, expect=422, card__card=deep.id, depth="1", text="Forged")
    other = next(d for d in decks.all() if d.kind != "cards").cards[0]
    send(ann, sitting, expect=422, card__card=other.id)
    send(ann, sitting, text="Forged words", depth="5")
    assert look(ann, sitting).state.entries[-1].data["text"] != "Forged words"


def test_it_goes_deeper_when_both_want_to_and_nobody_sees_the_others_answer(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    send(ann, sitting)
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert look(ann, sitting).state.slots[1].card["text"] in html.unescape(page)
        send(player, sitting, page, words__say=f"{player.name} says")
    assert "nobody sees what another said" in page_of(ann, sitting)
    send(ann, sitting, deeper="deeper")
    waiting = page_of(ben, sitting)
    send(ben, sitting, deeper="stay")
    assert "A little deeper" not in page_of(ann, sitting)
    assert look(ann, sitting).state.open_for(look(ann, sitting).company.me)[0].first.depth == 1
    assert "deeper" not in waiting.split("<form", 2)[0]
    send(ann, sitting)
    for player in (ann, ben):
        send(player, sitting, words__say="more")
    for player in (ann, ben):
        send(player, sitting, deeper="deeper")
    assert decks.card(card_on(page_of(ann, sitting))).depth == 2


def test_own_cards_are_mixed_in(ann: Player, ben: Player, bond: Bond) -> None:
    own = [{"id": "own-1", "text": "Where shall we grow old?", "depth": 1}]
    notes.change(bond.pk, hooks.OWN_CARDS, ben.keyring, lambda page: {"cards": own})
    sitting = begin(ann, bond, CARDS, ben)
    page = send(ann, sitting, expect=200, move="another", deck__card="own")
    assert card_on(page) == "own-1"
    assert "Where shall we grow old?" in page
    send(ann, sitting, page)
    assert "Where shall we grow old?" in page_of(ben, sitting)


def test_a_card_drawn_among_some_is_not_told_to_the_others(
    ann: Player, ben: Player, cleo: Player
) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = begin(ann, three, CARDS, ben)
    card = card_on(page_of(ann, sitting))
    send(ann, sitting)
    assert card in kept.used_cards(three.pk, ann.keyring)
    assert kept.used_cards(three.pk, cleo.keyring) == set()


def test_a_used_card_comes_again_only_when_all_are_used() -> None:
    few = tuple(Card(f"c{n}", "d", 1, f"{n}?", ("friend",)) for n in range(4))
    deck = decks.Deck("d", "D", "", "cards", ("friend",), few)
    table = cards.Table((deck,), frozenset({"c0", "c1"}), 1)
    drawn = {table.next("", (), str(seed)) for seed in range(30)}
    assert {card.id for card in drawn if card} == {"c2", "c3"}
    all_used = cards.Table((deck,), frozenset(card.id for card in few), 1)
    assert {c.id for c in (all_used.next("", (), str(s)) for s in range(60)) if c} == {
        card.id for card in few
    }


def test_when_all_have_been_looked_at_they_come_round_again() -> None:
    two = tuple(Card(f"c{n}", "d", 1, f"{n}?", ("friend",)) for n in range(2))
    table = cards.Table((decks.Deck("d", "D", "", "cards", (), two),), frozenset(), 1)
    again = table.next("", ["c0", "c1"], "x")
    assert again is not None
    assert again.id == "c0"
    one = cards.Table((decks.Deck("d", "D", "", "cards", (), two[:1]),), frozenset(), 1)
    only = one.next("", ["c0"], "x")
    assert only is not None


def test_a_deeper_card_does_not_keep_the_only_fitting_one_away() -> None:
    two = tuple(Card(f"c{depth}", "d", depth, f"{depth}?", ("friend",)) for depth in (1, 3))
    table = cards.Table((decks.Deck("d", "D", "", "cards", (), two),), frozenset(), 1)
    again = table.next("", ["c1"], "x")
    assert again is not None
    assert again.id == "c1"


def test_a_card_is_the_first_thing_of_a_sitting(ann: Player, ben: Player, bond: Bond) -> None:
    """Before there is a sitting, another card is drawn at the address of beginning."""
    slugs = [s.slug for s in shelf.all() if s.steps[0].kind == "draw" and "partner" in s.bonds]
    for slug in slugs[:1]:
        address = f"/begin/{slug}/?bond={bond.pk}&way={shelf.get(slug).ways[0]}"
        page = ann.client.get(address).content.decode()
        fields = hidden(page)
        name = next(name for name in fields if name.startswith("card-"))
        again = ann.client.post(address, {**fields, "move": "another"})
        assert again.status_code == 200
        assert hidden(again.content.decode())[name] != fields[name]
        assert ann.client.post(address, hidden(again.content.decode())).status_code == 302
