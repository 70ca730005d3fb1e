"""Somebody may know my password: new keys, everything still readable, every other way in shut."""

from __future__ import annotations

import pytest

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Invitation
from nearer.bonds.safer import start_afresh
from nearer.people import actions, changing, known, limits, safer
from nearer.people.models import KnownDevice
from nearer.people.passwords import unlock, unlock_with_code
from nearer.sittings.leaving import leave_bond
from nearer.vault import handing, signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.models import Epoch, SealedKey, SignedIn
from nearer.vault.roster import Broken, Roster
from tests.cast import PASSWORD, Player, bind, device, look, member, say, say_yes, sit
from tests.people.faults import at_each_statement
from tests.people.opening import words
from tests.trust import tables
from tests.trust.house import body

NEW = "seven herons by the weir"
FORM = {"password_now": PASSWORD, "password": NEW, "password_again": NEW}
BUT = {"people_budget": {"count", "id", "mark", "hour"}}


def shared_life(ann: Player, ben: Player, cleo: Player) -> Bond:
    """A bond of three with a circle of two in it, and something for herself alone."""
    bond = bind(ann, ben, cleo, kind="family", name="All of us")
    circle = sit(ann, bond, cast=[member(bond, ann), member(bond, ben)])
    say(ann, circle, "share", {"words": "for Ben alone"})
    say(ann, sit(ann, bond), "share", {"words": "for all"})
    say(ann, sit(ann, None, "to-myself"), "inside", {"words": "for me"})
    return bond


def afresh(ann: Player) -> bytes | None:
    fresh = safer.prepare(person=ann.person, password=NEW)
    return start_afresh(person=ann.person, keyring=ann.keyring, fresh=fresh, label="A browser")


def now(ann: Player, password: str = NEW) -> Keyring:
    """What the new password opens."""
    found = unlock(ann.person, password)
    assert found is not None
    return found


def test_everything_that_could_be_read_can_be_read(ann: Player, ben: Player, cleo: Player) -> None:
    shared_life(ann, ben, cleo)
    before = {who.name: words(who.keyring) for who in (ann, ben, cleo)}
    assert afresh(ann)
    assert words(now(ann)) == before["Ann"]
    for who in (ben, cleo):
        assert words(Keyring(who.id, who.keyring._private)) == before[who.name]
    assert len(before["Ann"]) > 15


def test_what_comes_is_sealed_with_keys_that_the_old_pair_does_not_open(
    ann: Player, ben: Player
) -> None:
    bond = bind(ann, ben)
    afresh(ann)
    fresh_ben = Keyring(ben.id, ben.keyring._private)
    bonds.rename_bond(bond=Bond.objects.get(pk=bond.pk), name="Afterwards", keyring=fresh_ben)
    row = Bond.objects.get(pk=bond.pk)
    assert row.name(now(ann)) == "Afterwards"
    thief = Keyring(ann.id, ann.keyring._private)
    assert row.name(thief) != "Afterwards"
    assert not words(thief)


def test_every_space_begins_an_epoch_whose_roster_everybody_can_verify(
    ann: Player, ben: Player, cleo: Player
) -> None:
    shared_life(ann, ben, cleo)
    spaces = set(SealedKey.objects.filter(holder=ann.id).values_list("epoch__space", flat=True))
    before = {s: Epoch.objects.filter(space=s).latest("number").number for s in spaces}
    count = SealedKey.objects.filter(holder=ann.id).count()
    afresh(ann)
    mine = now(ann)
    for space in spaces:
        epoch = Epoch.objects.filter(space=space).latest("number")
        assert epoch.number == before[space] + 1
        assert Roster.of(epoch).holders[ann.id] == mine.public
        for who in (mine, *(Keyring(p.id, p.keyring._private) for p in (ben, cleo))):
            if str(who.person) in epoch.roster:
                assert who.newest(space)[0] == epoch.number
    assert SealedKey.objects.filter(holder=ann.id).count() == count + len(spaces)
    assert len(spaces) >= 3


def test_the_others_go_on_as_if_nothing_had_happened(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "how it was"})
    pages = [f"/bonds/{bond.pk}/", "/", "/bonds/"]
    before = [len(body(ben.client.get(path))) for path in pages]
    afresh(ann)
    assert [len(body(ben.client.get(path))) for path in pages] == before
    assert not look(ben, sitting).state.over


def test_every_other_way_in_is_shut(ann: Player, ben: Player) -> None:
    bond = bind(ann, kind="friend", name="Mine")
    elsewhere = bind(ben, kind="friend", name="His")
    _, phone = device(ann.keyring)
    phone.post("/sign-in/", {"email": ann.email, "password": PASSWORD})
    mine = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    his = bonds.invite(bond=elsewhere, inviter=member(elsewhere, ben), keyring=ben.keyring)
    other = bonds.invite(bond=elsewhere, inviter=member(elsewhere, ben), keyring=ben.keyring)
    say_yes(ann, his, ben)
    code = changing.next_code(person=ann.person, keyring=ann.keyring)
    changing.type_next_code(person=ann.person, keyring=ann.keyring, groups={0: code.split("-")[0]})
    old = ann.client.cookies[signed_in.COOKIE].value
    answer = ann.client.post("/you/safer/", FORM)
    assert answer.headers["Location"].startswith("/recovery-code/?new")
    assert phone.get("/bonds/").status_code == 302
    assert unlock(ann.person, PASSWORD) is None
    assert unlock_with_code(ann.person, code) is None
    assert not KnownDevice.objects.filter(person=ann.id).exists()
    assert known.COOKIE in phone.cookies
    assert list(Invitation.objects.values_list("pk", flat=True)) == [other.pk]
    assert mine.pk != other.pk
    assert SignedIn.objects.filter(person=ann.id).count() == 1
    assert ann.client.cookies[signed_in.COOKIE].value != old
    shown = str(ann.person.pending_code.open(now(ann)))
    by_code = unlock_with_code(ann.person, shown)
    assert by_code is not None
    assert by_code.public == now(ann).public


