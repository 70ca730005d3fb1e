"""What I wrote I can take back at any time: the words are gone, a plain line stays, it goes on."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.keeps import hooks, keeping
from nearer.keeps.models import Keep
from nearer.photos.models import Photo
from nearer.sittings import drafts
from nearer.sittings.models import Entry, OwnPart, Seat, Sitting
from nearer.sittings.taking_back import NotYours, take_back, take_back_all
from tests.cast import Player, bind, let_in, look, member, say, sit
from tests.photos import scene
from tests.sittings.carding import CARDS, begin, page_of, send
from tests.sittings.mine import LADDER, LINE, address, entry_of


def removes(player: Player, sitting: Sitting, words: str) -> uuid.UUID:
    id = uuid.UUID(entry_of(player, sitting, words).id)
    take_back(sitting=sitting, entry=id, keyring=player.keyring)
    return id


def told(ann: Player, ben: Player, bond: Bond) -> Sitting:
    """Both have answered, and see one another's answers."""
    sitting = begin(ann, bond, LADDER, ben)
    for player, name in ((ann, "ann"), (ben, "ben")):
        typed: dict[str, Any] = {
            "words__alone": f"kx-{name}-alone",
            "rating__near": "3",
            "words__aloud": f"kx-{name}-aloud",
        }
        send(player, sitting, **typed)
    return sitting


