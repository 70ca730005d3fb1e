"""“Ben has lost his way in”: a new account takes his place, after a day to stop it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

import seal
from nearer.bonds import actions as bonds
from nearer.bonds import invitations, returning
from nearer.bonds.models import Bond, Invitation, Member
from nearer.keeps import hooks, keeping, promises
from nearer.keeps.here import stand
from nearer.keeps.models import Keep
from nearer.people import actions as people
from nearer.people.models import Person, today
from nearer.sittings.models import Seat
from nearer.sittings.returning import bring_back
from nearer.vault.keyring import Keyring
from nearer.vault.models import Epoch, SealedKey, SignedIn
from nearer.vault.roster import Broken
from tests.cast import PASSWORD, Player, bind, device, look, member, say, sit
from tests.people.faults import at_each_statement
from tests.people.opening import words
from tests.trust import tables
from tests.trust.house import body, normal
from tests.trust.visitor import code_on

NEW = "seven herons by the weir"
DAY = timedelta(hours=24, minutes=6)


@contextmanager
def later(by: timedelta = DAY) -> Iterator[None]:
    moment = timezone.now() + by
    with (
        mock.patch("nearer.bonds.returning.timezone.now", return_value=moment),
        mock.patch("nearer.bonds.returning_views.timezone.now", return_value=moment),
    ):
        yield


def again(player: Player) -> Keyring:
    return Keyring(player.id, player.keyring._private)


@pytest.fixture
def lost(ben: Player) -> Player:
    """Ben, whose every device has been signed out for long."""
    SignedIn.objects.filter(person=ben.id).delete()
    return ben


@pytest.fixture
def fresh(lost: Player) -> Player:
    """Ben's new account, under the same address."""
    keyring = people.sign_up(email=lost.email, name="Ben", password=NEW, adult=True)
    person = Person.objects.get(pk=keyring.person)
    code = str(person.pending_code.open(keyring)).split("-")
    assert people.type_back(person=person, keyring=keyring, groups={0: code[0]})
    token, client = device(keyring)
    return Player("Ben", keyring.person, keyring, token, client)


def marked(bond: Bond, place: Member, by: Player) -> Invitation:
    return returning.mark(bond=bond, place=place, inviter=member(bond, by), keyring=again(by))


def answered(made: Invitation, by: Player, fresh: Player) -> Invitation:
    invitations.accept(
        invitation=made,
        code=str(made.code.open(again(by))),
        newcomer=fresh.person,
        name="Ben",
        keyring=fresh.keyring,
    )
    made.refresh_from_db()
    return made


def confirmed(bond: Bond, place: Member, by: Player, fresh: Player) -> Invitation:
    made = answered(marked(bond, place, by), by, fresh)
    returning.confirm(invitation=made, keyring=again(by))
    made.refresh_from_db()
    return made


def brought_back(bond: Bond, lost: Player, by: Player, fresh: Player) -> None:
    made = confirmed(bond, member(bond, lost), by, fresh)
    with later():
        bring_back(invitation=made, keyring=again(by))


def family(ann: Player, ben: Player, cleo: Player) -> Bond:
    """All three, with a circle of Ann and Ben, one of Ben and Cleo, and Ben's own part."""
    bond = bind(ann, ben, cleo, kind="family", name="All of us")
    for other in (ann, cleo):
        circle = sit(ben, bond, cast=[member(bond, ben), member(bond, other)])
        say(ben, circle, "share", {"words": f"for {other.name} alone"})
    say(ben, sit(ben, bond), "share", {"words": "for all"})
    say(ben, sit(ben, None, "to-myself"), "inside", {"words": "for me"})
    return bond


