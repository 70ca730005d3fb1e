"""A practice with cards, and what people send from its pages."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

from nearer.bonds.models import Bond
from nearer.practices.script import Script
from nearer.sittings import actions
from nearer.sittings.models import Sitting
from tests.cast import Player, member

HEAD = """
title = "Cards"
short = "For the test."
why = "So that cards are drawn."
minutes = 5
people = [2, 4]
bonds = ["partner", "friend", "family"]
ways = ["apart", "together"]
situations = ["play"]
ending = "Enough cards for now."
"""
ROLES = """
[roles]
first = "one"
second = "others"
"""
CARDS = (
    HEAD
    + ROLES
    + """
[[step]]
id = "card"
kind = "draw"
who = "first"
deck = "cards"
ask = "Draw one"

[[step]]
id = "say"
kind = "write"
who = "all"
shown = "together"
about = "card"
ask = "What comes to mind?"
keep = "appreciation"

[[step]]
id = "on"
kind = "deeper"
who = "all"
from = "card"
"""
)
PROMISES = (
    HEAD
    + """
next = ["small-moment", "to-myself", "gone-since"]
[[step]]
id = "topics"
kind = "write"
who = "all"
shown = "me"
collects = "topic"
ask = "What have you put aside?"

[[step]]
id = "near"
kind = "rate"
who = "all"
low = "far"
high = "near"
upto = 5
shown = "together"
remember = true
ask = "How near?"

[[step]]
id = "promise"
kind = "write"
who = "all"
shown = "after promise"
keep = "promise"
dated = true
optional = true
remember = true
ask = "What will you do?"
"""
)


def begin(
    player: Player, bond: Bond | None, text: str, *others: Player, way: str = "apart"
) -> Sitting:
    """A sitting of a script that is on no shelf, without a first word."""
    people = [player, *others]
    cast = [str(member(bond, one).id) for one in people] if bond else [str(player.id)]
    return actions.begin(
        id=uuid.uuid4(),
        script=Script.parse(text, "cards.toml"),
        bond=bond,
        person=player.person,
        cast=cast,
        way=way,
        answers=[],
        keyring=player.keyring,
    )


def page_of(player: Player, sitting: Sitting) -> str:
    """What somebody sees."""
    return str(player.client.get(f"/sittings/{sitting.pk}/").content.decode())


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of the first form that can be filled in."""
    form = re.search(r"<form[^>]*data-keep.*?</form>", page, re.S)
    assert form is not None, re.sub(r"<[^>]+>|\s+", " ", page.split("<main")[1])
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.group()):
        found.setdefault(name, []).append(html.unescape(value))
    return found


def send(
    player: Player, sitting: Sitting, page: str = "", *, expect: int = 302, **typed: Any
) -> str:
    """Send the form of a page (as it is now, if none is given); returns what comes back."""
    fields = hidden(page or page_of(player, sitting))
    data = {**fields, **{name.replace("__", "-"): value for name, value in typed.items()}}
    answer = player.client.post(f"/sittings/{sitting.pk}/add/", data)
    assert answer.status_code == expect, answer.content.decode()
    return str(answer.content.decode())


def card_on(page: str) -> str:
    """The id of the card that a form holds."""
    return hidden(page)["card-card"][0]
