"""Every kind of step has a page, takes what is sent from it, and can be read afterwards."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.practices.script import Script
from nearer.sittings import actions
from nearer.sittings.models import Sitting
from tests.cast import Player, look, member

ALL_KINDS = """
title = "One of each"
short = "For the test."
why = "So that every kind is drawn."
source = "none"
minutes = 5
people = [2, 2]
bonds = ["partner", "friend", "family"]
ways = ["apart", "together"]
ending = "All of them were drawn."

[roles]
first = "one"
second = "others"

[[step]]
id = "hello"
kind = "read"
text = "Read me, {first}."

[[step]]
id = "list"
kind = "write"
who = "first"
ask = "Two things"
repeat = { least = 2, most = 3 }

[[step]]
id = "pick"
kind = "choose"
who = "first"
ask = "Which of these?"
many = true
options = [{ value = "tea", label = "Tea" }, { value = "rain", label = "Rain" }]

[[step]]
id = "scale"
kind = "rate"
who = "first"
same_page = true
ask = "How near?"
low = "far"
high = "near"
upto = 5

[[step]]
id = "mood"
kind = "feel"
who = "first"
same_page = true
ask = "And the feeling?"

[[step]]
id = "mine"
kind = "write"
who = "first"
shown = "me"
ask = "For you alone"

[[step]]
id = "now"
kind = "ready"
who = "second"
ask = "Ready?"

[[step]]
id = "round"
kind = "turns"
who = "all"
rounds = 1
do = "write"
ask = "Your turn to say one thing"

[[step]]
id = "hug"
kind = "timer"
who = "all"
seconds = 90
ask = "Hold each other"

[[step]]
id = "landed"
kind = "receipt"
who = "first"
about = "second"
ask = "How was it?"

[[step]]
id = "more"
kind = "again"
who = "first"
from = "round"
ask = "Once more?"
yes = "Another round"
no = "Enough"
"""


@pytest.fixture
def sitting(request: pytest.FixtureRequest, ann: Player, ben: Player, bond: Bond) -> Sitting:
    way = getattr(request, "param", "apart")
    return actions.begin(
        id=uuid.uuid4(),
        script=Script.parse(ALL_KINDS, "one-of-each.toml"),
        bond=bond,
        person=ann.person,
        cast=[str(member(bond, ann).id), str(member(bond, ben).id)],
        way=way,
        answers=[],
        keyring=ann.keyring,
    )


def send(player: Player, sitting: Sitting, *, expect: int = 302, **typed: Any) -> str:
    """Fill in the form on somebody's page and send it; returns the page that held it."""
    page = player.client.get(f"/sittings/{sitting.pk}/").content.decode()
    form = re.search(r"<form[^>]*data-keep.*?</form>", page, re.S)
    assert form is not None, re.sub(r"<[^>]+>|\s+", " ", page.split("<main")[1])
    hidden: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.group()):
        hidden.setdefault(name, []).append(value.replace("&amp;", "&"))
    data = {**hidden, **{name.replace("__", "-"): value for name, value in typed.items()}}
    response = player.client.post(f"/sittings/{sitting.pk}/add/", data)
    assert response.status_code == expect, response.content.decode()
    return page


def test_each_is_drawn_taken_and_read(ann: Player, ben: Player, sitting: Sitting) -> None:
    assert "Read me, Ann." in send(ann, sitting, words__list="first thing")
    again = send(ann, sitting, words__list="second thing")
    assert "first thing" in again
    assert "That is all" not in again
    send(ann, sitting, words__list="", move="done")
    picks = send(
        ann,
        sitting,
        choice__pick=["tea", "rain"],
        rating__scale="4",
        feeling=["glad"],
        strength__glad="3",
    )
    assert "How near?" in picks
    private = send(ann, sitting, words__mine="nobody else reads this")
    assert "Only you will ever see this" in private
    assert "nobody else reads this" not in send(ben, sitting, ready="now")
    send(ann, sitting, words__round="I like your hands")
    assert "I like your hands" in send(ben, sitting, words__round="and I yours")
    assert "90 seconds" in send(ben, sitting, move="start")
    running = send(ann, sitting, move="done")
    assert re.search(r'data-started="20\d\d-', running)
    marks = {"understood": "fully", "accepted": "partly", "cared": "fully"}
    send(ann, sitting, expect=302, then="show", helped="", **marks)
    send(ann, sitting, again="yes")
    send(ann, sitting, words__round="and your laugh")
    send(ben, sitting, words__round="and yours")
    send(ann, sitting, move="start")
    send(ann, sitting, move="done")
    send(ann, sitting, expect=302, then="keep", helped="", **marks)
    send(ann, sitting, again="no")
    for player in (ann, ben):
        page = player.client.get(f"/sittings/{sitting.pk}/").content.decode()
        assert "All of them were drawn." in page
        for words in ("second thing", "Tea, Rain", "glad", "and your laugh", "Another round"):
            assert words in page
    assert "nobody else reads this" not in page
    assert look(ann, sitting).state.why_over == "finished"


def test_that_is_all_may_come_with_the_last_line_there_is_room_for(
    ann: Player, sitting: Sitting
) -> None:
    for words in ("first thing", "second thing"):
        send(ann, sitting, words__list=words)
    send(ann, sitting, words__list="third thing", move="done")
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert "third thing" in page
    assert "Which of these?" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"words__list": ""}, "nothing here yet"),
        ({"words__list": "x" * 20_001}, "Nothing is lost"),
    ],
)
def test_what_does_not_fit_is_said_in_its_place(
    ann: Player, sitting: Sitting, typed: dict[str, str], message: str
) -> None:
    page = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert message not in page
    send(ann, sitting, expect=422, **typed)


@pytest.mark.parametrize("sitting", ["together"], indirect=True)
def test_words_written_on_a_borrowed_phone_say_so(
    ann: Player, ben: Player, bond: Bond, sitting: Sitting
) -> None:
    him = str(member(bond, ben).id)
    for _ in range(2):
        send(ann, sitting, words__list="mine")
    send(ann, sitting, words__list="", move="done")
    send(ann, sitting, choice__pick="tea", rating__scale="4", feeling="glad")
    send(ann, sitting, words__mine="thought")
    handed = ann.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert "Hand the phone to" in handed
    page = ann.client.get(f"/sittings/{sitting.pk}/?as={him}").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    ann.client.post(f"/sittings/{sitting.pk}/add/", {**hidden, "as": him, "ready": "now"})
    send(ann, sitting, words__round="mine too")
    page = ann.client.get(f"/sittings/{sitting.pk}/?as={him}").content.decode()
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page))
    ann.client.post(
        f"/sittings/{sitting.pk}/add/", {**hidden, "as": him, "words-round": "in his name"}
    )
    read = ben.client.get(f"/sittings/{sitting.pk}/").content.decode()
    assert "in his name" in read
    assert "on the phone of <bdi>Ann</bdi>" in read
