"""Leaving a bond: alone, at once, with one's words or without, and from then on nothing opens."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds import returning
from nearer.bonds.models import Bond, Invitation, Member
from nearer.keeps import caring, hooks, promises, topics
from nearer.keeps.here import stand
from nearer.keeps.models import Keep, Notebook
from nearer.parting import copies
from nearer.parting.gathering_sittings import BEFORE
from nearer.parting.leaving import part
from nearer.people.models import Person, today
from nearer.photos.models import Photo
from nearer.practices import caring as catalogue
from nearer.rhythm import page as rhythm
from nearer.rhythm.every import DAILY, Every
from nearer.sittings import standing
from nearer.sittings.editing import reword
from nearer.sittings.models import Entry, OwnPart, Sitting, Wording
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.models import Epoch, SealedKey, SignedIn
from tests.cast import PASSWORD, Player, bind, device, enter, let_in, look, member, say, sit
from tests.people.faults import at_each_statement
from tests.people.opening import words
from tests.trust import tables
from tests.trust.house import House, body, build
from tests.trust.visitor import forms_of

PAST = {"password_to_go_on": PASSWORD}


@pytest.fixture
def house(db: None) -> House:
    return build()


def leave(player: Player, bond: Bond, **how: bool) -> None:
    part(
        bond=bond,
        member=member(bond, player),
        person=player.person,
        keyring=player.keyring,
        **how,
    )


def send(player: Player, bond: Bond, **told: str) -> Any:
    return player.client.post(f"/bonds/{bond.pk}/leave/", {**told, **PAST})


def time_passes(player: Player) -> None:
    then = signed_in.coarse(timezone.now() - timedelta(minutes=11))
    SignedIn.objects.filter(person=player.id).update(confirmed=then)


def keeps_for_herself(ann: Player, bond: Bond) -> None:
    """One of each that lies in her own vault for a bond alone."""
    here, keyring = stand(bond, ann.keyring), ann.keyring
    way = catalogue.all().ways[0]
    topics.put_aside(here=here, words="The attic", id=uuid.uuid4())
    caring.mark(here=here, way=way, marks={way.receive[0]: 2})
    answer = {"words": "More air"}
    hooks.remember("check-in", bond.pk, "wish", answer, today(), keyring)
    comes = rhythm.Comes(uuid.uuid4(), rhythm.OWN, bond.pk, "", "Ask Ben", Every(DAILY), True)
    rhythm.put(comes, keyring)
    rhythm.mute(bond.pk, rhythm.FOR_GOOD, keyring)


def readable(player: Player) -> str:
    """Everything that somebody's keys open now, and not those that they held before."""
    fresh = Keyring(player.id, player.keyring._private)
    return " ".join(map(str, words(fresh).values()))


def told_and_answered(ann: Player, ben: Player, bond: Bond) -> Sitting:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "The fen"})
    say(ann, sitting, "feelings", {"feelings": ["afraid:3"]})
    say(ann, sitting, "wish", {"choices": "listen"})
    say(ann, sitting, "beforehand", {}, move="skip")
    say(ben, sitting, "ready", {"when": "now"})
    say(ben, sitting, "reflect", {"words": "You stood there."})
    say(ben, sitting, "question", {}, move="skip")
    return sitting


# ---- the way out ----


def test_it_takes_three_clicks_and_ones_own_password(ann: Player, ben: Player, bond: Bond) -> None:
    time_passes(ann)
    here = body(ann.client.get(f"/bonds/{bond.pk}/"))
    way = f"/bonds/{bond.pk}/leave/"
    assert f'href="{way}"' in here  # one
    page = body(ann.client.get(way))
    form = next(f for f in forms_of(page) if f.action == way)
    asked = ann.client.post(form.action, form.filled())  # two
    assert asked.status_code == 401
    form = next(f for f in forms_of(body(asked)) if "password_to_go_on" in f.names)
    went = ann.client.post(form.action, form.filled(password_to_go_on=PASSWORD))  # three
    assert (went.status_code, went["Location"]) == (302, "/bonds/")
    assert not bond.members.present().filter(person=ann.person).exists()


def test_nobody_is_asked_why_or_told_to_wait(ann: Player, ben: Player, bond: Bond) -> None:
    page = body(ann.client.get(f"/bonds/{bond.pk}/leave/"))
    form = next(f for f in forms_of(page) if f.action.endswith("/leave/"))
    assert set(form.names) <= {"csrfmiddlewaretoken", "words", "copy"}
    assert "<textarea" not in page
    assert f"/you/take-along/?bond={bond.pk}" in page


