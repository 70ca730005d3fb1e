"""Finding entries of a sitting by their words, and doing to them what their author may do."""

from __future__ import annotations

import html
import re
import uuid
from typing import Any

from nearer.bonds.models import Bond
from nearer.practices.play import Entry
from nearer.sittings.models import Sitting
from tests.cast import Player, look, say, sit

LINE = "was removed by its author."

LADDER = """
title = "Two questions"
short = "For the test."
why = "So that something is kept back, and something is shown together."
minutes = 5
people = [2, 4]
bonds = ["partner", "friend", "family"]
ways = ["apart", "together"]
situations = ["play"]
ending = "Enough for now."

[[step]]
id = "alone"
kind = "write"
who = "all"
shown = "me"
ask = "What do you keep to yourself?"

[[step]]
id = "near"
kind = "rate"
who = "all"
low = "far"
high = "near"
upto = 5
shown = "together"
same_page = true
ask = "How near?"

[[step]]
id = "aloud"
kind = "write"
who = "all"
shown = "together"
same_page = true
keep = "promise"
remember = true
ask = "What do you promise?"

[[step]]
id = "pick"
kind = "choose"
who = "all"
shown = "at once"
ask = "And now?"
[[step.options]]
value = "more"
label = "More of it"
[[step.options]]
value = "less"
label = "Less of it"

[[step]]
id = "more"
kind = "write"
who = "all"
when = { step = "pick", is = ["more"] }
ask = "More of what?"
"""


def entry_of(player: Player, sitting: Sitting, words: str) -> Entry:
    """The answer that holds these words, as somebody can open it."""
    for one in look(player, sitting).state.entries:
        if one.move == "answer" and words in str({**one.data, **(one.private or {})}):
            return one
    raise AssertionError(words)


def address(sitting: Sitting, entry: Entry | uuid.UUID | str, deed: str) -> str:
    """The page of a deed: words, show, remove or copy."""
    id = entry.id if isinstance(entry, Entry) else entry
    return f"/sittings/{sitting.pk}/entries/{id}/{deed}/"


def main_of(page: str) -> str:
    """The main part of a page without what is made anew each time it is drawn."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", main)
    return re.sub(r'(name="form"|name="pause_form") value="[^"]*"', "", main)


def text_of(response: Any) -> str:
    """A page in words."""
    found = re.sub(r"<[^>]+>", " ", response.content.decode().split("<main", 1)[1])
    return " ".join(html.unescape(found).split())


def received(ann: Player, ben: Player, bond: Bond) -> Sitting:
    """Ann has told Ben something, Ben has answered, and a receipt is asked of Ann."""
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "kx-share"})
    say(ann, sitting, "feelings", {"feelings": ["afraid:3"]})
    say(ann, sitting, "wish", {"choices": "think-along"})
    say(ann, sitting, "beforehand", {}, move="skip")
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "kx-reply"})
    say(ben, sitting, "question", {}, move="skip")
    return sitting
