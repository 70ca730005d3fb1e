"""What a sitting leaves behind: keeps, answers for next time, topics that have been brought."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Member
from nearer.keeps import hooks, keeping
from nearer.keeps.models import Keep
from nearer.people.models import today
from nearer.practices import shelf
from nearer.practices.script import Script
from nearer.sittings import actions, kept
from nearer.sittings.models import Entry, Sitting, Wording
from tests.cast import Player, bind, look, member, say
from tests.sittings.carding import CARDS, HEAD, PROMISES, ROLES, begin, page_of, send
from tests.sittings.mine import LADDER

ONE_SIDED = (
    HEAD
    + ROLES
    + """
[[step]]
id = "thanks"
kind = "write"
who = "first"
shown = "after ready"
keep = "appreciation"
ask = "What for?"

[[step]]
id = "ready"
kind = "ready"
who = "second"
ask = "Now?"
"""
)


def kept_in(bond: Bond, drawer: str, player: Player) -> list[keeping.Kept]:
    rows = Keep.objects.in_bond(bond, drawer, player.keyring)
    return keeping.opened(rows, player.keyring)


def test_words_are_kept_once_all_may_see_them(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    send(ann, sitting)
    card = look(ann, sitting).state.slots[0].given[0].data["text"]
    send(ann, sitting, words__say="Your patience")
    assert kept_in(bond, "appreciation", ann) == []
    send(ben, sitting, words__say="Your hands")
    for player in (ann, ben):
        found = kept_in(bond, "appreciation", player)
        assert {one.words for one in found} == {"Your patience", "Your hands"}
        assert {one.body["asked"] for one in found} == {card}
    by = {one.words: one.by for one in kept_in(bond, "appreciation", ann)}
    assert by["Your hands"] == str(member(bond, ben).id)
    send(ann, sitting, deeper="enough")
    send(ben, sitting, deeper="enough")
    assert Keep.objects.count() == 2


def test_what_one_writes_for_the_other_is_kept_when_the_other_may_see_it(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, ONE_SIDED, ben)
    send(ann, sitting, words__thanks="For driving")
    assert kept_in(bond, "appreciation", ann) == []
    send(ben, sitting, ready="now")
    assert [one.words for one in kept_in(bond, "appreciation", ben)] == ["For driving"]


def test_a_promise_is_kept_with_its_day(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, PROMISES, ben)
    for player in (ann, ben):
        send(player, sitting, words__topics="Money")
    for player in (ann, ben):
        send(player, sitting, rating__near="4")
    page = page_of(ann, sitting)
    assert 'type="date"' in page
    back = send(ann, sitting, expect=422, words__promise="I will ring", day__promise="next Tuesday")
    assert "By which day?" in back
    assert "I will ring" in back
    day = today() + timedelta(days=30)
    send(ann, sitting, words__promise="I will ring", day__promise=day.isoformat())
    assert kept_in(bond, "promise", ann) == []
    send(ben, sitting, move="skip")
    (promise,) = kept_in(bond, "promise", ben)
    assert (promise.words, promise.comes_up) == ("I will ring", day)
    assert f"By {day.day} {day:%B %Y}" in page_of(ben, sitting)


def test_ones_own_answer_is_there_the_next_time_for_oneself_alone(
    ann: Player, ben: Player, bond: Bond
) -> None:
    first = begin(ann, bond, PROMISES, ben)
    for player in (ann, ben):
        send(player, first, words__topics="Nothing")
    send(ann, first, rating__near="5")
    send(ben, first, rating__near="1")
    send(ann, first, words__promise="I will sing")
    second = begin(ben, bond, PROMISES, ann)
    for player in (ann, ben):
        send(player, second, words__topics="Nothing")
    year = timezone.now().year
    assert f"{year}: <bdi>near</bdi>" in page_of(ann, second)
    assert f"{year}: <bdi>far</bdi>" in page_of(ben, second)
    send(ann, second, rating__near="3")
    send(ben, second, rating__near="3")
    assert "<bdi>I will sing</bdi></p>" in page_of(ann, second)
    assert "I will sing" not in page_of(ben, second)


def test_in_another_bond_it_is_another_time(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, PROMISES, ben)
    for player in (ann, ben):
        send(player, sitting, words__topics="Nothing")
    send(ann, sitting, rating__near="5")
    other = bind(ann, ben, kind="friend", name="The other")
    elsewhere = begin(ann, other, PROMISES, ben)
    for player in (ann, ben):
        send(player, elsewhere, words__topics="Nothing")
    assert "Last time" not in page_of(ann, elsewhere)


def test_what_was_put_aside_is_brought_and_then_put_away(
    ann: Player, ben: Player, bond: Bond
) -> None:
    for words in ("Money", "The balcony"):
        keeping.keep(
            drawer=f"topic {bond.pk}",
            bond=None,
            by=str(ann.id),
            words=words,
            keyring=ann.keyring,
        )
    assert hooks.topics(bond.pk, ann.keyring) == ["Money", "The balcony"]
    sitting = begin(ann, bond, PROMISES, ben)
    assert "Money\nThe balcony</textarea>" in page_of(ann, sitting)
    assert "The balcony" not in page_of(ben, sitting)
    send(ann, sitting, words__topics="Money, only")
    # What was put in another way has been brought; what was left out, or added since, waits on.
    assert kept.topics(bond.pk, ann.keyring) == ["The balcony"]


def test_alone_even_private_words_are_kept_for_oneself(ann: Player) -> None:
    text = """