def test_with_nothing_chosen_one_still_gets_out(ann: Player, ben: Player, bond: Bond) -> None:
    assert send(ann, bond).status_code == 302
    assert not bond.members.present().filter(person=ann.person).exists()


def test_a_wrong_password_keeps_everything(ann: Player, ben: Player, bond: Bond) -> None:
    time_passes(ann)
    told = {"words": "erase", "password_to_go_on": "not the right one"}
    assert ann.client.post(f"/bonds/{bond.pk}/leave/", told).status_code == 422
    assert bond.members.present().filter(person=ann.person).exists()


def test_sent_twice_it_is_one_leaving(ann: Player, ben: Player, bond: Bond) -> None:
    place, person = member(bond, ann), ann.person
    for _ in range(2):
        part(bond=bond, member=place, person=person, keyring=ann.keyring, erase=True, copy=True)
    assert bond.members.filter(person=person).count() == 1
    assert Epoch.objects.filter(space=bond.pk).count() == 3
    assert send(ann, bond).status_code == 404


def test_the_last_one_is_told_that_it_is_erased(ann: Player) -> None:
    alone = bind(ann, kind="friend", name="Nobody came")
    page = body(ann.client.get(f"/bonds/{alone.pk}/leave/"))
    assert "everything in this bond is erased" in page
    assert 'name="words"' not in page
    end = body(ann.client.get("/you/end/"))
    assert "<bdi>Nobody came</bdi> is erased" in end
    assert send(ann, alone, copy="yes").status_code == 302
    assert not Bond.objects.filter(pk=alone.pk).exists()
    assert 'type="hidden" name="words"' in body(ann.client.get("/you/end/"))


# ---- from the next moment on ----


def test_nothing_that_worked_before_works_after(house: House) -> None:
    ann, bond = house.people["member"], house.bond
    _, phone = device(ann.keyring)
    ids = {
        f"/bonds/{bond.pk}/",
        f"/bonds/{bond.pk}/keeps/",
        f"/bonds/{bond.pk}/promises/{house.keeps['promise'].pk}/",
        f"/bonds/{bond.pk}/journal/",
        f"/bonds/{bond.pk}/invite/",
        f"/sittings/{house.circle.pk}/",
        f"/photos/{house.photo.pk}/",
        f"/photos/{house.photo.pk}/large/",
        f"/photos/{house.photo.pk}/small/",
    }
    assert standing.standing({(ann.id, house.circle.pk)}) != {}
    for path in ids:
        assert phone.get(path).status_code == 200, path

    assert send(ann, bond).status_code == 302

    for client in (ann.client, phone):
        assert {path for path in ids if client.get(path).status_code != 404} == set()
    assert not SealedKey.objects.filter(epoch__space=bond.pk, holder=ann.id).exists()
    assert not Invitation.objects.filter(
        pk__in=[house.open_invitation.pk, house.answered.pk, house.way_back.pk]
    ).exists()
    newcomer = house.people["stranger"].client
    assert "over" in body(newcomer.get(f"/invitations/{house.open_invitation.pk}/"))
    told = {"what": str(bond.pk), "how": "open"}
    assert ann.client.post("/you/take-along/", told).status_code == 422
    assert f"/bonds/{bond.pk}/" not in body(ann.client.get("/bonds/"))
    # Nothing that moves there is told on a stream that is still open.
    assert standing.standing({(ann.id, house.circle.pk)}) == {}
    assert f"at={house.circle.pk}" not in body(ann.client.get("/"))


def test_a_new_epoch_begins_at_once_and_the_old_lists_do_not_name_them(
    ann: Player, ben: Player, bond: Bond
) -> None:
    leave(ben, bond)
    newest = Epoch.objects.filter(space=bond.pk).latest("number")
    assert newest.number == 3
    assert set(newest.roster) == {str(ann.id)}
    assert not [e for e in Epoch.objects.filter(space=bond.pk) if str(ben.id) in str(e.roster)]
    before = Epoch.objects.count()
    bonds.rename_bond(bond=bond, name="After", keyring=ann.keyring)
    assert Epoch.objects.count() == before
    with pytest.raises(Exception, match="epoch"):
        Bond.objects.get(pk=bond.pk).card.open(ben.keyring)


