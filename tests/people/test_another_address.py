"""Signing in with another address: the account stays what it is, and tells of no other."""

from __future__ import annotations

import pytest
from django.test import Client

from nearer.people import actions, limits, moving, passwords
from nearer.people.again import FIELD
from nearer.people.models import Budget, Person, email_index
from tests.cast import PASSWORD, Player, device, enter
from tests.people.opening import words
from tests.people.stepping import device_row
from tests.trust import tables
from tests.trust.house import body, normal

FORM = {"email": "new@example.org", "password_now": PASSWORD}
NEW = "seven herons by the weir"


def signs_in(email: str, password: str = PASSWORD) -> bool:
    client = Client()
    client.post("/sign-in/", {"email": email, "password": password})
    return client.get("/bonds/").status_code == 200


def test_the_new_one_lets_in_the_old_one_does_not_and_nobody_is_signed_out(ann: Player) -> None:
    _, phone = device(ann.keyring)
    before = words(ann.keyring)
    answer = ann.client.post("/you/address/", FORM)
    assert answer.headers["Location"] == "/you/?address"
    assert ann.person.address() == "new@example.org"
    assert signs_in("New@Example.org")
    assert not signs_in(ann.email)
    assert phone.get("/bonds/").status_code == 200
    assert words(ann.keyring) == before
    assert "The address you sign in with was changed" in body(phone.get("/"))


def test_the_recovery_code_goes_on_with_the_new_address(ann: Player) -> None:
    ann.client.post("/you/recovery/", {"do": "make", FIELD: PASSWORD})
    code = str(ann.person.next_code.open(ann.keyring))
    groups = code.split("-")
    ann.client.post("/you/recovery/", {"do": "type", "group-2": groups[2], "group-6": groups[6]})
    ann.client.post("/you/address/", FORM)
    assert actions.recover(email="new@example.org", code=code, password=NEW)


def test_the_password_has_to_be_given_even_right_after_signing_in(ann: Player) -> None:
    for given in ("", "not the password at all"):
        answer = ann.client.post("/you/address/", {**FORM, "password_now": given})
        assert answer.status_code == 422
        assert 'value="new@example.org"' in body(answer)
    assert ann.person.address() == ann.email


def test_guessing_the_password_there_ends(ann: Player) -> None:
    for _ in range(limits.TRIES):
        ann.client.post("/you/address/", {**FORM, "password_now": "not the password"})
    answer = ann.client.post("/you/address/", FORM)
    assert answer.status_code == 422
    assert "Try again" in body(answer)


def test_the_address_is_sealed_and_marked_blind(ann: Player) -> None:
    ann.client.post("/you/address/", FORM)
    row = next(row for row in tables.rows("people_person"))
    held = b"".join(bytes(v) if isinstance(v, bytes) else str(v).encode() for v in row.values())
    assert b"example" not in held
    assert bytes(row["email_index"]) == email_index("new@example.org")
    assert bytes(row["salt"]) == passwords.salt_of(email_index("new@example.org"))


def test_whether_an_address_is_in_use_shows_in_nothing(ann: Player, ben: Player) -> None:
    ben.client.post(
        "/you/password/", {"password_now": PASSWORD, "password": NEW, "password_again": NEW}
    )
    Budget.objects.all().delete()
    taken = ann.client.post("/you/address/", {**FORM, "email": ben.email})
    free = enter("Cleo").client.post("/you/address/", {**FORM, "email": "bob@example.org"})
    assert normal(taken).split("\n", 1)[1] == normal(free).split("\n", 1)[1]
    assert taken.status_code == free.status_code == 302
    assert signs_in(ben.email)  # Ann, with her password
    assert signs_in(ben.email, NEW)  # and Ben, with his
    assert Person.objects.with_email(ben.email).count() == 2


def test_two_accounts_that_could_not_be_told_apart_are_not_made(ann: Player, ben: Player) -> None:
    Budget.objects.all().delete()
    answer = ann.client.post("/you/address/", {**FORM, "email": ben.email})
    assert answer.status_code == 422
    assert "Change your password first" in body(answer)
    assert ann.person.address() == ann.email


def test_trying_passwords_of_somebody_by_moving_to_their_address_is_limited(
    ann: Player, ben: Player
) -> None:
    Budget.objects.all().delete()
    for _ in range(limits.TRIES):
        with pytest.raises(passwords.OfAnother):
            moving.change_address(
                person=ann.person,
                keyring=ann.keyring,
                email=ben.email,
                password=PASSWORD,
                by=device_row(ann),
            )
    answer = ann.client.post("/you/address/", {**FORM, "email": ben.email})
    assert "tried many times" in body(answer)


def test_the_address_there_is_costs_no_try_and_changes_nothing(ann: Player) -> None:
    before = bytes(ann.person.wrapped_pw)
    assert ann.client.post("/you/address/", {**FORM, "email": ann.email}).status_code == 302
    assert bytes(ann.person.wrapped_pw) == before


def test_a_slip_is_said_kindly(ann: Player) -> None:
    answer = ann.client.post("/you/address/", {**FORM, "email": "not an address"})
    assert "does not look like an e-mail address" in body(answer)
    assert "not an address" in body(answer)
