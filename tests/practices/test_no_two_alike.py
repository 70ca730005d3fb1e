"""No two questions, prompts or ideas say nearly the same: measured, with the threshold named.

Cosine of the counts of four letters in a row, each weighted by how rare it is over all texts
(tf-idf). On 2026-11-22 the nearest two of 948 stood at 0.42 and shared a sentence pattern, not a
thought; a rephrasing of the same question comes out above 0.6.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict

from nearer.practices import decks, ideas

THRESHOLD = 0.5


def everything() -> dict[str, str]:
    cards = {card.id: card.ask for deck in decks.all() for card in deck.cards}
    return cards | {idea.id: idea.do for idea in ideas.all()}


def grams(text: str) -> Counter[str]:
    plain = " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())
    return Counter(plain[at : at + 4] for at in range(len(plain) - 3))


def nearest(texts: dict[str, str]) -> list[tuple[float, str, str]]:
    """Every pair that shares anything, the nearest first."""
    counts = {id: grams(text) for id, text in texts.items()}
    often = Counter(gram for count in counts.values() for gram in count)
    weights = {
        id: {gram: n * math.log(len(texts) / often[gram]) for gram, n in count.items()}
        for id, count in counts.items()
    }
    length = {id: math.sqrt(sum(w * w for w in found.values())) for id, found in weights.items()}
    holders: dict[str, list[str]] = defaultdict(list)
    products: defaultdict[tuple[str, str], float] = defaultdict(float)
    for id, found in weights.items():
        for gram, weight in found.items():
            for other in holders[gram]:
                products[other, id] += weight * weights[other][gram]
            holders[gram].append(id)
    pairs = [(p / length[a] / length[b], a, b) for (a, b), p in products.items()]
    return sorted(pairs, reverse=True)


def test_no_two_texts_are_near_copies() -> None:
    texts = everything()
    near = [(round(s, 2), texts[a], texts[b]) for s, a, b in nearest(texts) if s >= THRESHOLD]
    assert near == []


def test_a_rephrasing_would_be_found() -> None:
    texts = everything()
    known = next(card.ask for card in decks.all()[0].cards)
    texts["planted"] = "And tell me: " + known.lower().replace("you", "you really", 1)
    planted = [score for score, *pair in nearest(texts) if "planted" in pair]
    assert planted[0] > THRESHOLD


def test_there_are_as_many_as_we_say() -> None:
    cards = [card for deck in decks.all() if deck.kind == "cards" for card in deck.cards]
    assert len(cards) >= 300
    assert len(ideas.all()) >= 150
    for bond in ("partner", "friend", "family"):
        fitting = [card for card in cards if decks.fits(card, bond)]
        assert {card.depth for card in fitting} == {1, 2, 3, 4, 5}
        assert len(fitting) >= 120
