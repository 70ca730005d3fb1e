"""Rule 1: what somebody writes is theirs alone until they show it, by a deed of its own, knowing
to whom. That something was begun, kept or put aside is in rule 2."""

from __future__ import annotations

import re
from html import unescape

from nearer.bonds.models import Bond
from nearer.sittings.models import Entry, Sitting
from tests.cast import Player, bind, say, sit
from tests.trust.house import body
from tests.trust.visitor import Form, forms_of

WORDS = "kxwords nobody has been shown"


def fill(player: Player, path: str) -> Form:
    page = body(player.client.get(path))
    return next(form for form in forms_of(page) if "words-share" in form.names)


def test_the_button_says_to_whom_before_it_is_pressed(ann: Player, bond: Bond) -> None:
    page = body(ann.client.get(f"/begin/sharing/?bond={bond.pk}&way=apart"))

    buttons = re.findall(r'<button class="button button--main">(.*?)</button>', page)
    assert [unescape(one).replace("\u2068", "").replace("\u2069", "") for one in buttons] == [
        "Send it to Ben"
    ]


def test_with_several_it_names_every_one(ann: Player, ben: Player, cleo: Player) -> None:
    family = bind(ann, ben, cleo, kind="family", name="Kitchen table")
    page = body(ann.client.get(f"/bonds/{family.pk}/journal/write/"))

    said = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    assert re.search(r"(Ben and Cleo|Cleo and Ben) will see this", said)


def test_nothing_is_sent_but_by_that_button(ann: Player, ben: Player, bond: Bond) -> None:
    """Not by keeping it for later, by having it read over, or by going away."""
    path = f"/begin/sharing/?bond={bond.pk}&way=apart"
    form = fill(ann, path)
    data = form.filled(words__share=WORDS)

    ann.client.post(path, {**data, "move": "read-over"})
    ann.client.post("/drafts/", {**data, "place": path, "title": "x"})
    ann.client.get("/")

    assert not Sitting.objects.exists()
    assert not Entry.objects.exists()
    assert WORDS not in body(ben.client.get("/")) + body(ben.client.get(f"/bonds/{bond.pk}/"))
    answer = ann.client.post(form.action, {**data, "choice-wish": "listen"})
    assert answer.status_code == 302
    assert Entry.objects.exists()


def test_what_is_for_oneself_says_so_where_it_is_written(ann: Player, bond: Bond) -> None:
    said = {"/journal/write/": "Only you see this", f"/bonds/{bond.pk}/topics/": "is yours alone"}
    for path, words in said.items():
        assert words in body(ann.client.get(path)), path


def test_a_receipt_is_kept_unless_it_is_shown(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "Something"})
    say(ann, sitting, "feelings", {}, move="skip")
    say(ann, sitting, "wish", {"choices": "listen"})
    say(ann, sitting, "beforehand", {}, move="skip")
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "I heard it."})
    say(ben, sitting, "question", {}, move="skip")
    marks = dict.fromkeys(("understood", "accepted", "cared"), "not-yet")
    say(ann, sitting, "receipt", {**marks, "helped": WORDS, "then": "keep"})

    assert WORDS in body(ann.client.get(f"/sittings/{sitting.pk}/"))
    assert WORDS not in body(ben.client.get(f"/sittings/{sitting.pk}/"))
