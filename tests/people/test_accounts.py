"""Accounts: making one, coming back, and the code for when the password is lost."""

from __future__ import annotations

import pytest
from django.test import Client

from nearer.people import actions
from nearer.people.devices import describe
from nearer.people.models import Person
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, device, enter

OTHER = "seven herons by the weir"


def form(**changes: str) -> dict[str, str]:
    return {
        "name": "Dana",
        "email": "dana@example.org",
        "password": "a long enough secret",
        "password_again": "a long enough secret",
        "age": "adult",
        **changes,
    }


def test_the_right_password_opens_the_account(ann: Player) -> None:
    keyring = actions.sign_in(email="ann@example.org", password=PASSWORD)
    assert keyring is not None
    assert keyring.public == ann.keyring.public


def test_capitals_in_the_address_do_not_matter(ann: Player) -> None:
    assert actions.sign_in(email=" ANN@Example.org ", password=PASSWORD) is not None


@pytest.mark.parametrize(
    ("email", "password"),
    [("ann@example.org", "wrong password here"), ("nobody@example.org", PASSWORD)],
)
def test_anything_else_opens_nothing(ann: Player, email: str, password: str) -> None:
    assert actions.sign_in(email=email, password=password) is None


def test_an_address_belongs_to_nobody(ann: Player) -> None:
    other = actions.sign_up(email="Ann@example.org", name="A", password=OTHER, adult=True)
    assert other.person != ann.id
    first = actions.sign_in(email="ann@example.org", password=PASSWORD)
    second = actions.sign_in(email="ann@example.org", password=OTHER)
    assert first is not None
    assert second is not None
    assert (first.person, second.person) == (ann.id, other.person)


def test_signing_up_with_what_opens_an_account_already_is_signing_in(ann: Player) -> None:
    again = actions.sign_up(email=ann.email, name="Twice", password=PASSWORD, adult=False)
    assert again.person == ann.id
    assert Person.objects.count() == 1
    assert ann.person.name(ann.keyring) == "Ann"


def test_composed_and_decomposed_letters_are_one_password(db: None) -> None:
    actions.sign_up(email="z@example.org", name="Zoe", password="caf\u00e9 au lait bol", adult=True)
    assert actions.sign_in(email="z@example.org", password="cafe\u0301 au lait bol") is not None


def test_an_account_is_usable_after_the_code_is_typed_back(db: None) -> None:
    dana = enter("Dana", settled=False)
    assert dana.client.get("/bonds/").headers["Location"].startswith("/recovery-code/")
    page = dana.client.get("/recovery-code/").content.decode()
    groups = str(dana.person.pending_code.open(dana.keyring)).split("-")
    assert all(group in page for group in groups)
    wrong = dana.client.post("/recovery-code/", {"group-2": "AAAA", "group-6": groups[6]})
    assert wrong.status_code == 422
    right = {"group-2": f" {groups[2].lower()} ", "group-6": groups[6]}
    assert dana.client.post("/recovery-code/", right).status_code == 302
    assert dana.client.get("/bonds/").status_code == 200
    assert dana.person.pending_code is None


def test_the_code_leads_back_in_once(ann: Player) -> None:
    dana = enter("Dana", settled=False)
    code = str(dana.person.pending_code.open(dana.keyring))
    lost = actions.recover(email="dana@example.org", code=code, password="another long secret")
    assert lost is not None
    assert lost.public == dana.keyring.public
    assert actions.sign_in(email="dana@example.org", password=PASSWORD) is None
    assert actions.sign_in(email="dana@example.org", password="another long secret") is not None
    again = actions.recover(email="dana@example.org", code=code, password="a third long secret")
    assert again is None
    fresh = str(dana.person.pending_code.open(lost))
    assert fresh != code
    assert actions.recover(email="dana@example.org", code=fresh, password="a fourth long one")


def test_coming_back_with_the_code_ends_every_device(ann: Player) -> None:
    dana = enter("Dana", settled=False)
    code = str(dana.person.pending_code.open(dana.keyring))
    device(dana.keyring)
    actions.recover(email="dana@example.org", code=code, password="another long secret")
    assert not SignedIn.objects.filter(person=dana.id).exists()


def test_signing_up_signs_in_with_a_new_cookie(db: None) -> None:
    client = Client()
    client.get("/join/")
    before = client.cookies["__Host-s"].value
    response = client.post("/join/", form())
    assert response.status_code == 302
    assert client.cookies["__Host-s"].value != before
    assert client.get("/recovery-code/").status_code == 200


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"password": "short", "password_again": "short"}, "it needs twelve or more"),
        ({"password_again": "something else entirely"}, "The two are not the same"),
        ({"email": "not an address"}, "does not look like an e-mail address"),
        ({"age": ""}, "16 and older"),
        ({"name": " \x00 "}, "Write a name"),
    ],
)
def test_it_says_kindly_what_is_missing(db: None, change: dict[str, str], message: str) -> None:
    response = Client().post("/join/", form(**change))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Person.objects.exists()


def test_signing_out_ends_the_session_on_the_server(ann: Player) -> None:
    old = ann.client.cookies["__Host-s"].value
    response = ann.client.post("/sign-out/")
    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    thief = Client()
    thief.cookies["__Host-s"] = old
    assert thief.get("/bonds/").status_code == 302


def test_another_device_is_ended_from_the_list(ann: Player) -> None:
    _, phone = device(ann.keyring)
    other = SignedIn.objects.filter(person=ann.id).latest("pk")
    ids = {str(row.pk) for row in SignedIn.objects.filter(person=ann.id)}
    assert len(ids) == 2
    page = ann.client.get("/devices/").content.decode()
    ended = next(pk for pk in ids if f"/devices/{pk}/end/" in page)
    ann.client.post(f"/devices/{ended}/end/")
    assert SignedIn.objects.filter(person=ann.id).count() == 1
    assert other is not None
    assert phone.get("/bonds/").status_code == 302


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko Firefox/130.0", "Firefox on Android"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("", "A browser"),
    ],
)
def test_a_device_is_told_in_coarse_words(user_agent: str, words: str) -> None:
    assert describe(user_agent) == words


def test_words_on_their_way_are_carried_through_signing_in(ann: Player, db: None) -> None:
    SignedIn.objects.all().delete()
    words = "a sentence that took an evening"
    asked = ann.client.post("/drafts/", {"words-share": words, "place": "/"})
    assert asked.status_code == 401
    assert words in asked.content.decode()
    signed = ann.client.post(
        "/sign-in/",
        {
            "email": ann.email,
            "password": PASSWORD,
            "next": "/drafts/",
            "again": "yes",
            "kept-words-share": words,
            "kept-place": "/",
        },
    )
    page = signed.content.decode()
    assert signed.status_code == 200
    assert words in page
    assert 'action="/drafts/"' in page


@pytest.mark.parametrize("after", ["https://evil.example/", "//evil.example", "javascript:1"])
def test_signing_in_never_sends_elsewhere(ann: Player, after: str) -> None:
    response = Client().post("/sign-in/", {"email": ann.email, "password": PASSWORD, "next": after})
    assert response.headers["Location"] == "/"