def test_what_stands_is_read_by_the_others_as_before(house: House) -> None:
    ann, ben = house.people["member"], house.ben
    before = words(ben.keyring)
    leave(ann, house.bond)
    after = words(ben.keyring)
    assert before.keys() <= after.keys() | {k for k in before if k[0].startswith("bonds_inv")}
    for key, value in before.items():
        if key[0] not in {"sittings_sitting"}:
            assert after[key] == value, key


def test_whose_phone_it_was_is_still_said(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = sit(ann, bond, "rose-thorn-bud", way="together")
    say(ann, sitting, "rose", {"words": "On her phone"}, by=str(member(bond, ben).pk))
    assert "on the phone of" in body(ben.client.get(f"/sittings/{sitting.pk}/"))
    leave(ann, bond)
    page = body(ben.client.get(f"/sittings/{sitting.pk}/"))
    assert "on the phone of <bdi>Ann</bdi>" in page
    assert page.count("on the phone of") == 1


def test_the_others_see_one_line_whatever_was_taken_along_or_kept(db: None) -> None:
    seen = []
    for number, copy in enumerate((False, True)):
        ann, ben = enter(f"Ann{number}"), enter(f"Ben{number}")
        bond = bind(ann, ben)
        say(ann, sit(ann, bond), "share", {"words": "The fen"})
        if copy:
            told = {"what": str(bond.pk), "how": "open"}
            body(ann.client.post("/you/take-along/", told))
        leave(ann, bond, copy=copy)
        page = body(ben.client.get(f"/bonds/{bond.pk}/"))
        assert page.count("has left this bond") == 1
        seen.append(plain(page + body(ben.client.get("/bonds/")), number))
    assert seen[0] == seen[1]


def plain(text: str, number: int) -> str:
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", text)
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "TOKEN", text)
    return text.replace(f"Ann{number}", "Ann").replace(f"Ben{number}", "Ben")


def test_whoever_comes_back_is_not_said_to_have_left(ann: Player, ben: Player, bond: Bond) -> None:
    leave(ben, bond)
    assert "has left this bond" in body(ann.client.get(f"/bonds/{bond.pk}/"))
    let_in(bond, ann, ben)
    assert "has left this bond" not in body(ann.client.get(f"/bonds/{bond.pk}/"))


def test_a_way_back_to_a_place_that_is_given_up_ends(ann: Player, ben: Player, bond: Bond) -> None:
    made = returning.mark(
        bond=bond, place=member(bond, ben), inviter=member(bond, ann), keyring=ann.keyring
    )
    leave(ben, bond)
    assert not Invitation.objects.filter(pk=made.pk).exists()


# ---- what lay in one's own vault for it ----