@pytest.mark.parametrize("given", ["", "not the password at all", NEW])
def test_without_the_password_there_is_nobody_changes_the_locks(ann: Player, given: str) -> None:
    """Ann has just come in, and somebody else picks up her open phone."""
    before = tables.fingerprint()
    answer = ann.client.post("/you/safer/", {**FORM, "password_now": given})
    assert answer.status_code == 422
    assert ("This is not your password" if given else "Write your password") in body(answer)
    after = tables.fingerprint()
    assert {name for name in after if after[name] != before[name]} <= {"people_budget"}
    assert ann.client.post("/you/safer/", FORM).status_code == 302


def test_guessing_it_on_the_page_of_the_locks_ends(ann: Player) -> None:
    for _ in range(limits.TRIES):
        ann.client.post("/you/safer/", {**FORM, "password_now": "not the password at all"})
    answer = ann.client.post("/you/safer/", FORM)
    assert answer.status_code == 422
    assert "Try again in" in body(answer)
    assert unlock(ann.person, PASSWORD) is not None


def test_the_page_leads_to_the_new_code_and_back(ann: Player) -> None:
    ann.client.post("/you/safer/", FORM)
    assert ann.client.get("/bonds/").headers["Location"].startswith("/recovery-code/")
    groups = str(ann.person.pending_code.open(now(ann))).split("-")
    typed = {"group-2": groups[2], "group-6": groups[6], "next": "/you/?safer"}
    assert ann.client.post("/recovery-code/", typed).headers["Location"] == "/you/?safer"
    assert "The locks are changed" in body(ann.client.get("/you/?safer"))


def test_whatever_statement_fails_nothing_was_changed(ann: Player, ben: Player) -> None:
    bind(ann, ben)
    sit(ann, None, "to-myself")
    before = tables.fingerprint(but=BUT)
    all_words = words(ann.keyring)

    def nothing_changed() -> None:
        assert tables.fingerprint(but=BUT) == before

    fresh = safer.prepare(person=ann.person, password=NEW)

    def renew() -> None:
        keyring = Keyring(ann.id, ann.keyring._private)
        assert start_afresh(person=ann.person, keyring=keyring, fresh=fresh, label="A browser")

    assert at_each_statement(renew, nothing_changed) > 20
    assert words(now(ann)) == all_words


def test_one_key_that_does_not_open_stops_all_of_it(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    SealedKey.objects.filter(epoch__space=bond.id, holder=ann.id).update(sealed=b"\x01broken")
    before = tables.fingerprint(but=BUT)
    with pytest.raises(handing.NotWhole):
        afresh(ann)
    assert tables.fingerprint(but=BUT) == before
    answer = ann.client.post("/you/safer/", FORM)
    assert answer.status_code == 422
    assert "Nothing was changed" in body(answer)
    assert unlock(ann.person, PASSWORD) is not None


def test_a_roster_that_was_tampered_with_stops_all_of_it(
    ann: Player, ben: Player, cleo: Player
) -> None:
    bond = bind(ann, ben)
    newest = Epoch.objects.filter(space=bond.id).latest("number")
    newest.roster[str(ben.id)] = cleo.keyring.public.hex()
    newest.save()
    before = tables.fingerprint(but=BUT)
    with pytest.raises(Broken):
        afresh(ann)
    assert tables.fingerprint(but=BUT) == before


def test_sent_twice_it_counts_once(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    first, second = (safer.prepare(person=ann.person, password=p) for p in (NEW, NEW + " again"))
    for fresh, done in ((first, True), (second, False)):
        token = start_afresh(person=ann.person, keyring=ann.keyring, fresh=fresh, label="A browser")
        assert (token is not None) == done
    assert Epoch.objects.filter(space=bond.id).count() == 3
    assert now(ann).newest(bond.id)


def test_it_can_be_done_again_and_again(ann: Player, ben: Player, cleo: Player) -> None:
    shared_life(ann, ben, cleo)
    before = words(ann.keyring)
    keyring, password = ann.keyring, PASSWORD
    for number in range(4):
        password = f"{NEW} number {number}"
        fresh = safer.prepare(person=ann.person, password=password)
        assert start_afresh(person=ann.person, keyring=keyring, fresh=fresh, label="A browser")
        keyring = now(ann, password)
        assert words(keyring) == before
    assert actions.sign_in(email=ann.email, password=password) is not None


def test_whoever_left_a_moment_ago_is_not_let_in_again_by_it(
    ann: Player, ben: Player, cleo: Player
) -> None:
    bond = shared_life(ann, ben, cleo)
    leave_bond(bond=bond, member=member(bond, ben), person=ben.person, keyring=ben.keyring)
    afresh(ann)
    held = SealedKey.objects.filter(holder=ben.id).values_list("epoch__space", flat=True)
    assert set(held) == {ben.id}
