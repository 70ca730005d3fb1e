"""Decks, ideas and ways of caring: read strictly, and drawn from fairly."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nearer.practices import caring, decks, ideas
from nearer.practices.decks import Card, draw
from nearer.practices.reading import ScriptFault

DECK = """
title = "Every day"
short = "Light ones."
kind = "cards"
bonds = ["partner", "friend"]
[[card]]
id = "hum"
depth = 1
ask = "What do you hum?"
[[card]]
id = "near"
depth = 2
ask = "When were we last near?"
bonds = ["partner"]
"""
IDEA = """
[[idea]]
id = "bench"
do = "Sit on a bench."
bonds = ["friend"]
cost = 0
minutes = 30
place = "out"
daring = 1
"""
WAY = """
note = "All of them do good."
source = "Somebody 2020"
[[way]]
id = "words"
title = "Words"
about = "Said or written."
receive = ["Being told"]
give = ["Telling"]
[way.ideas]
any = ["A note on the door."]
partner = ["A note in a coat."]
"""


def deck(*cards: tuple[str, int]) -> list[Card]:
    return [Card(id, "d", depth, "?", ("partner",)) for id, depth in cards]


def test_all_that_comes_with_nearer_is_whole() -> None:
    assert all(found.cards for found in decks.all())
    assert {found.kind for found in decks.all()} <= set(decks.KINDS)
    for found in decks.all():
        assert decks.get(found.slug) is found
        assert all(decks.card(card.id) == card for card in found.cards)
    assert all(ideas.get(idea.id) == idea for idea in ideas.all())
    assert all(caring.get(way.id) == way for way in caring.all().ways)


def test_a_card_may_be_for_fewer_than_its_deck() -> None:
    found = decks.parse(DECK, "daily.toml")
    assert [decks.fits(card, "friend") for card in found.cards] == [True, False]
    assert [decks.fits(card, "partner") for card in found.cards] == [True, True]
    assert not any(decks.fits(card, "") for card in found.cards)


DECKS = [
    ("title", "titel", "“title” is missing"),
    ('kind = "cards"', 'kind = "crads"', "did you mean “cards”?"),
    ('["partner", "friend"]', '["freind"]', "did you mean “friend”?"),
    ('id = "hum"', 'id = "Hum it"', "the id must be of a-z"),
    ('id = "hum"', 'id = "own-hum"', "for cards that people add"),
    ('id = "hum"', 'id = "near"', "the card “near” is here already"),
    ("depth = 1", "depth = 6", "“depth” is 6"),
    ("What do you hum?", "x" * 501, "a card holds 500"),
    ('bonds = ["partner"]', 'bonds = ["family"]', "“bonds” names “family”"),
    ('bonds = ["partner"]', "bonds = []", "“bonds” names nobody"),
    ("depth = 1", "deepth = 1", "did you mean “depth”?"),
]


@pytest.mark.parametrize(("good", "bad", "fault"), DECKS)
def test_a_faulty_deck_is_refused(tmp_path: Path, good: str, bad: str, fault: str) -> None:
    (tmp_path / "daily.toml").write_text(DECK.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(ScriptFault) as caught:
        decks.read(tmp_path)
    assert fault in str(caught.value)


def test_the_faults_of_all_decks_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(DECK, encoding="utf-8")
    (tmp_path / "b.toml").write_text(DECK.replace('"near"', '"far"'), encoding="utf-8")
    (tmp_path / "c.toml").write_text("title =", encoding="utf-8")
    with pytest.raises(ScriptFault) as caught:
        decks.read(tmp_path)
    assert len(caught.value.faults) == 2
    assert "b.toml: the card “hum” is in a.toml already" in caught.value.faults


def test_it_draws_what_was_not_used_as_deep_as_is_allowed() -> None:
    cards = deck(("a", 1), ("b", 1), ("c", 2), ("d", 2), ("e", 3))
    assert {drawn(cards, (), 2, seed).id for seed in "0123456789"} == {"c", "d"}
    assert drawn(cards, ("c",), 2, "x").id == "d"
    assert drawn(cards, ("c", "d"), 2, "x").id in ("a", "b")


def test_a_used_up_deck_begins_anew() -> None:
    cards = deck(("a", 1), ("b", 1), ("c", 4))
    assert drawn(cards, ("a", "b"), 1, "x").id in ("a", "b")


def test_there_may_be_nothing_to_draw() -> None:
    assert draw([], (), 1, "x") is None
    assert draw(deck(("c", 4)), (), 1, "x") is None


def test_the_same_drawing_draws_the_same_card() -> None:
    cards = deck(*((f"c{n}", 1) for n in range(20)))
    assert drawn(cards, (), 1, "x") == drawn(cards[::-1], (), 1, "x")
    assert len({drawn(cards, (), 1, str(seed)).id for seed in range(40)}) > 5


def drawn(cards: list[Card], used: tuple[str, ...], depth: int, seed: str) -> Card:
    card = draw(cards, used, depth, seed)
    assert card is not None
    return card


OTHERS: list[tuple[Callable[[str, str], object], str, str, str, str]] = [
    (ideas.parse, IDEA, "cost = 0", "cost = 4", "“cost” is 4"),
    (ideas.parse, IDEA, "minutes = 30", "minutes = 5", "“minutes” is 5"),
    (ideas.parse, IDEA, '"out"', '"outside"', "“place” is “outside”"),
    (ideas.parse, IDEA, '["friend"]', "[]", "“bonds” names nobody"),
    (ideas.parse, IDEA, "daring", "darring", "did you mean “daring”?"),
    (caring.parse, WAY, "any = ", "anny = ", "did you mean “any”?"),
    (caring.parse, WAY, "[way.ideas]", "[way.idea]", "“ideas” is missing"),
    (caring.parse, WAY, "give = ", "gives = ", "“give” is missing"),
]


@pytest.mark.parametrize(("parse", "text", "good", "bad", "fault"), OTHERS)
def test_faulty_ideas_and_ways_are_refused(
    parse: Callable[[str, str], object], text: str, good: str, bad: str, fault: str
) -> None:
    parse(text, "x.toml")
    with pytest.raises(ScriptFault) as caught:
        parse(text.replace(good, bad, 1), "x.toml")
    assert fault in str(caught.value)


def test_ways_have_ideas_for_a_bond_and_for_any() -> None:
    (way,) = caring.parse(WAY, "x.toml").ways
    assert way.ideas_for("partner") == ("A note in a coat.", "A note on the door.")
    assert way.ideas_for("family") == ("A note on the door.",)