def test_what_the_two_could_read_the_new_account_reads(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = family(ann, lost, cleo)
    both = words(again(ann)).keys() & words(again(lost)).keys()
    brought_back(bond, lost, ann, fresh)
    mine = words(again(fresh))
    assert both <= mine.keys()
    told = str(mine.values())
    assert "for all" in told
    assert "for Ann alone" in told
    assert "for me" not in told
    assert "for Cleo alone" not in told


def test_the_old_account_has_no_key_of_this_bond_any_more(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = family(ann, lost, cleo)
    elsewhere = bind(cleo, lost, kind="friend", name="Cleo and Ben")
    brought_back(bond, lost, ann, fresh)
    left = SealedKey.objects.filter(holder=lost.id).values_list("epoch__space", flat=True)
    assert set(left) == {lost.id, elsewhere.id}
    _, client = device(lost.keyring)
    assert client.get(f"/bonds/{bond.pk}/").status_code == 404
    assert client.get(f"/bonds/{elsewhere.pk}/").status_code == 200


def test_everybody_goes_on_together(ann: Player, lost: Player, cleo: Player, fresh: Player) -> None:
    bond = bind(ann, lost, cleo, kind="family", name="All of us")
    sitting = sit(ann, bond, cast=[member(bond, ann), member(bond, lost)])
    say(ann, sitting, "share", {"words": "how it was"})
    say(ann, sitting, "feelings", {"feelings": ["afraid:3"]})
    say(ann, sitting, "wish", {"choices": "think-along"})
    say(ann, sitting, "beforehand", {}, move="skip")
    place = member(bond, lost).pk
    brought_back(bond, lost, ann, fresh)
    assert member(bond, fresh).pk == place
    mine = Player("Ben", fresh.id, again(fresh), fresh.token, fresh.client)
    say(mine, sitting, "ready", {"when": "now"})
    for who in (ann, cleo, fresh):
        row = Bond.objects.get(pk=bond.pk)
        bonds.rename_bond(bond=row, name=f"By {who.name}", keyring=again(who))
    for who in (ann, cleo, fresh):
        assert Bond.objects.get(pk=bond.pk).name(again(who)) == "By Ben"
        assert who.client.get(f"/bonds/{bond.pk}/").status_code == 200
    assert fresh.client.get(f"/sittings/{sitting.pk}/").status_code == 200
    assert not look(mine, sitting).state.over


def test_a_circle_without_whoever_let_them_in_goes_on_for_those_in_it(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = bind(ann, lost, cleo, kind="family", name="All of us")
    circle = sit(cleo, bond, cast=[member(bond, cleo), member(bond, lost)])
    say(cleo, circle, "share", {"words": "between us"})
    brought_back(bond, lost, ann, fresh)
    assert not Seat.objects.filter(sitting=circle, person__in=[lost.id, fresh.id]).exists()
    assert fresh.client.get(f"/sittings/{circle.pk}/").status_code == 404
    assert "between us" in body(cleo.client.get(f"/sittings/{circle.pk}/"))
    assert cleo.client.post(f"/sittings/{circle.pk}/stop/").status_code == 302


def test_what_they_put_in_is_theirs_again(ann: Player, lost: Player, fresh: Player) -> None:
    bond = bind(ann, lost)
    here = stand(bond, again(lost))
    promises.make(here=here, words="I cook on Sundays", day=today(), id=uuid.uuid4())
    brought_back(bond, lost, ann, fresh)
    row = Keep.objects.get()
    assert row.author == fresh.id
    assert row.body.open(again(fresh))["words"] == "I cook on Sundays"
    assert row.body.open(again(ann))["words"] == "I cook on Sundays"
    page = body(fresh.client.get(f"/bonds/{bond.pk}/promises/{row.pk}/"))
    assert "I cook on Sundays" in page


def test_in_a_circle_that_could_not_be_handed_on_their_words_stay_their_own(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    """Ann can't open it, so its rows still name the old account."""
    bond = bind(ann, lost, cleo, kind="family", name="All of us")
    here = stand(bond, again(lost))
    here.keep("promise", "I call you on Sundays", id=uuid.uuid4(), only={cleo.id})
    brought_back(bond, lost, ann, fresh)
    assert Keep.objects.get().author == lost.id
    page = body(cleo.client.get(f"/bonds/{bond.pk}/promises/"))
    assert "I call you on Sundays" in page
    assert "the phone of" not in page


@pytest.mark.parametrize("kept", ["by their place", "by the account"])
def test_what_another_made_visible_stays_their_own(
    ann: Player, lost: Player, fresh: Player, kept: str
) -> None:
    bond = bind(ann, lost)
    by, words = str(member(bond, lost).pk), "I call you on Sundays"
    if kept == "by their place":
        made_visible(bond, by, words, ann, lost)
    else:  # as it was kept once
        more = {"device": str(lost.id)}
        keeping.keep(drawer="promise", bond=bond, by=by, words=words, keyring=again(ann), more=more)
    brought_back(bond, lost, ann, fresh)
    page = body(ann.client.get(f"/bonds/{bond.pk}/promises/"))
    assert words in page
    assert "the phone of" not in page


def made_visible(bond: Bond, by: str, words: str, now: Player, written_on: Player) -> None:
    hooks.keep(
        kind="promise",
        entry_id=uuid.uuid4(),
        bond=bond,
        space=bond.id,
        by=by,
        words=words,
        keyring=again(now),
        device=written_on.id,
    )


def test_it_is_still_said_what_was_written_on_their_phone(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = bind(ann, lost, cleo, kind="family", name="All of us")
    dot = bonds.add_companion(bond=bond, name="Dot", keyring=again(ann))
    made_visible(bond, str(member(bond, cleo).pk), "I never go out", ann, lost)
    made_visible(bond, str(dot.pk), "I feed the cat", ann, lost)
    brought_back(bond, lost, ann, fresh)
    page = body(cleo.client.get(f"/bonds/{bond.pk}/promises/"))
    assert page.count("on the phone of <bdi>Ben</bdi>") == 1
    for whose, own in ((fresh, {"I feed the cat"}), (cleo, {"I never go out"}), (ann, set())):
        here = stand(bond, again(whose))
        assert {kept.words for kept in here.drawer("promise") if here.is_mine(kept)} == own


def test_nothing_is_given_to_anybody_before_the_day_is_over(
    ann: Player, lost: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    before = tables.fingerprint()
    for by in (timedelta(0), timedelta(hours=23, minutes=59)):
        with later(by), pytest.raises(returning.NotYet):
            bring_back(invitation=made, keyring=again(ann))
    assert tables.fingerprint() == before
    assert not words(again(fresh)).keys() & {("bonds_bond", bond.pk, "card")}
    assert fresh.client.get(f"/bonds/{bond.pk}/").status_code == 404


def test_the_ordinary_door_does_not_open_for_it(ann: Player, lost: Player, fresh: Player) -> None:
    bond = bind(ann, lost)
    made = answered(marked(bond, member(bond, lost), ann), ann, fresh)
    with pytest.raises(invitations.Gone):
        invitations.let_in(invitation=made, keyring=again(ann))
    ann.client.post(f"/bonds/{bond.pk}/invite/{made.pk}/let-in/")
    assert not bond.members.filter(person=fresh.id).exists()


@pytest.mark.parametrize("who", ["ann", "cleo", "ben"])
def test_every_member_sees_it_and_can_stop_it(
    ann: Player, lost: Player, cleo: Player, fresh: Player, who: str
) -> None:
    bond = bind(ann, lost, cleo, kind="family", name="All of us")
    made = confirmed(bond, member(bond, lost), ann, fresh)
    client = {"ann": ann, "cleo": cleo}[who].client if who != "ben" else device(lost.keyring)[1]
    path = f"/bonds/{bond.pk}/way-back/{made.pk}/"
    for page in ("/", "/bonds/", f"/bonds/{bond.pk}/"):
        assert path in body(client.get(page)), page
    assert "This is not right" in body(client.get(path))
    assert client.post(f"{path}stop/").status_code == 302
    assert not Invitation.objects.exists()
    with later(), pytest.raises(invitations.Gone):
        bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().filter(person=lost.id).exists()


def test_whoever_has_not_lost_their_way_is_told_and_shown_no_code(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    made = marked(bond, member(bond, ben), ann)
    page = body(ben.client.get(f"/bonds/{bond.pk}/way-back/{made.pk}/"))
    assert "Have you lost your way in?" in page
    assert "code__group" not in page
    for deed in ("confirm", "hand-over"):
        path = f"/bonds/{bond.pk}/way-back/{made.pk}/{deed}/"
        assert ben.client.post(path).status_code == 404


def test_an_old_account_in_use_within_the_day_stops_it(
    ann: Player, lost: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    device(lost.keyring)
    SignedIn.objects.filter(person=lost.id).update(last_used=timezone.now() + timedelta(hours=3))
    with later(), pytest.raises(bonds.NotPossible, match="somebody still has a way in"):
        bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().filter(person=lost.id).exists()


def in_and_out(lost: Player, way_out: str) -> None:
    """Sign in with the password of the old account, and be gone again."""
    browser = Client()
    there = browser.post("/sign-in/", {"email": lost.email, "password": PASSWORD})
    assert there.status_code == 302
    assert browser.post(way_out).status_code in {302, 303}
    assert not SignedIn.objects.filter(person=lost.id).exists()


def comes_to_nothing(made: Invitation, by: Player) -> None:
    with later(timedelta(hours=26)), pytest.raises(bonds.NotPossible, match="still has a way in"):
        bring_back(invitation=made, keyring=again(by))


@pytest.mark.parametrize("way_out", ["/sign-out/", "/exit/"])
def test_an_old_account_that_was_used_stops_it_though_nobody_is_signed_in_any_more(
    ann: Player, lost: Player, fresh: Player, way_out: str
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    with later(timedelta(hours=5)):
        in_and_out(lost, way_out)
    comes_to_nothing(made, ann)
    assert bond.members.present().filter(person=lost.id).exists()
    assert fresh.client.get(f"/bonds/{bond.pk}/").status_code == 404


@pytest.mark.parametrize("way_out", ["/sign-out/", "/exit/"])
def test_a_device_that_was_signed_in_before_stops_it_by_its_very_next_use(
    ann: Player, lost: Player, fresh: Player, way_out: str
) -> None:
    bond = bind(ann, lost)
    _, browser = device(lost.keyring)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    browser.post(way_out)
    comes_to_nothing(made, ann)


def test_a_page_that_asks_by_itself_is_no_use_of_the_old_account(
    ann: Player, lost: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    _, browser = device(lost.keyring)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    browser.get("/", headers={"X-Quiet": "yes"})
    with later(timedelta(hours=26)):
        bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().filter(person=fresh.id).exists()


def test_a_use_before_the_day_began_stops_nothing(ann: Player, lost: Player, fresh: Player) -> None:
    bond = bind(ann, lost)
    made = answered(marked(bond, member(bond, lost), ann), ann, fresh)
    in_and_out(lost, "/sign-out/")
    returning.confirm(invitation=made, keyring=again(ann))
    with later():
        bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().filter(person=fresh.id).exists()


def test_until_the_day_is_over_nobody_is_shown_that_the_old_account_was_used(
    ann: Player, lost: Player, fresh: Player
) -> None:
    """Or a way back would be a way to see when somebody comes in."""
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    path = f"/bonds/{bond.pk}/way-back/{made.pk}/"

    def seen() -> list[str]:
        asked = [ann.client.get(page) for page in ("/", f"/bonds/{bond.pk}/", path)]
        sent = [ann.client.post(f"{path}{deed}/") for deed in ("confirm", "hand-over")]
        theirs = [fresh.client.get(page) for page in ("/", f"/invitations/{made.pk}/")]
        return [normal(answer) for answer in (*asked, *sent, *theirs)]

    before = seen()
    in_and_out(lost, "/sign-out/")
    assert seen() == before


def test_another_key_in_the_place_of_theirs_is_not_let_in(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    Person.objects.filter(pk=fresh.id).update(public_key=cleo.keyring.public)
    with later(), pytest.raises(seal.Tampered):
        bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().filter(person=lost.id).exists()


@pytest.mark.parametrize("deed", ["companion", "oneself", "twice"])
def test_a_place_has_to_be_somebody_elses_and_only_once(
    ann: Player, lost: Player, fresh: Player, deed: str
) -> None:
    bond = bind(ann, lost, kind="family", name="Us")
    dot = bonds.add_companion(bond=bond, name="Dot", keyring=again(ann))
    if deed == "twice":
        answered(marked(bond, member(bond, lost), ann), ann, fresh)
    places = {"companion": dot, "oneself": member(bond, ann), "twice": member(bond, lost)}
    with pytest.raises(bonds.NotPossible):
        marked(bond, places[deed], ann)


def test_somebody_who_left_has_no_place_to_come_back_to(
    ann: Player, lost: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    bonds.leave(bond=bond, member=member(bond, lost), person=lost.person)
    with later(), pytest.raises(invitations.Gone):
        bring_back(invitation=made, keyring=again(ann))


def test_done_twice_it_is_done_once(ann: Player, lost: Player, fresh: Player) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    ripe = made.ripe
    with later(timedelta(hours=5)):
        returning.confirm(invitation=made, keyring=again(ann))
    made.refresh_from_db()
    assert made.ripe == ripe
    with later():
        bring_back(invitation=made, keyring=again(ann))
        with pytest.raises(invitations.Gone):
            bring_back(invitation=made, keyring=again(ann))
    assert bond.members.present().count() == 2


def test_whatever_statement_fails_nothing_was_changed(
    ann: Player, lost: Player, fresh: Player
) -> None:
    bond = bind(ann, lost)
    say(ann, sit(ann, bond), "share", {"words": "how it was"})
    made = confirmed(bond, member(bond, lost), ann, fresh)
    before = tables.fingerprint()

    def nothing_changed() -> None:
        assert tables.fingerprint() == before

    with later():
        taken = at_each_statement(
            lambda: bring_back(invitation=made, keyring=again(ann)), nothing_changed
        )
    assert taken > 20
    assert bond.members.present().filter(person=fresh.id).exists()


def test_a_list_of_members_that_was_tampered_with_stops_it(
    ann: Player, lost: Player, fresh: Player, cleo: Player
) -> None:
    bond = bind(ann, lost)
    made = confirmed(bond, member(bond, lost), ann, fresh)
    newest = Epoch.objects.filter(space=bond.id).latest("number")
    newest.roster[str(lost.id)] = cleo.keyring.public.hex()
    newest.save()
    with later(), pytest.raises(Broken):
        bring_back(invitation=made, keyring=again(ann))


def test_a_member_who_came_later_hands_on_what_they_hold(
    ann: Player, lost: Player, cleo: Player, fresh: Player
) -> None:
    bond = bind(ann, lost, kind="family", name="Us")
    early = sit(ann, bond)
    say(ann, early, "share", {"words": "before Cleo"})
    invitation = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=again(ann))
    invitations.accept(
        invitation=invitation,
        code=str(invitation.code.open(again(ann))),
        newcomer=cleo.person,
        name="Cleo",
        keyring=cleo.keyring,
    )
    invitations.let_in(invitation=invitation, keyring=again(ann))
    bond.refresh_from_db()
    brought_back(bond, lost, cleo, fresh)
    assert Bond.objects.get(pk=bond.pk).name(again(fresh)) == "Us"
    assert "before Cleo" not in str(words(again(fresh)).values())
    assert "before Cleo" in str(words(again(ann)).values())
    bonds.rename_bond(bond=Bond.objects.get(pk=bond.pk), name="All of us", keyring=again(fresh))
    assert Bond.objects.get(pk=bond.pk).name(again(ann)) == "All of us"


def test_the_whole_way_on_the_pages(ann: Player, lost: Player, fresh: Player) -> None:
    bond = bind(ann, lost)
    assert "Somebody has lost their way in" in body(ann.client.get(f"/bonds/{bond.pk}/"))
    asked = body(ann.client.get(f"/bonds/{bond.pk}/lost-way/"))
    place = str(member(bond, lost).pk)
    assert place in asked
    made = ann.client.post(f"/bonds/{bond.pk}/lost-way/", {"member": place})
    path = made.headers["Location"]
    page = body(ann.client.get(path))
    code = code_on(page, 3)
    link = re.search(r"/invitations/[0-9a-f-]{36}/", page)
    assert link
    assert "Ann" in body(fresh.client.post(link[0], {"code": code}))
    assert fresh.client.post(link[0], {"code": code, "name": "Ben"}).status_code == 302
    assert "Is it really them?" in body(ann.client.get(path))
    assert ann.client.post(f"{path}confirm/").status_code == 302
    assert "one of you can let them back in" in body(ann.client.get(path))
    early = ann.client.post(f"{path}hand-over/")
    assert early.status_code == 422
    Invitation.objects.update(ripe=timezone.now() - timedelta(minutes=1))
    assert "The day is over" in body(ann.client.get(path))
    assert ann.client.post(f"{path}hand-over/").status_code == 302
    assert fresh.client.get(f"/bonds/{bond.pk}/").status_code == 200
    assert ann.client.get(path).status_code == 404


def test_the_page_of_what_is_lost_says_so_before_anything_else(db: None) -> None:
    page = body(Client().get("/lost/"))
    gone, begin = page.index("What is gone"), page.index("Make a new account")
    assert gone < begin
    for word in ("drafts", "journal", "To myself"):
        assert gone < page.index(word) < begin


def test_a_stranger_cannot_answer_without_the_code(ann: Player, lost: Player, cleo: Player) -> None:
    bond = bind(ann, lost)
    made = marked(bond, member(bond, lost), ann)
    for _ in range(5):
        cleo.client.post(f"/invitations/{made.pk}/", {"code": "AAAA-AAAA-AAAA"})
    made.refresh_from_db()
    assert made.newcomer_id is None
    assert made.wrong == 5
    assert "five wrong codes" in body(ann.client.get(f"/bonds/{bond.pk}/way-back/{made.pk}/"))
