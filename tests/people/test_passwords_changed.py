"""Another password: all of it or nothing, once, and every other device is out."""

from __future__ import annotations

import pytest
from django.test import Client

from nearer.people import actions, changing, passwords
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, device, sit
from tests.people.faults import at_each_statement
from tests.trust import tables

NEW = "seven herons by the weir"
FORM = {"password_now": PASSWORD, "password": NEW, "password_again": NEW}


def opens(ann: Player, password: str) -> bool:
    found = passwords.unlock(ann.person, password)
    return found is not None and found.public == ann.keyring.public


def test_the_new_one_opens_the_same_account_and_the_old_one_nothing(ann: Player) -> None:
    sitting = sit(ann, None, "to-myself")
    response = ann.client.post("/you/password/", FORM)
    assert response.headers["Location"] == "/you/?password"
    assert opens(ann, NEW)
    assert not opens(ann, PASSWORD)
    assert ann.client.get(f"/sittings/{sitting.pk}/").status_code == 200
    assert "Your password is changed" in ann.client.get("/you/?password").content.decode()


def test_every_other_device_is_signed_out_and_this_one_has_a_new_cookie(ann: Player) -> None:
    _, phone = device(ann.keyring)
    before = ann.client.cookies[signed_in.COOKIE].value
    ann.client.post("/you/password/", FORM)
    assert ann.client.cookies[signed_in.COOKIE].value != before
    assert phone.get("/bonds/").status_code == 302
    thief = Client()
    thief.cookies[signed_in.COOKIE] = before
    assert thief.get("/bonds/").status_code == 302
    assert SignedIn.objects.filter(person=ann.id).count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password_now": "not this one at all"}, "This is not your password"),
        ({"password_now": ""}, "Write your password"),
        ({"password_again": "something else entirely"}, "The two are not the same"),
        ({"password": "short", "password_again": "short"}, "it needs twelve or more"),
        ({"password": "Ann Ann 2001", "password_again": "Ann Ann 2001"}, "little is left of it"),
    ],
)
def test_it_says_kindly_what_is_wrong_and_changes_nothing(
    ann: Player, change: dict[str, str], message: str
) -> None:
    before = bytes(ann.person.verifier)
    response = ann.client.post("/you/password/", {**FORM, **change})
    assert response.status_code == 422
    assert message in response.content.decode()
    assert bytes(ann.person.verifier) == before
    assert ann.client.get("/bonds/").status_code == 200


def test_a_password_manager_can_tell_the_fields_apart_and_paste(ann: Player) -> None:
    page = ann.client.get("/you/password/").content.decode()
    assert page.count('autocomplete="current-password"') == 1
    assert page.count('autocomplete="new-password"') == 2
    assert "onpaste" not in page


def test_the_recovery_code_still_opens_the_account(ann: Player) -> None:
    code = changing.next_code(person=ann.person, keyring=ann.keyring).split("-")
    changing.type_next_code(person=ann.person, keyring=ann.keyring, groups={0: code[0]})
    ann.client.post("/you/password/", FORM)
    assert actions.recover(email=ann.email, code="-".join(code), password="a third long secret")


def test_whatever_statement_fails_the_old_one_works_until_the_new_one_does(ann: Player) -> None:
    def change() -> None:
        assert changing.change_password(
            person=ann.person, keyring=ann.keyring, password=NEW, label="A browser"
        )

    before = tables.fingerprint(but={"people_budget": {"count"}})

    def nothing_changed() -> None:
        now = tables.fingerprint(but={"people_budget": {"count"}})
        changed = {name for name in now if now[name] != before.get(name)}
        assert changed <= {"people_budget"}
        assert opens(ann, PASSWORD)

    assert at_each_statement(change, nothing_changed) > 8
    assert opens(ann, NEW)
    assert not opens(ann, PASSWORD)


def test_sent_twice_it_counts_once(ann: Player) -> None:
    first, second = ann.person, ann.person
    both = [
        changing.change_password(
            person=copy, keyring=ann.keyring, password=password, label="A browser"
        )
        for copy, password in ((first, NEW), (second, "a third long secret"))
    ]
    assert [token is not None for token in both] == [True, False]
    assert opens(ann, NEW)


def test_a_hundred_forms_that_all_knew_the_old_one_are_one(ann: Player) -> None:
    copies = [ann.person for _ in range(100)]
    done = [
        changing.change_password(person=copy, keyring=ann.keyring, password=NEW, label="A browser")
        for copy in copies
    ]
    assert sum(token is not None for token in done) == 1
    assert SignedIn.objects.filter(person=ann.id).count() == 1
    assert opens(ann, NEW)


def test_another_account_of_the_same_address_keeps_its_password_to_itself(ann: Player) -> None:
    twin = actions.sign_up(email=ann.email, name="Other", password=NEW, adult=True)
    response = ann.client.post("/you/password/", FORM)
    assert response.status_code == 422
    assert "Another account with your address" in response.content.decode()
    assert opens(ann, PASSWORD)
    found = actions.sign_in(email=ann.email, password=NEW)
    assert found is not None
    assert found.person == twin.person


def test_what_was_shared_stays_readable(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    ann.client.post("/you/password/", FORM)
    again = actions.sign_in(email=ann.email, password=NEW)
    assert again is not None
    assert bond.name(again) == "Us two"
