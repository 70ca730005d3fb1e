"""Cards: decks that fit, one large card at a time, own ones, and favourites that are mine."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from nearer.bonds.models import Bond
from nearer.keeps import cards, hooks
from nearer.keeps.here import stand
from nearer.practices import decks
from tests.cast import Player, bind
from tests.trust.house import normal

TEXT = "What did we call the cat before it had a name?"


def write(player: Player, bond: Bond, text: str = TEXT, depth: str = "2", **form: str) -> Any:
    url = reverse("write_card", args=[bond.pk])
    return player.client.post(url, {"words-card": text, "choice-depth": depth, **form})


def table(player: Player, bond: Bond, deck: str, **query: Any) -> Any:
    return player.client.get(reverse("deck", args=[bond.pk, deck]), query).context["card"]


def tap(player: Player, bond: Bond, deck: str, **form: Any) -> Any:
    return player.client.post(reverse("deck", args=[bond.pk, deck]), form)


def a_deck(bond: str = "partner") -> decks.Deck:
    return decks.of_kind("cards", bond)[0]


def test_every_deck_that_fits_is_there_and_no_other(ann: Player, ben: Player, bond: Bond) -> None:
    shown = cards.decks_of(stand(bond, ann.keyring))
    assert [deck.slug for deck in shown] == [d.slug for d in decks.of_kind("cards", "partner")]
    friends = bind(ann, ben, kind="friend")
    only = {d.slug for d in decks.of_kind("cards", "friend")} - {d.slug for d in shown}
    for slug in only:
        assert ann.client.get(reverse("deck", args=[bond.pk, slug])).status_code == 404
        assert ann.client.get(reverse("deck", args=[friends.pk, slug])).status_code == 200


def test_looking_at_a_card_uses_nothing_up(ann: Player, ben: Player, bond: Bond) -> None:
    first = table(ann, bond, a_deck().slug)
    assert table(ann, bond, a_deck().slug) == first == table(ben, bond, a_deck().slug)


def test_no_card_comes_twice_before_all_have_come(ann: Player, ben: Player, bond: Bond) -> None:
    deck = a_deck()
    light = [card for card in deck.cards if card.depth <= cards.depths(deck)[0]]
    seen = []
    for turn in range(len(light)):
        player = ann if turn % 2 else ben
        card = table(player, bond, deck.slug)
        seen.append(card.id)
        tap(player, bond, deck.slug, card=card.id)
    assert sorted(seen) == sorted(card.id for card in light)
    again = []
    for _ in range(4):
        card = table(ann, bond, deck.slug)
        again.append(card.id)
        tap(ann, bond, deck.slug, card=card.id)
    assert len(set(again)) == 4


def test_a_card_drawn_in_a_sitting_does_not_come_here(ann: Player, ben: Player, bond: Bond) -> None:
    first = table(ann, bond, a_deck().slug)
    hooks.note_card(bond.pk, first.id, ben.keyring)
    assert table(ann, bond, a_deck().slug) != first


def test_it_goes_deeper_only_when_asked(ann: Player, bond: Bond) -> None:
    deck = next(d for d in decks.of_kind("cards", "partner") if len({c.depth for c in d.cards}) > 2)
    lightest, deepest = cards.depths(deck)
    assert table(ann, bond, deck.slug).depth == lightest
    assert table(ann, bond, deck.slug, depth=lightest + 1).depth == lightest + 1
    assert table(ann, bond, deck.slug, depth=99).depth == deepest
    url = reverse("deck", args=[bond.pk, deck.slug])
    assert "All of us want to go deeper" in ann.client.get(url).content.decode()
    assert "go deeper" not in ann.client.get(f"{url}?depth={deepest}").content.decode()
    sent = tap(ann, bond, deck.slug, card="", depth=lightest + 1)
    assert sent["Location"].endswith(f"?depth={lightest + 1}")


def test_favourites_are_mine_alone(ann: Player, ben: Player, bond: Bond) -> None:
    deck = a_deck()
    before = normal(ben.client.get(reverse("cards", args=[bond.pk])))
    table_before = normal(ben.client.get(reverse("deck", args=[bond.pk, deck.slug])))
    card = table(ann, bond, deck.slug)
    tap(ann, bond, deck.slug, card=card.id, favourite="yes")
    assert table(ann, bond, deck.slug) == card
    assert card.ask in ann.client.get(reverse("cards", args=[bond.pk])).context["favourites"][0].ask
    assert normal(ben.client.get(reverse("cards", args=[bond.pk]))) == before
    assert normal(ben.client.get(reverse("deck", args=[bond.pk, deck.slug]))) == table_before
    ann.client.post(reverse("no_favourite", args=[bond.pk, card.id]))
    assert not ann.client.get(reverse("cards", args=[bond.pk])).context["favourites"]


def test_a_card_of_ones_own_is_drawn_by_all(ann: Player, ben: Player, bond: Bond) -> None:
    assert ben.client.get(reverse("deck", args=[bond.pk, "own"])).status_code == 404
    assert write(ann, bond).status_code == 302
    assert table(ben, bond, "own").ask == TEXT
    (own,) = hooks.own_cards(bond.pk, ben.keyring)
    assert own["id"].startswith("own-")
    assert (own["text"], own["depth"]) == (TEXT, 2)


def test_only_its_author_rewrites_a_card_or_takes_it_out(
    ann: Player, ben: Player, bond: Bond
) -> None:
    write(ann, bond)
    id = hooks.own_cards(bond.pk, ann.keyring)[0]["id"]
    for name in ("edit_card", "tear_up_card"):
        assert ben.client.post(reverse(name, args=[bond.pk, id])).status_code == 404
    form = {"words-card": "And after?", "choice-depth": "1"}
    ann.client.post(reverse("edit_card", args=[bond.pk, id]), form)
    assert hooks.own_cards(bond.pk, ben.keyring) == [{"id": id, "text": "And after?", "depth": 1}]
    ann.client.post(reverse("tear_up_card", args=[bond.pk, id]))
    assert hooks.own_cards(bond.pk, ben.keyring) == []


@pytest.mark.parametrize(("text", "depth"), [(" ", "2"), ("x" * 501, "2"), (TEXT, "6"), (TEXT, "")])
def test_what_does_not_fit_on_a_card_comes_back(
    ann: Player, bond: Bond, text: str, depth: str
) -> None:
    sent = write(ann, bond, text, depth)
    assert sent.status_code == 422
    assert text.strip() in sent.content.decode()
    assert hooks.own_cards(bond.pk, ann.keyring) == []


def test_a_card_sent_twice_is_there_once(ann: Player, bond: Bond) -> None:
    for _ in range(2):
        write(ann, bond, form="6f1f0f3e-7f0a-4a7e-9d53-0c7b3c3d2e11")
    assert len(hooks.own_cards(bond.pk, ann.keyring)) == 1


def test_a_card_that_is_none_of_the_deck_is_not_noted(ann: Player, bond: Bond) -> None:
    tap(ann, bond, a_deck().slug, card="no-such-card")
    tap(ann, bond, a_deck().slug, card="no-such-card", favourite="yes")
    assert hooks.used_cards(bond.pk, ann.keyring) == set()
    assert cards.favourites(stand(bond, ann.keyring)) == []


def test_where_there_is_no_room_for_a_card_it_says_so_and_keeps_what_was_typed(
    ann: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST", 1)
    write(ann, bond, "The first?")
    sent = write(ann, bond)
    assert sent.status_code == 422
    assert TEXT in sent.content.decode()
    assert "no room for more. Take one out of the deck first." in sent.content.decode()
    (own,) = cards.my_cards(stand(bond, ann.keyring))
    url = reverse("edit_card", args=[bond.pk, own["id"]])
    form = {"words-card": "The first, again?", "choice-depth": "1"}
    assert ann.client.post(url, form).status_code == 302
    assert [one["text"] for one in cards.my_cards(stand(bond, ann.keyring))] == [
        "The first, again?"
    ]


def test_what_one_drew_by_oneself_cannot_be_told_from_the_next_card(
    ann: Player, ben: Player, bond: Bond
) -> None:
    first = table(ann, bond, a_deck().slug)
    hooks.note_card(ann.id, first.id, ann.keyring)
    assert table(ann, bond, a_deck().slug) == first == table(ben, bond, a_deck().slug)
