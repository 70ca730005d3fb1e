"""Question cards: deeper only when all want to, never the same card twice, and one of one’s own."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from nearer.practices import decks
from tests.journeys import keeping, steps
from tests.journeys.conftest import Gather, Opens
from tests.journeys.knowing import bytes_of

US = "Cards on the table"
CARDS = "Question cards"
DEEPER, STAY, ENOUGH = "A little deeper", "Another one like this", "Enough for today"
OWN = "Which of my jumpers would you rather I gave away?"
DEPTHS = {
    card.ask: card.depth for deck in decks.all() if deck.kind == "cards" for card in deck.cards
}


def test_it_goes_deeper_only_as_far_as_both_want(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    steps.begin(ann, US, CARDS)
    axe(ann)
    seen = [keeping.card_of(ann), *(keeping.another(ann) for _ in range(3))]  # nobody asks why
    assert len(set(seen)) == 4
    assert not any(card in bytes_of(ben, "/") for card in seen)
    taken = [takes(ann, 1)]
    keeping.go_on(ben, CARDS, "A card waits for your answer")
    axe(ben)
    answered(taken[0], ann, ben)

    taken.append(goes_on(ann, ben, DEEPER, DEEPER, depth=2))
    taken.append(goes_on(ben, ann, DEEPER, DEEPER, depth=3))
    # One would rather stay where it is. So it stays, and the next is as deep as this one.
    taken.append(goes_on(ann, ben, DEEPER, STAY, depth=3))
    taken.append(goes_on(ben, ann, DEEPER, STAY, depth=3))
    assert len(set(taken)) == len(taken), "no card comes twice"

    # One has had enough, and it is over, as if nobody had said so.
    says(ann, DEEPER)
    before = bytes_of(ann)
    says(ben, ENOUGH)
    for page in (ann, ben):
        page.reload()
        steps.sees(page, "Put the cards away whenever they have done their work.")
        learns_nothing(page)
    assert before != bytes_of(ann)
    axe(ann)

    # Another evening begins light, with cards that have not been there.
    steps.begin(ben, US, CARDS)
    assert DEPTHS[keeping.card_of(ben)] == 1
    assert keeping.card_of(ben) not in taken


def test_a_card_of_ones_own_comes_up(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    two = company("partner", US, "Ann", "Ben")
    ann, ben = two.at(phone, "Ann"), two.at(phone, "Ben")
    keeping.to_keeps(ann, US, "Cards")
    axe(ann)
    steps.follow(ann, "Write a card")
    steps.write(ann, "What does it ask?", OWN)
    ann.get_by_role("group", name="How deep does it go?").get_by_role("radio").first.check()
    steps.press(ann, "Put it into the deck")
    steps.sees(ann, OWN)

    steps.begin(ben, US, CARDS)
    ben.get_by_label("From which deck?").select_option(label="Cards of our own")
    steps.press(ben, "Another")
    expect(ben.get_by_role("blockquote")).to_have_text(steps.words_of(OWN, whole=True))
    steps.press(ben, "Take this one")
    keeping.go_on(ann, CARDS, "A card waits for your answer")
    steps.sees(ann, OWN)


def test_they_lie_on_one_phone_between_ann_and_a_child(
    company: Gather, phone: Opens, axe: Callable[[Page], None]
) -> None:
    ann = company("family", "Crumbs", "Ann", "Ben").at(phone, "Ann")
    steps.add_companion(ann, "Crumbs", "Dot")
    steps.begin(ann, "Crumbs", CARDS, way="Face to face", only="Dot")
    taken = takes(ann, 1)
    axe(ann)

    # Round the table: the answer, a word back, an answer to that. Whoever is last begins anew.
    for first, then in (("Ann", "Dot"), ("Dot", "Ann"), ("Ann", "Dot")):
        steps.sees(ann, f"The phone is with {first}.", taken)
        steps.press(ann, "Said")
        steps.say_in_turn(ann, then, lambda page: steps.press(page, "Said"))

    steps.sees(ann, "The phone is with Dot.")
    axe(ann)
    steps.press(ann, DEEPER)
    steps.headed(ann, "Hand the phone to Ann")
    learns_nothing(ann)
    steps.follow(ann, "I am Ann")
    steps.press(ann, DEEPER)
    steps.sees(ann, "Draw a card for all of you")
    assert DEPTHS[keeping.card_of(ann)] == 2


def takes(page: Page, depth: int) -> str:
    card = keeping.card_of(page)
    assert DEPTHS.get(card) == depth, f"“{card}” is not of depth {depth}"
    steps.press(page, "Take this one")
    return card


def answered(card: str, *pages: Page) -> None:
    """Both answer, hidden from one another until both have; then nobody asks any more."""
    first, second = pages
    tree, knee = (f"{what} ({sum(map(ord, card))})." for what in ("A tree", "A knee"))
    for page, words in ((first, tree), (second, knee)):
        page.reload()
        steps.sees(page, card)
        if page is second:
            steps.cannot_know(second, tree)
        page.get_by_role("textbox", name="Your answer").fill(words)
        page.get_by_role("button", name=steps.words_of("Send it to")).click()
        expect(page.get_by_role("textbox", name="Your answer")).to_have_count(0)
    first.reload()
    for page in pages:
        steps.sees(page, tree, knee)
    keeping.each(keeping.passes, *pages)


def says(page: Page, where: str) -> None:
    page.reload()
    steps.press(page, where)


def goes_on(first: Page, second: Page, one: str, other: str, *, depth: int) -> str:
    """Each says where to, unseen by the other; then the second draws, and both answer."""
    second.reload()
    before = bytes_of(second)
    says(first, one)
    assert bytes_of(second) == before, "what was tapped shows on the other’s page"
    says(second, other)
    first.reload()
    for page in (first, second):
        learns_nothing(page)
    card = takes(second, depth)
    answered(card, first, second)
    return card


def learns_nothing(page: Page) -> None:
    """What somebody tapped stands nowhere, in no words."""
    source = bytes_of(page)
    for one in (DEEPER, STAY, ENOUGH, "deeper</", 'value="stay"'):
        assert one not in source