def test_the_words_are_gone_and_one_line_stays(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    send(ann, sitting)
    send(ann, sitting, words__say="Your patience")
    send(ben, sitting, words__say="Your hands")
    assert "Your hands" in page_of(ann, sitting)
    id = removes(ben, sitting, "Your hands")
    for player in (ann, ben):
        page = page_of(player, sitting)
        assert "Your hands" not in page
        assert page.count(LINE) == 1
        assert "Your patience" in page
    body = Entry.objects.get(pk=id).body.open(ann.keyring)
    assert body["data"] == {"gone": True}
    assert set(body) == {"by", "move", "slot", "at", "data"}
    kept = keeping.opened(Keep.objects.all(), ann.keyring)
    assert [one.words for one in kept] == ["Your patience"]
    send(ann, sitting, deeper="enough")
    send(ben, sitting, deeper="enough")
    assert look(ann, sitting).state.over


def test_nobody_is_said_to_have_what_was_taken_back(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "small-moment")
    say(ann, sitting, "what", {"choices": "nervous"})
    say(ann, sitting, "line", {"words": "kx-line"})
    assert "it now." in page_of(ann, sitting)
    removes(ann, sitting, "nervous")
    assert "it now." in page_of(ann, sitting)
    removes(ann, sitting, "kx-line")
    assert "it now." not in page_of(ann, sitting)


def today(player: Player) -> str:
    return player.client.get("/").content.decode()


def test_today_does_not_go_on_saying_that_something_was_told(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond, "small-moment")
    say(ann, sitting, "what", {"choices": "nervous"})
    say(ann, sitting, "line", {"words": "kx-line"})
    assert "Ann has told you something" in today(ben)
    assert "took back" not in today(ben)
    day = Sitting.objects.get(pk=sitting.pk).day
    removes(ann, sitting, "kx-line")
    assert "took back" not in today(ben)
    removes(ann, sitting, "nervous")
    assert "Ann took back what they said to you" in today(ben)
    assert Seat.objects.filter(sitting=sitting, person=ben.person, awaited=True).exists()
    assert Sitting.objects.get(pk=sitting.pk).day == day


def test_through_the_page_a_whole_sheet_goes(ann: Player, ben: Player, bond: Bond) -> None:
    """What was given together, a rating and words for oneself, is taken back together."""
    sitting = told(ann, ben, bond)
    url = address(sitting, entry_of(ann, sitting, "kx-ann-alone"), "remove")
    assert url in page_of(ann, sitting)
    asked = ann.client.get(url).content.decode()
    assert "kx-ann-alone" in asked
    assert "How near?" in asked
    assert "was removed by its author" in asked
    assert ann.client.post(url).status_code == 302
    assert "kx-ann-alone" not in page_of(ann, sitting)
    assert page_of(ann, sitting).count("How near?") == 1
    page = page_of(ben, sitting)
    assert page.count("How near?") == 1
    assert page.count(LINE) == 1
    aloud = address(sitting, entry_of(ann, sitting, "kx-ann-aloud"), "remove")
    assert ann.client.post(aloud).status_code == 302
    assert ann.client.get(aloud).status_code == 404
    assert "kx-ann" not in page_of(ben, sitting)


def test_what_was_for_me_alone_goes_without_a_line(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    before = {row.pk: bytes(row.__dict__["body"]) for row in Entry.objects.filter(sitting=sitting)}
    page = page_of(ben, sitting)
    removes(ann, sitting, "kx-ann-alone")
    assert "kx-ann-alone" not in page_of(ann, sitting)
    assert LINE not in page_of(ann, sitting)
    assert LINE not in page_of(ben, sitting)
    assert page.count("kx-ann-aloud") == page_of(ben, sitting).count("kx-ann-aloud")
    after = {row.pk: bytes(row.__dict__["body"]) for row in Entry.objects.filter(sitting=sitting)}
    assert after == before
    assert OwnPart.objects.filter(author=ann.id).count() == 0
    assert OwnPart.objects.filter(author=ben.id).count() == 1


def test_nobody_takes_back_what_another_wrote(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-aloud")
    with pytest.raises(NotYours):
        take_back(sitting=sitting, entry=uuid.UUID(entry.id), keyring=ben.keyring)
    for deed in ("remove", "words", "show"):
        for method in ("get", "post"):
            send_it = getattr(ben.client, method)
            form = {"words-it": "x", "choice-to": str(member(bond, ann).pk), "sure": "yes"}
            assert send_it(address(sitting, entry, deed), form).status_code == 404
    assert "kx-ann-aloud" in page_of(ben, sitting)


def test_a_stranger_finds_nothing_to_take_back(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    entry = entry_of(ann, sitting, "kx-ann-aloud")
    for deed in ("remove", "words", "show", "copy"):
        assert cleo.client.get(address(sitting, entry, deed)).status_code == 404
        assert cleo.client.post(address(sitting, entry, deed)).status_code == 404


@pytest.mark.parametrize("move", ["begin", "deeper", "card"])
def test_what_holds_no_words_of_mine_cannot_be_taken_back(
    ann: Player, ben: Player, bond: Bond, move: str
) -> None:
    sitting = begin(ann, bond, CARDS, ben)
    send(ann, sitting)
    for player in (ann, ben):
        send(player, sitting, words__say="Something")
    send(ann, sitting, deeper="enough")
    entries = look(ann, sitting).state.entries
    one = next(e for e in entries if move == e.move or e.slot.endswith(move) or move in e.data)
    with pytest.raises(NotYours):
        take_back(sitting=sitting, entry=uuid.UUID(one.id), keyring=ann.keyring)


def test_taken_back_twice_is_taken_back_once(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    id = removes(ann, sitting, "kx-ann-aloud")
    revision = Entry.objects.get(pk=id).revision
    take_back(sitting=sitting, entry=id, keyring=ann.keyring)
    assert page_of(ben, sitting).count(LINE) == 1
    assert Entry.objects.get(pk=id).body.open(ann.keyring)["data"] == {"gone": True}
    assert Entry.objects.get(pk=id).revision >= revision


def test_the_way_it_went_stays_though_the_pick_is_gone(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    send(ann, sitting, choice__pick="more")
    send(ben, sitting, choice__pick="less")
    pick = next(e for e in look(ann, sitting).state.entries if e.data.get("choices") == ["more"])
    less = next(e for e in look(ben, sitting).state.entries if e.data.get("choices") == ["less"])
    take_back(sitting=sitting, entry=uuid.UUID(pick.id), keyring=ann.keyring)
    take_back(sitting=sitting, entry=uuid.UUID(less.id), keyring=ben.keyring)
    page = page_of(ben, sitting)
    assert "More of it" not in page
    assert "More of what?" in page
    # What no later step asks for does not stay, not even sealed.
    assert Entry.objects.get(pk=less.id).body.open(ann.keyring)["data"] == {"gone": True}
    send(ann, sitting, words__more="Evenings")
    send(ben, sitting, words__more="Mornings")
    assert look(ann, sitting).state.over


def test_what_was_remembered_for_next_time_goes_too(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    slug = look(ann, sitting).script.slug
    assert "aloud" in hooks.last_time(slug, bond.pk, ann.keyring)
    removes(ann, sitting, "kx-ann-aloud")
    assert "aloud" not in hooks.last_time(slug, bond.pk, ann.keyring)
    assert "aloud" in hooks.last_time(slug, bond.pk, ben.keyring)


def test_the_promise_it_became_is_a_line_in_its_drawer(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    assert "kx-ann-aloud" in ben.client.get(f"/bonds/{bond.pk}/promises/").content.decode()
    removes(ann, sitting, "kx-ann-aloud")
    page = ben.client.get(f"/bonds/{bond.pk}/promises/").content.decode()
    assert "kx-ann-aloud" not in page
    assert "kx-ben-aloud" in page
    assert page.count(LINE) == 1


def test_a_picture_goes_with_its_entry(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = scene.sitting_of(scene.PAIR + scene.step(), ann, bond, ben)
    scene.show(ann, sitting)
    assert Photo.objects.count() == 1
    entry = next(e for e in look(ann, sitting).state.entries if "photo" in e.data)
    take_back(sitting=sitting, entry=uuid.UUID(entry.id), keyring=ann.keyring)
    assert Photo.objects.count() == 0
    assert LINE in page_of(ann, sitting)


def test_nobody_is_told_and_nothing_waits_anew(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    before = (
        list(Sitting.objects.values("day", "revision")),
        list(Seat.objects.values("person", "awaited").order_by("person")),
        ben.client.get("/").content.count(b"row-link"),
    )
    removes(ann, sitting, "kx-ann-aloud")
    assert before == (
        list(Sitting.objects.values("day", "revision")),
        list(Seat.objects.values("person", "awaited").order_by("person")),
        ben.client.get("/").content.count(b"row-link"),
    )


def test_who_stepped_out_can_still_take_it_back(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    ann.client.post(f"/sittings/{sitting.pk}/stop/")
    assert (
        ann.client.post(
            address(sitting, entry_of(ann, sitting, "kx-ann-aloud"), "remove")
        ).status_code
        == 302
    )
    assert "kx-ann-aloud" not in page_of(ben, sitting)


def test_a_companions_words_go_from_the_phone_they_were_written_on(
    ann: Player, ben: Player, bond: Bond
) -> None:
    dot = bonds.add_companion(bond=bond, name="Dot", keyring=ann.keyring)
    cast = [member(bond, ann), dot]
    sitting = sit(ann, bond, "rose-thorn-bud", way="together", cast=cast)
    opened = look(ann, sitting)
    slot = (
        opened.state.open_for(str(dot.id))[0].first if opened.state.open_for(str(dot.id)) else None
    )
    if slot is None:
        pytest.skip("Dot is not asked first")
    say(ann, sitting, slot.step.id, {"words": "kx-dot"}, by=str(dot.id))
    removes(ann, sitting, "kx-dot")
    assert "kx-dot" not in json.dumps([row.body.open(ann.keyring) for row in Entry.objects.all()])


def test_everything_i_wrote_in_a_bond_goes_at_once(
    ann: Player, ben: Player, bond: Bond, cleo: Player
) -> None:
    other = bind(ann, cleo, kind="friend", name="Others")
    first, second = told(ann, ben, bond), told(ann, ben, bond)
    elsewhere = begin(ann, other, LADDER, cleo)
    send(ann, elsewhere, words__alone="kx-far", rating__near="1", words__aloud="kx-far")
    take_back_all(bond=bond, keyring=ann.keyring)
    for sitting in (first, second):
        for player in (ann, ben):
            page = page_of(player, sitting)
            assert "kx-ann" not in page
            assert "kx-ben-aloud" in page
            assert LINE in page
        bodies = [row.body.open(ben.keyring) for row in Entry.objects.filter(sitting=sitting)]
        assert "kx-ann" not in json.dumps(bodies)
    assert OwnPart.objects.filter(author=ann.id, entry__sitting__bond=bond).count() == 0
    assert "kx-far" in page_of(ann, elsewhere)


def test_a_damaged_sitting_keeps_the_others_from_nothing(
    ann: Player, ben: Player, bond: Bond
) -> None:
    broken, whole = told(ann, ben, bond), told(ann, ben, bond)
    Sitting.objects.filter(pk=broken.pk).update(card=b"\x01" + b"\0" * 80)
    take_back_all(bond=bond, keyring=ann.keyring)
    assert "kx-ann" not in page_of(ben, whole)


def test_whoever_came_later_gets_no_key_to_what_is_sealed_anew(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    sitting = told(ann, ben, bond)
    let_in(bond, ann, cleo)
    id = removes(ann, sitting, "kx-ann-aloud")
    row = Entry.objects.get(pk=id)
    assert row.space != bond.pk
    assert row.body.open_or(cleo.keyring, None) is None
    assert row.body.open(ben.keyring)["data"] == {"gone": True}


def test_queries_do_not_grow_with_what_was_taken_back(ann: Player, ben: Player, bond: Bond) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            page_of(ben, sitting)
            ben.client.get(f"/bonds/{bond.pk}/promises/")
        return len(found)

    sitting = told(ann, ben, bond)
    page_of(ben, sitting)
    before = asked()
    for _ in range(3):
        removes(ann, told(ann, ben, bond), "kx-ann-aloud")
    removes(ann, sitting, "kx-ann-aloud")
    assert asked() <= before


def test_a_draft_of_other_words_goes_too(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told(ann, ben, bond)
    place = address(sitting, entry_of(ann, sitting, "kx-ann-aloud"), "words")
    fields = {"words-it": ["kx-ann-draft"]}
    drafts.keep(place=place, title="Something to keep", fields=fields, keyring=ann.keyring)
    removes(ann, sitting, "kx-ann-aloud")
    assert drafts.find(place=place, keyring=ann.keyring) == {}
    assert "kx-ann-draft" not in str([one.place for one in drafts.all_of(ann.keyring)])
