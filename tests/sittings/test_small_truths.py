"""What a sitting's page says of itself is so in this practice too."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from nearer.bonds.models import Bond
from nearer.keeps import hooks
from nearer.practices import decks, shelf
from nearer.sittings import coaching, fading, kept, shown
from nearer.sittings.models import Sitting
from tests.cast import Player, bind, look, member, say, sit
from tests.sittings.carding import HEAD, ROLES, begin, hidden, page_of, send

NOW = {"when": "now"}


def stages(practice: str, ann: Player, bond: Bond) -> list[str]:
    opened = look(ann, sit(ann, bond, practice))
    found = shown.loop(opened.script, opened.state, opened.company.me)
    return [part["label"] for part in found]


@pytest.mark.parametrize("practice", ["sharing", "about-you", "one-rung-up", "a-letter"])
def test_the_ring_goes_through_the_loop(practice: str, ann: Player, bond: Bond) -> None:
    assert stages(practice, ann, bond)[:4] == ["Share", "Ready", "Reflect", "Felt"]


@pytest.mark.parametrize("practice", ["making-up", "owning-up", "check-in", "show-and-tell"])
def test_no_ring_is_drawn_where_its_stages_are_not_so(
    practice: str, ann: Player, bond: Bond
) -> None:
    assert stages(practice, ann, bond) == []


RECEIPT = HEAD + ROLES + '[[step]]\nid = "reply"\nkind = "write"\nwho = "second"\nask = "What?"\n'
RECEIPT += (
    '[[step]]\nid = "felt"\nkind = "receipt"\nwho = "first"\nabout = "second"\nask = "How?"\n'
)


@pytest.mark.parametrize(("more", "reopens"), [("", False), ('reopens = "reply"', True)])
def test_not_yet_promises_another_reply_only_where_there_is_one(
    ann: Player, ben: Player, bond: Bond, more: str, reopens: bool
) -> None:
    sitting = begin(ann, bond, RECEIPT + more, ben)
    send(ben, sitting, words__reply="That you were cold")
    assert ("opens the reply again" in page_of(ann, sitting)) is reopens


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (15, "a quiet quarter of an hour"),
        (30, "a quiet half hour"),
        (40, "40 quiet minutes"),
        (1, "a quiet minute"),
    ],
)
def test_now_means_as_long_as_the_practice_takes(
    ann: Player, ben: Player, bond: Bond, minutes: int, words: str
) -> None:
    text = HEAD.replace("minutes = 5", f"minutes = {minutes}") + ROLES
    text += '[[step]]\nid = "now"\nkind = "ready"\nwho = "second"\nask = "Now?"\n'
    assert f"You have {words}." in page_of(ben, begin(ann, bond, text, ben))


BOTH = (
    HEAD
    + """
[[step]]
id = "day"
kind = "write"
who = "all"
shown = "together"
coach = { reads = "share" }
ask = "How was it?"

[[step]]
id = "heard"
kind = "write"
who = "all"
shown = "together"
coach = { reads = "reply" }
ask = "What did you hear?"
"""
)


def test_the_coach_holds_a_reply_against_what_the_others_told(
    ann: Player, ben: Player, cleo: Player
) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = begin(ann, three, BOTH, ben, cleo)
    for player in (ann, ben, cleo):
        send(player, sitting, words__day=f"{player.name} had a day")
    opened = look(ben, sitting)
    seen = opened.state.visible(opened.company.me)
    slot = opened.state.open_for(opened.company.me)[0].first
    assert coaching._share(seen, slot) == "Ann had a day\nCleo had a day"


def test_there_is_one_pause_to_ask_for(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "about-you")
    page = page_of(ann, sitting)
    main = page.split("<main", 1)[1]
    found = re.findall(r"([^<>]*\bpause\b[^<>]*)</(?:button|summary)>", main, re.I)
    assert [words.strip() for words in found] == ["We need a pause"]
    assert main.index("We need a pause") < main.index("Come back to it later")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    def move(days: int) -> None:
        then = timezone.now() + timedelta(days=days, minutes=1)
        monkeypatch.setattr(fading, "now", lambda: then)

    return move


def waits(player: Player, sitting: Sitting) -> bool:
    return str(sitting.pk) in player.client.get("/").content.decode()


def test_a_hug_agreed_on_and_left_lying_comes_to_rest(
    ann: Player, ben: Player, bond: Bond, later: Callable[[int], None]
) -> None:
    sitting = sit(ann, bond, "hug")
    say(ann, sitting, "wish", {"choices": "hug"})
    say(ann, sitting, "line", {}, move="skip")
    say(ben, sitting, "answer", {"choices": "later"})
    say(ben, sitting, "own-words", {}, move="skip")
    later(1)
    assert waits(ann, sitting)
    assert waits(ben, sitting)
    later(2)
    assert not waits(ann, sitting)
    assert not waits(ben, sitting)
    assert "It has come to rest" in page_of(ann, sitting)
    assert "It was not the moment" not in page_of(ann, sitting)


@pytest.mark.parametrize("practice", [s.slug for s in shelf.all() if s.fades])
def test_an_asking_can_be_let_pass_only_without_a_trace(practice: str) -> None:
    """A “Pass” of its own would say that somebody had looked."""
    script = shelf.get(practice)
    heads = [page[0] for run in script.runs for page in run.pages]
    first = next(step for step in heads if step.who == "listener" and step.kind != "read")
    assert not first.optional
    assert all(not step.optional for step in heads if step.when and step.who == "listener")


def test_a_dare_begins_softly(ann: Player) -> None:
    bold = [c.id for d in decks.of_kind("dares", "") for c in d.cards if c.depth > 1]
    assert bold
    for _ in range(5):
        sitting = sit(ann, None, "one-notch-more")
        card = hidden(page_of(ann, sitting))["card-dare"][0]
        assert card not in bold
        hooks.note_card(ann.id, card, ann.keyring)


def test_a_card_from_the_ladder_waits_with_the_words(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "one-rung-up")
    send(ann, sitting, choice__rung="third")
    card = decks.card(hidden(page_of(ann, sitting))["card-card-three"][0])
    send(ann, sitting)
    assert look(ann, sitting).state.open_for(str(member(bond, ann).id))[0].first.card
    send(ann, sitting, words__tell="It is a long story")
    assert card.id in kept.used_cards(bond.pk, ann.keyring)
    assert card.id not in kept.used_cards(bond.pk, ben.keyring)
    assert "drew a card" not in page_of(ben, sitting)
    send(ben, sitting, ready="now")
    assert "drew a card" in page_of(ben, sitting)


def test_the_sound_of_every_clock_can_be_turned_on_and_off(ann: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "five-minutes-each")
    assert "Turn the sound on" in page_of(ann, sitting)
    send(ann, sitting, move="start")
    page = page_of(ann, sitting)
    assert "Turn the sound on" in page
    assert "data-breathing" not in page


def test_a_clock_can_be_held_by_one_and_let_go_on_by_the_other(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond, "five-minutes-each")
    assert "Hold the clock" not in page_of(ann, sitting)
    send(ann, sitting, move="start")
    assert "Hold the clock" in page_of(ben, sitting)
    send(ben, sitting, move="hold")
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert re.search("5 minutes|4 minutes and 5[0-9] seconds", page)
        assert "left, and it rests" in page
    entries = sitting.entries.count()
    send(ann, sitting, move="hold")  # both tapped at once
    assert sitting.entries.count() == entries
    assert "moved on" not in page_of(ann, sitting)
    send(ann, sitting, move="go-on")
    assert "until <time" in page_of(ben, sitting)