@pytest.mark.parametrize("copy", [False, True])
def test_nothing_stays_behind_that_no_page_shows_any_more(
    ann: Player, ben: Player, cleo: Player, bond: Bond, copy: bool
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    for one in (bond, other):
        keeps_for_herself(ann, one)

    leave(ann, bond, copy=copy)

    stays = words(ann.keyring)
    found = [key for key, value in stays.items() if key[0] == "keeps_keep"]
    pages = [key for key, value in stays.items() if key[0] == "keeps_notebook"]
    assert hooks.topics(bond.pk, ann.keyring) == []
    assert hooks.last_time("check-in", bond.pk, ann.keyring) == {}
    assert (len(found), len(pages)) == (2 if copy else 1, 3)  # Cleo's, the rhythm, and the copy
    mine = rhythm.read(ann.keyring)
    assert [one.bond for one in mine.comes] == [other.pk]
    assert set(mine.mutes) == {other.pk}
    assert hooks.topics(other.pk, ann.keyring) == ["The attic"]
    assert caring.mine(stand(other, ann.keyring))


def test_with_a_copy_the_words_of_it_are_kept_there(ann: Player, ben: Player, bond: Bond) -> None:
    keeps_for_herself(ann, bond)
    leave(ann, bond, copy=True)
    (copy,) = copies.all_of(ann.keyring)
    marked = catalogue.all().ways[0].receive[0]
    assert {line.words for line in copy.lines} == {"The attic", "Ask Ben", marked}


def test_it_does_not_go_where_the_copy_cannot_be_made(
    ann: Player, ben: Player, bond: Bond, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(**_: Any) -> None:
        raise ValueError("damaged")

    keeps_for_herself(ann, bond)
    monkeypatch.setattr(copies, "keep", damaged)
    leave(ann, bond, copy=True)
    assert not bond.members.present().filter(person=ann.person).exists()
    assert hooks.topics(bond.pk, ann.keyring) == ["The attic"]


# ---- with a copy ----


def test_a_copy_of_ones_own_words_can_still_be_read(house: House) -> None:
    ann = house.people["member"]
    leave(ann, house.bond, copy=True)
    copy = copies.all_of(ann.keyring)[0]
    page = body(ann.client.get(f"/you/copies/{copy.id}/"))
    for word in ("kxsharedwords", "kxpromise", "kxlittle", "kxtopic", "kxplan", "kxcard"):
        assert word in page, word
    assert "kxquestion" not in page  # Ben left it for her
    assert copy.name in body(ann.client.get("/you/copies/"))
    assert body(ann.client.get("/you/")).count("/you/copies/") == 1


def test_what_was_kept_private_in_it_is_in_the_copy_too(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = told_and_answered(ann, ben, bond)
    marks = dict.fromkeys(("understood", "accepted", "cared"), "fully")
    say(ann, sitting, "receipt", {**marks, "helped": "Your voice", "then": "keep"})
    leave(ann, bond, copy=True)
    (copy,) = copies.all_of(ann.keyring)
    assert [line.words for line in copy.lines if line.words == "Your voice"]
    assert not OwnPart.objects.filter(space=ann.id).exists()


def test_words_that_were_changed_stand_in_it_as_such(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told_and_answered(ann, ben, bond)
    said = next(one for one in look(ann, sitting).state.entries if "The fen" in str(one.data))
    first, again = "The fen", "In other words"
    reword(sitting=sitting, entry=uuid.UUID(said.id), words=again, keyring=ann.keyring)
    leave(ann, bond, copy=True)
    (copy,) = copies.all_of(ann.keyring)
    asked = {line.words: line.asked for line in copy.lines}
    assert asked[first] == BEFORE
    assert asked[again] != BEFORE


def test_without_it_nothing_is_kept(house: House) -> None:
    ann = house.people["member"]
    before = copies.all_of(ann.keyring)
    leave(ann, house.bond)
    assert copies.all_of(ann.keyring) == before


def test_nobody_else_reaches_a_copy_and_it_can_be_deleted(house: House) -> None:
    ann = house.people["member"]
    before = copies.all_of(ann.keyring)
    leave(ann, house.bond, copy=True)
    copy = copies.all_of(ann.keyring)[0]
    assert house.ben.client.get(f"/you/copies/{copy.id}/").status_code == 404
    assert house.ben.client.post(f"/you/copies/{copy.id}/delete/").status_code == 404
    assert ann.client.post(f"/you/copies/{copy.id}/delete/").status_code == 302
    assert copies.all_of(ann.keyring) == before
    assert "kxsharedwords" not in readable(ann)


def test_very_many_words_are_kept_in_pages(ann: Player, ben: Player, bond: Bond) -> None:
    here = stand(bond, ann.keyring)
    for number in range(230):
        promises.make(here=here, words=f"promise {number}", day=None, id=uuid.uuid4())
    leave(ann, bond, copy=True)
    (copy,) = copies.all_of(ann.keyring)
    assert [line.words for line in copy.lines] == [f"promise {n}" for n in range(230)]


# ---- with erasing ----


def test_erasing_leaves_a_plain_line_and_none_of_the_words(house: House) -> None:
    ann, ben, cleo = house.people["member"], house.ben, house.people["other"]
    page = body(ben.client.get(f"/bonds/{house.bond.pk}/promises/"))
    assert "kxpromise" in page

    assert send(ann, house.bond, words="erase", copy="yes").status_code == 302

    for one in (ben, cleo):
        for word in ("kxsharedwords", "kxpromise", "kxlittle", "kxdate", "kxslip", "kxplan"):
            assert word not in readable(one), word
        for word in ("kxidea", "kxcard"):
            assert word not in readable(one), word
    assert not Photo.objects.filter(pk=house.photo.pk).exists()
    assert "removed" in body(ben.client.get(f"/bonds/{house.bond.pk}/promises/"))
    assert "kxsharedwords" in body(
        ann.client.get(f"/you/copies/{copies.all_of(ann.keyring)[0].id}/")
    )


def test_what_others_wrote_stays_whole(ann: Player, ben: Player, bond: Bond) -> None:
    sitting = told_and_answered(ann, ben, bond)
    leave(ann, bond, erase=True)
    page = body(ben.client.get(f"/sittings/{sitting.pk}/"))
    assert "You stood there." in page
    assert "The fen" not in page
    assert "The fen" not in readable(ben)


# ---- when things are not as they should be ----


@pytest.mark.parametrize("erase", [False, True])
@pytest.mark.parametrize(
    "what", ["card", "roster", "key", "wording", "entries", "names", "sitting", "keeps", "gone"]
)
def test_damage_keeps_nobody_in(
    ann: Player, ben: Player, bond: Bond, what: str, erase: bool
) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "The flooded fen"})
    promises.make(here=stand(bond, ann.keyring), words="To ring", day=today(), id=uuid.uuid4())
    noise = b"\x01" + bytes(200)
    if what == "card":
        Bond.objects.update(card=noise)
    elif what == "roster":
        Epoch.objects.filter(space=bond.pk).update(roster=["nonsense"])
    elif what == "key":
        SealedKey.objects.filter(epoch__space=bond.pk, holder=ann.id).update(sealed=noise)
    elif what == "wording":
        Wording.objects.update(script=noise)
    elif what == "entries":
        Entry.objects.update(body=noise)
    elif what == "names":
        Member.objects.update(name_sealed=noise)
    elif what == "sitting":
        Sitting.objects.update(card=noise)
    elif what == "keeps":
        Keep.objects.update(body=noise)
        Notebook.objects.update(body=noise)
    else:
        SignedIn.objects.filter(person=ben.id).delete()
        Person.objects.filter(pk=ben.id).update(verifier=b"", wrapped_pw=b"", public_key=b"")

    told = {"words": "erase" if erase else "stand", "copy": "yes"}
    assert send(ann, bond, **told).status_code == 302

    assert not bond.members.present().filter(person=ann.person).exists()
    assert not SealedKey.objects.filter(epoch__space=bond.pk, holder=ann.id).exists()
    assert ann.client.get(f"/bonds/{bond.pk}/").status_code == 404
    assert ben.client.get(f"/bonds/{bond.pk}/").status_code == (302 if what == "gone" else 200)
    if erase and what in {"card", "roster", "wording", "names", "sitting", "gone"}:
        assert "The flooded fen" not in readable_as_far_as_it_goes(ben)
        assert "To ring" not in readable_as_far_as_it_goes(ben)


def readable_as_far_as_it_goes(player: Player) -> str:
    rows = [*Entry.objects.all(), *Keep.objects.all()]
    return " ".join(str(row.body.open_or(player.keyring, "")) for row in rows)


def test_it_works_though_the_others_account_was_deleted(
    ann: Player, ben: Player, bond: Bond
) -> None:
    bonds.add_companion(bond=bond, name="Dot", keyring=ann.keyring)
    ben.client.post("/you/end/", {"words": "stand", **PAST})
    assert "Somebody</bdi> has left this bond." in body(ann.client.get(f"/bonds/{bond.pk}/"))
    assert send(ann, bond).status_code == 302
    assert not Bond.objects.filter(pk=bond.pk).exists()
    assert not Epoch.objects.filter(space=bond.pk).exists()


def test_the_last_one_leaves_no_keys_of_a_few_behind(house: House) -> None:
    ann, bond = house.people["member"], house.bond
    for player in (house.ben, house.people["other"], ann):
        leave(player, bond)
    assert not Bond.objects.filter(pk=bond.pk).exists()
    held = set(Epoch.objects.values_list("space", flat=True))
    others = Bond.objects.values_list("pk", flat=True)
    assert held <= {*Person.objects.values_list("pk", flat=True), *others}


@pytest.mark.parametrize("erase", [False, True])
def test_whatever_statement_fails_all_of_it_or_nothing_is_done(
    ann: Player, ben: Player, bond: Bond, erase: bool
) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "About the fen."})
    here = stand(bond, ann.keyring)
    promises.make(here=here, words="To ring", day=today(), id=uuid.uuid4())
    topics.put_aside(here=here, words="The attic", id=uuid.uuid4())
    before = tables.fingerprint()
    place, person = member(bond, ann), ann.person

    def nothing_happened() -> None:
        assert tables.fingerprint() == before

    took = at_each_statement(
        lambda: part(
            bond=bond, member=place, person=person, keyring=ann.keyring, erase=erase, copy=True
        ),
        nothing_happened,
    )

    assert took > 40
    assert look(ben, sitting).state.over
    assert copies.all_of(ann.keyring)
    assert not hooks.topics_kept(bond.pk, ann.keyring)


def test_a_visitor_and_a_stranger_leave_nothing(bond: Bond, cleo: Player) -> None:
    assert Client().post(f"/bonds/{bond.pk}/leave/").status_code == 401
    assert send(cleo, bond).status_code == 404
