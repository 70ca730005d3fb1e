"""Deleting an account: nothing names it any more, nothing of it opens, and the others read on."""

from __future__ import annotations

from typing import Any

import pytest

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Invitation, Member
from nearer.parting.ending import end_account
from nearer.people import actions as people
from nearer.people.models import Person
from nearer.reminders.models import owner_of
from nearer.vault.models import SealedKey, SignedIn
from tests.cast import PASSWORD, Player, bind, device, enter, look, say, sit
from tests.people.faults import at_each_statement
from tests.people.opening import words
from tests.trust import tables
from tests.trust.house import CANARIES, House, body, build

PAST = {"password_to_go_on": PASSWORD}


def traces(player: Player, marks: list[bytes]) -> set[str]:
    """Tables and columns in which something of an account stands, in any way it could."""
    found = set()
    for table, rows in tables.dump().items():
        for row in rows:
            for column, value in row.items():
                held = value if isinstance(value, bytes) else str(value).encode()
                if any(mark in held for mark in marks):
                    found.add(f"{table}.{column}")
    return found


def marks_of(player: Player) -> list[bytes]:
    row = player.person
    index, public = bytes(row.email_index), bytes(row.public_key)
    plain = [row.pk.bytes, index, public, player.email.encode(), owner_of(row.pk)]
    spelt = [row.pk.hex, str(row.pk), index.hex(), public.hex()]
    return [*plain, *(text.encode() for text in spelt)]


@pytest.fixture
def house(db: None) -> House:
    return build()


def delete(player: Player, *, erase: bool = False) -> Any:
    told = {"words": "erase" if erase else "stand"}
    return player.client.post("/you/end/", {**told, **PAST})


@pytest.mark.parametrize("erase", [False, True])
def test_no_row_anywhere_names_it_any_more(house: House, erase: bool) -> None:
    ann = house.people["member"]
    marks = marks_of(ann)
    before = traces(ann, marks)
    assert {
        "people_person.id",
        "bonds_member.person_id",
        "sittings_entry.author",
        "keeps_keep.author",
        "vault_epoch.roster",
        "vault_sealedkey.holder",
        "vault_signedin.person",
        "reminders_channel.owner",
        "reminders_round.owner",
        "rhythm_feed.person_id",
        "people_guard.person_id",
    } <= before

    assert delete(ann, erase=erase).status_code == 302

    assert traces(ann, marks) == set()


def test_whoever_left_a_bond_before_leaves_no_trace_there_either(house: House) -> None:
    dan = house.people["former"]
    marks = marks_of(dan)
    assert traces(dan, marks)
    delete(dan)
    assert traces(dan, marks) == set()


def test_the_others_read_everything_that_was_for_them(house: House) -> None:
    cleo, ben = house.people["other"], house.ben
    before = [set(map(str, words(one.keyring).values())) for one in (ben, cleo)]

    end_account(
        person=house.people["member"].person, keyring=house.people["member"].keyring, erase=False
    )

    after = [set(map(str, words(one.keyring).values())) for one in (ben, cleo)]
    for then, now in zip(before, after, strict=True):
        lost = {text for text in then - now if "kxpicture" not in text}
        # Cards change, since somebody stepped out, and her name is gone.
        assert all("begun_by" in text or text == "Ann" for text in lost), lost


def test_the_pages_of_the_others_say_somebody_who_left(house: House) -> None:
    ann, ben = house.people["member"], house.ben
    delete(ann)
    browser = ben.client
    page = body(browser.get(f"/sittings/{house.circle.pk}/"))
    assert "somebody who left" in page
    assert "kxsharedwords" not in page or "Ann" not in page
    for path in (
        "/",
        "/bonds/",
        *(
            f"/bonds/{house.bond.pk}/{part}"
            for part in (
                "", "keeps/", "promises/", "dates/", "jar/", "little-things/", "ideas/", "plans/",
                "caring/", "cards/", "journal/", "companions/", "invite/", "lost-way/", "pause/",
            )
        ),
        f"/bonds/{house.bond.pk}/promises/{house.keeps['promise'].pk}/",
    ):  # fmt: skip
        shown = browser.get(path)
        assert shown.status_code == 200, path
        assert ">Ann<" not in body(shown), path
    bonds.rename_bond(
        bond=Bond.objects.get(pk=house.bond.pk), name="After her", keyring=ben.keyring
    )


def test_with_erasing_only_a_plain_line_stays(house: House) -> None:
    ann, ben = house.people["member"], house.ben
    delete(ann, erase=True)
    readable = " ".join(map(str, words(ben.keyring).values()))
    assert "kxsharedwords" not in readable
    assert "kxpromise" not in readable
    assert "kxlittle" not in readable
    page = body(ben.client.get(f"/sittings/{house.circle.pk}/"))
    assert "kxsharedwords" not in page