title = "Alone"
short = "For the test."
why = "So that it is kept."
minutes = 5
people = [1, 1]
bonds = []
alone = true
ways = ["apart"]
ending = "Kept."
[[step]]
id = "day"
kind = "write"
who = "all"
shown = "me"
keep = "journal"
remember = true
ask = "How was it?"
"""
    sitting = begin(ann, None, text)
    send(ann, sitting, words__day="Long, and good in the end")
    (entry,) = keeping.opened(Keep.objects.own("journal", ann.keyring), ann.keyring)
    assert entry.words == "Long, and good in the end"
    assert kept.last_time("cards", None, ann.keyring)["day"]["data"]["words"] == entry.words


def test_nothing_is_kept_of_what_was_said_aloud(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, CARDS, ben, way="together")
    me, him = str(member(bond, ann).id), str(member(bond, ben).id)
    send(ann, sitting)
    send(ann, sitting, words__say="")
    page = ann.client.get(f"/sittings/{sitting.pk}/?as={him}").content.decode()
    send(ann, sitting, page, words__say="Written all the same")
    (one,) = kept_in(bond, "appreciation", ben)
    assert one.words == "Written all the same"
    assert one.by == him != me


def test_what_is_kept_among_some_is_not_told_to_the_others(
    ann: Player, ben: Player, cleo: Player
) -> None:
    three = bind(ann, ben, cleo, kind="friend", name="Three")
    sitting = begin(ann, three, ONE_SIDED, ben)
    send(ann, sitting, words__thanks="For a secret")
    send(ben, sitting, ready="now")
    assert [one.words for one in kept_in(three, "appreciation", ben)] == ["For a secret"]
    assert kept_in(three, "appreciation", cleo) == []


HIDDEN_CARD = CARDS.replace('deck = "cards"', 'deck = "cards"\nshown = "after on"')


def test_a_card_that_is_hidden_still_is_not_kept_with_the_words(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = begin(ann, bond, HIDDEN_CARD, ben)
    send(ann, sitting)
    send(ann, sitting, words__say="Your patience")
    send(ben, sitting, words__say="Your hands")
    assert len(kept_in(bond, "appreciation", ben)) == 2
    assert all("asked" not in one.body for one in kept_in(bond, "appreciation", ben))


def on_one_phone(script: Script, lender: Player, *others: Member) -> Sitting:
    """Face to face, each in their turn."""
    bond = others[0].bond
    return actions.begin(
        id=uuid.uuid4(),
        script=script,
        bond=bond,
        person=lender.person,
        cast=[str(one.pk) for one in (member(bond, lender), *others)],
        way="together",
        answers=[],
        keyring=lender.keyring,
    )


def test_a_companions_words_are_for_those_to_change_on_whose_phone_they_were_written(
    ann: Player, ben: Player
) -> None:
    family = bind(ann, ben, kind="family", name="Home")
    dot = bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    text = CARDS.replace('who = "all"\nshown = "together"', 'who = "second"\nshown = "together"')
    sitting = on_one_phone(Script.parse(text, "cards.toml"), ann, member(family, ben), dot)
    say(ann, sitting, "card", {"card": "c", "deck": "d", "text": "Why?", "depth": 1})
    say(ann, sitting, "say", {"words": "Because of the dog"}, by=str(dot.id))
    assert kept_in(family, "appreciation", ann) == []
    say(ben, sitting, "say", {"words": "Because of the cat"})
    by = {one.words: one.mine for one in kept_in(family, "appreciation", ann)}
    assert by == {"Because of the dog": True, "Because of the cat": False}
    by = {one.words: one.mine for one in kept_in(family, "appreciation", ben)}
    assert by == {"Because of the dog": False, "Because of the cat": True}


def test_what_opened_when_somebody_went_unsaid_is_kept_with_the_next_word(
    ann: Player, ben: Player
) -> None:
    family = bind(ann, ben, kind="family", name="Home")
    dot = bonds.add_companion(bond=family, name="Dot", keyring=ann.keyring)
    sitting = on_one_phone(Script.parse(LADDER, "ladder.toml"), ann, member(family, ben), dot)
    for player in (ann, ben):
        say(player, sitting, "alone", {"words": "Not for you"})
        say(player, sitting, "near", {"rating": "4"})
        say(player, sitting, "aloud", {"words": "I come home earlier"})
    bonds.remove_companion(companion=dot)
    assert not kept_in(family, "promise", ben)
    say(ann, sitting, "pick", {"choices": "more"})
    assert len(kept_in(family, "promise", ben)) == 2
    say(ben, sitting, "pick", {"choices": "more"})
    say(ann, sitting, "more", {"words": "Evenings"})
    assert "Evenings" in str(look(ben, sitting).state.visible(look(ben, sitting).company.me))
    moves = [row.body.open(ann.keyring)["move"] for row in Entry.objects.filter(sitting=sitting)]
    assert moves.count("leave") == 1
    assert len(kept_in(family, "promise", ben)) == 2


def test_what_was_only_said_does_not_take_the_place_of_what_was_written(
    ann: Player, ben: Player, bond: Bond
) -> None:
    text = HEAD + ROLES + '[[step]]\nid = "line"\nkind = "write"\nwho = "first"\n'
    for words in ("I look up when you come in", ""):
        sitting = begin(ann, bond, text + 'ask = "?"\nremember = true\n', ben, way="together")
        send(ann, sitting, words__line=words)
    last = kept.last_time("cards", bond.pk, ann.keyring)
    assert last["line"]["data"]["words"] == "I look up when you come in"


@pytest.mark.parametrize("slug", [script.slug for script in shelf.all()])
def test_its_sealed_wording_is_as_long_for_every_practice(slug: str) -> None:
    script = shelf.get(slug)
    whole = json.dumps(Wording.as_long_as_any(script.name, script.toml), ensure_ascii=False)
    assert 9_000 < len(whole.encode()) < 15_500
