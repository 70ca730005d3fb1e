"""I can say it otherwise later. Whoever could read it before can look up what it said."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from nearer.bonds.models import Bond
from nearer.keeps import hooks, keeping, promises, versions
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.sittings.editing import reword
from nearer.sittings.models import Entry, OwnPart, Seat, Sitting
from nearer.sittings.taking_back import NotYours, take_back
from tests.cast import Player, look, say
from tests.practices.table import FULLY
from tests.sittings.carding import begin, page_of, send
from tests.sittings.mine import LADDER, LINE, address, entry_of, received
from tests.sittings.test_taking_back import told


def rewords(player: Player, sitting: Sitting, before: str, words: str) -> uuid.UUID:
    id = uuid.UUID(entry_of(player, sitting, before).id)
    reword(sitting=sitting, entry=id, words=words, keyring=player.keyring)
    return id


def test_the_others_see_the_new_words_and_can_look_up_the_earlier(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    assert "earlier words" not in page_of(ben, sitting)
    rewords(ann, sitting, "kx-ann-aloud", "kx-other")
    rewords(ann, sitting, "kx-other", "kx-third")
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert page.count("· earlier words") == 1
        assert "changed on" in page
        assert page.index("kx-third") < page.index("kx-other") < page.index("kx-ann-aloud")


def test_what_nobody_else_has_seen_leaves_no_version(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, LADDER, ben)
    send(ann, sitting, words__alone="kx-alone", rating__near="1", words__aloud="kx-first")
    rewords(ann, sitting, "kx-first", "kx-second")
    rewords(ann, sitting, "kx-alone", "kx-alone-too")
    send(ben, sitting, words__alone="x", rating__near="1", words__aloud="y")
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert "kx-second" in page
        assert "kx-first" not in page
        assert "earlier words" not in page
    bodies = str([row.body.open(ben.keyring) for row in Entry.objects.all()])
    assert "kx-first" not in bodies
    own = [part.body.open(ann.keyring) for part in OwnPart.objects.filter(author=ann.id)]
    assert own == [{"words": "kx-alone-too"}]


def test_it_reopens_nothing_and_tells_nobody(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)

    def stands() -> Any:
        state = look(ben, sitting).state
        return (
            [(slot.id, slot.open, slot.awaits) for slot in state.slots],
            list(Seat.objects.values("person", "awaited").order_by("person")),
            list(Sitting.objects.values("day", "revision")),
            ben.client.get("/").content.count(b"row-link"),
        )

    before = stands()
    rewords(ann, sitting, "kx-ann-aloud", "kx-other")
    assert stands() == before


def test_through_the_page(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    url = address(sitting, entry_of(ann, sitting, "kx-ann-aloud"), "words")
    assert url in page_of(ann, sitting)
    assert url not in page_of(ben, sitting)
    page = ann.client.get(url).content.decode()
    assert "kx-ann-aloud</textarea>" in page
    assert "what it said before can be looked up" in page
    empty = ann.client.post(url, {"words-it": "  "})
    assert empty.status_code == 422
    assert ann.client.post(url, {"words-it": "kx-new"}).status_code == 302
    assert "kx-new" in page_of(ben, sitting)
    assert ben.client.post(url, {"words-it": "no"}).status_code == 404


def test_the_same_words_are_no_change(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    rewords(ann, sitting, "kx-ann-aloud", "kx-ann-aloud")
    assert "earlier words" not in page_of(ben, sitting)


@pytest.mark.parametrize("data", ["rating", "choices"])
def test_what_was_picked_is_not_edited(ann: Player, ben: Player, bond: Bond, data: str) -> None:
    sitting = told(ann, ben, bond)
    send(ann, sitting, choice__pick="less")
    entry = next(e for e in look(ann, sitting).state.entries if data in e.data)
    url = address(sitting, entry, "words")
    assert ann.client.get(url).status_code == 404
    assert ann.client.post(url, {"words-it": "x"}).status_code == 404
    with pytest.raises(NotYours):
        reword(sitting=sitting, entry=uuid.UUID(entry.id), words="x", keyring=ann.keyring)


def test_the_promise_it_became_changes_with_it_and_says_so(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    rewords(ann, sitting, "kx-ann-aloud", "kx-other")
    rows = Keep.objects.in_bond(bond, "promise", ben.keyring)
    kept = {one.words: one for one in keeping.opened(rows, ben.keyring)}
    assert "kx-other" in kept
    assert kept["kx-other"].body["history"][0]["words"] == "kx-ann-aloud"
    slug = look(ann, sitting).script.slug
    last = hooks.last_time(slug, bond.pk, ann.keyring)
    assert last["aloud"]["data"]["words"] == "kx-other"


def test_what_helped_can_be_put_otherwise_kept_or_shown(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = received(ann, ben, bond)
    say(ann, sitting, "receipt", {**FULLY, "helped": "kx-time", "then": "keep"})
    rewords(ann, sitting, "kx-time", "kx-silence")
    assert "kx-silence" in page_of(ann, sitting)
    assert "kx-time" not in page_of(ann, sitting)
    url = address(sitting, entry_of(ann, sitting, "kx-silence"), "show")
    form = {"choice-to": other_of(ann, sitting), "sure": "yes"}
    assert ann.client.post(url, form).status_code == 302
    assert "kx-silence" in page_of(ben, sitting)
    rewords(ann, sitting, "kx-silence", "kx-tea")
    page = page_of(ben, sitting)
    assert page.index("kx-tea") < page.index("kx-silence")
    assert "kx-time" not in page


def other_of(player: Player, sitting: Sitting) -> str:
    opened = look(player, sitting)
    return next(m for m in opened.state.cast if m != opened.company.me)


def test_after_twenty_changes_it_can_only_be_taken_back(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    words = "kx-ann-aloud"
    for n in range(versions.MOST):
        rewords(ann, sitting, words, f"kx-{n}-times")
        words = f"kx-{n}-times"
    url = address(sitting, entry_of(ann, sitting, words), "words")
    answer = ann.client.post(url, {"words-it": "kx-once-more"})
    assert answer.status_code == 422
    assert "kx-once-more" in answer.content.decode()
    assert "kx-once-more" not in page_of(ben, sitting)
    id = uuid.UUID(entry_of(ann, sitting, words).id)
    take_back(sitting=sitting, entry=id, keyring=ann.keyring)
    assert "times" not in str(Entry.objects.get(pk=id).body.open(ben.keyring))


def test_once_taken_back_it_cannot_be_changed(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-aloud")
    take_back(sitting=sitting, entry=uuid.UUID(entry.id), keyring=ann.keyring)
    assert ann.client.get(address(sitting, entry, "words")).status_code == 404
    with pytest.raises(NotYours):
        reword(sitting=sitting, entry=uuid.UUID(entry.id), words="x", keyring=ann.keyring)
    assert page_of(ben, sitting).count(LINE) == 1


def test_a_promise_that_was_kept_says_for_good_what_was_kept(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    rows = Keep.objects.in_bond(bond, "promise", ann.keyring)
    row = next(r for r in rows if r.body.open(ann.keyring)["words"] == "kx-ann-aloud")
    promises.mark_kept(here=stand(bond, ann.keyring), keep=row)
    entry = uuid.UUID(entry_of(ann, sitting, "kx-ann-aloud").id)
    reword(sitting=sitting, entry=entry, words="kx-ann-less", keyring=ann.keyring)
    assert "kx-ann-less" in page_of(ben, sitting)
    assert Keep.objects.get(pk=row.pk).body.open(ben.keyring)["words"] == "kx-ann-aloud"