def test_old_ways_in_are_dead_at_once(house: House) -> None:
    ann = house.people["member"]
    _, phone = device(ann.keyring)
    assert phone.get("/you/").status_code == 200

    delete(ann)

    for client in (ann.client, phone):
        assert client.get("/you/").status_code == 302
        assert client.get(f"/bonds/{house.bond.pk}/").status_code == 302
    assert not SignedIn.objects.filter(person=ann.id).exists()
    assert people.sign_in(email=ann.email, password=PASSWORD) is None
    assert not Invitation.objects.filter(pk=house.open_invitation.pk).exists()
    stranger = house.people["stranger"].client
    assert "over" in body(stranger.get(f"/invitations/{house.open_invitation.pk}/"))
    for photo in ("", "large/", "small/"):
        assert house.ben.client.get(f"/photos/{house.photo.pk}/{photo}").status_code == 404


def test_the_same_address_may_begin_anew(house: House) -> None:
    ann = house.people["member"]
    delete(ann)
    again = enter("Ann")
    assert again.id != ann.id
    pages = [body(again.client.get(path)) for path in ("/", "/bonds/", "/you/")]
    assert not [word for word, _ in CANARIES.values() for page in pages if word in page]


def test_the_way_out_answers_kindly_and_clears_the_browser(ann: Player) -> None:
    answer = delete(ann)
    assert (answer.status_code, answer["Location"]) == (302, "/ended/")
    assert "storage" in answer["Clear-Site-Data"]
    assert "Your account is gone" in body(ann.client.get("/ended/"))


def test_a_wrong_password_deletes_nothing(ann: Player, bond: Bond) -> None:
    answer = ann.client.post(
        "/you/end/", {"words": "stand", "password_to_go_on": "not the right one"}
    )
    assert answer.status_code == 422
    assert Person.objects.filter(pk=ann.id).exists()


def test_without_a_choice_nothing_happens_and_it_asks(ann: Player, bond: Bond) -> None:
    answer = ann.client.post("/you/end/", PAST)
    assert answer.status_code == 422
    assert "Choose one of the two." in body(answer)
    assert Person.objects.filter(pk=ann.id).exists()


def test_sent_twice_it_is_one_end(ann: Player, ben: Player, bond: Bond) -> None:
    person, keyring = ann.person, ann.keyring
    for _ in range(2):
        end_account(person=person, keyring=keyring, erase=False)
    assert bond.members.count() == 2
    assert delete(ann).status_code == 401


def test_a_bond_that_nobody_else_can_open_goes_with_it(ann: Player) -> None:
    alone = bind(ann, kind="family", name="Me and Dot")
    bonds.add_companion(bond=alone, name="Dot", keyring=ann.keyring)
    end_account(person=ann.person, keyring=ann.keyring, erase=False)
    assert not Bond.objects.filter(pk=alone.pk).exists()
    assert not Member.objects.exists()


def test_it_works_though_the_keys_of_a_bond_are_damaged(
    ann: Player, ben: Player, cleo: Player, bond: Bond
) -> None:
    other = bind(cleo, ann, kind="friend", name="Cleo and me")
    SealedKey.objects.filter(epoch__space=bond.pk, holder=ann.id).update(sealed=b"\x01broken")
    keyring = people.sign_in(email=ann.email, password=PASSWORD)
    assert keyring is not None
    end_account(person=ann.person, keyring=keyring, erase=True)
    assert not Person.objects.filter(pk=ann.id).exists()
    assert bond.name(ben.keyring) == "Us two"
    assert other.name(cleo.keyring) == "Cleo and me"
    assert not SealedKey.objects.filter(holder=ann.id).exists()


def test_whatever_statement_fails_all_of_it_or_nothing_is_done(
    ann: Player, ben: Player, bond: Bond
) -> None:
    sitting = sit(ann, bond)
    say(ann, sitting, "share", {"words": "About the fen."})
    say(ann, sit(ann, None, "to-myself"), "inside", {"words": "For me."})
    before = tables.fingerprint()
    person, keyring = ann.person, ann.keyring

    def nothing_happened() -> None:
        assert tables.fingerprint() == before

    took = at_each_statement(
        lambda: end_account(person=person, keyring=keyring, erase=True), nothing_happened
    )

    assert took > 50
    assert not Person.objects.filter(pk=ann.id).exists()
    assert look(ben, sitting).state.over
