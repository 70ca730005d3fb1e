"""The password once more before what hurts most; what was posted goes on with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nearer.bonds import actions as bonds
from nearer.bonds import invitations
from nearer.people import limits
from nearer.vault import signed_in
from nearer.vault.models import SignedIn
from tests.cast import PASSWORD, Player, bind, device, member
from tests.trust import tables
from tests.trust.house import body
from tests.trust.visitor import forms_of

WRONG = "not the password at all"
GIVEN = {"password_to_go_on": PASSWORD}


def time_passes(player: Player, minutes: int = 11) -> None:
    """As if the password had been given that long ago."""
    then = signed_in.coarse(timezone.now() - timedelta(minutes=minutes))
    SignedIn.objects.filter(person=player.id).update(confirmed=then)


def other_device(ann: Player) -> tuple[SignedIn, Client]:
    token, phone = device(ann.keyring)
    found = signed_in.recognise(token)
    assert found
    return found[0], phone


def test_right_after_signing_in_nobody_is_asked(ann: Player) -> None:
    row, _ = other_device(ann)
    assert ann.client.post(f"/devices/{row.pk}/end/").status_code == 302
    assert not SignedIn.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("path", ["/you/recovery/", "/you/second-step/"])
def test_after_ten_minutes_a_page_asks_first_and_then_leads_there(ann: Player, path: str) -> None:
    time_passes(ann)
    asked = ann.client.get(path)
    assert asked.status_code == 200
    assert "Your password, once more" in body(asked)
    form = next(f for f in forms_of(body(asked)) if "password_to_go_on" in f.names)
    went = ann.client.post(form.action, form.filled(password_to_go_on=PASSWORD))
    assert went.headers["Location"] == path
    assert "once more</h1>" not in body(ann.client.get(path))


def test_it_never_holds_longer_than_ten_minutes(ann: Player) -> None:
    row = SignedIn.objects.get(person=ann.id)
    assert signed_in.is_confirmed(row)
    row.confirmed = timezone.now() - timedelta(minutes=10)
    assert not signed_in.is_confirmed(row)
    row.confirmed = None
    assert not signed_in.is_confirmed(row)


def test_what_cannot_be_taken_back_says_so_beside_the_password(ann: Player) -> None:
    time_passes(ann)
    asked = body(ann.client.post("/you/end/", {"words": "stand"}))
    assert "It happens as soon as you give it" in asked
    assert "Delete my account</button>" in asked
    assert "Go on</button>" not in asked
    asked = body(ann.client.get("/you/recovery/"))
    assert "It happens as soon as you give it" not in asked
    assert "Go on</button>" in asked


def test_what_was_posted_is_asked_about_and_goes_on_by_itself(ann: Player) -> None:
    row, phone = other_device(ann)
    time_passes(ann)
    asked = ann.client.post(f"/devices/{row.pk}/end/", {"why": "kxtyped words"})
    assert asked.status_code == 401
    assert "kxtyped words" in body(asked)
    assert SignedIn.objects.filter(pk=row.pk).exists()
    form = next(f for f in forms_of(body(asked)) if "password_to_go_on" in f.names)
    assert ("why", "kxtyped words") in form.fields
    done = ann.client.post(form.action, form.filled(password_to_go_on=PASSWORD))
    assert done.status_code == 302
    assert not SignedIn.objects.filter(pk=row.pk).exists()
    assert phone.get("/bonds/").status_code == 302


def test_a_wrong_one_does_nothing_and_loses_nothing(ann: Player) -> None:
    row, _ = other_device(ann)
    time_passes(ann)
    path = f"/devices/{row.pk}/end/"
    answer = ann.client.post(path, {"why": "kxtyped words", "password_to_go_on": WRONG})
    assert answer.status_code == 422
    assert "This is not your password" in body(answer)
    assert "kxtyped words" in body(answer)
    assert WRONG not in body(answer)
    assert SignedIn.objects.filter(pk=row.pk).exists()


def test_the_cookie_is_a_new_one_and_the_old_one_is_over(ann: Player) -> None:
    time_passes(ann)
    before = ann.client.cookies[signed_in.COOKIE].value
    ann.client.post("/you/recovery/", {**GIVEN, "looking": "yes"})
    assert ann.client.cookies[signed_in.COOKIE].value != before
    thief = Client()
    thief.cookies[signed_in.COOKIE] = before
    assert thief.get("/bonds/").status_code == 302
    assert ann.client.get("/bonds/").status_code == 200


def test_forms_on_the_page_after_it_are_taken(ann: Player) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[signed_in.COOKIE] = ann.client.cookies[signed_in.COOKIE].value
    time_passes(ann)
    path = "/you/take-along/"
    asked = forms_of(body(strict.get(path)))
    form = next(f for f in asked if "password_to_go_on" in f.names)
    page = strict.post(path, {**form.filled(password_to_go_on=PASSWORD), "looking": ["yes"]})
    page = strict.get(page.headers["Location"])
    form = next(f for f in forms_of(body(page)) if f.action == path)
    sent = strict.post(form.action, form.filled(how="sealed", password_file="x"))
    assert sent.status_code == 422
    assert "once more</h1>" not in body(sent)


def test_another_device_is_asked_for_itself(ann: Player) -> None:
    _, phone = other_device(ann)
    time_passes(ann)
    ann.client.post("/you/recovery/", {**GIVEN, "looking": "yes"})
    assert "once more</h1>" in body(phone.get("/you/recovery/"))


def test_guessing_on_an_unlocked_phone_ends_and_leaves_the_owner_alone(ann: Player) -> None:
    _, phone = other_device(ann)
    time_passes(ann)
    for _ in range(limits.TRIES):
        phone.post("/you/recovery/", {"password_to_go_on": WRONG, "looking": "yes"})
    answer = phone.post("/you/recovery/", {**GIVEN, "looking": "yes"})
    assert answer.status_code == 422
    assert "Try again in" in body(answer)
    mine = ann.client.post("/you/recovery/", {**GIVEN, "looking": "yes"})
    assert mine.status_code == 302


def test_leaving_asks_for_ones_own_password_and_for_nothing_else(ann: Player, ben: Player) -> None:
    shared, alone = bind(ann, ben), bind(ann, kind="friend", name="Mine")
    time_passes(ann)
    assert ann.client.get(f"/bonds/{alone.pk}/leave/").status_code == 200
    asked = ann.client.post(f"/bonds/{alone.pk}/leave/")
    assert asked.status_code == 401
    assert alone.members.present().filter(person=ann.id).exists()
    assert ann.client.post(f"/bonds/{alone.pk}/leave/", GIVEN).status_code == 302
    assert not type(alone).objects.filter(pk=alone.pk).exists()
    assert ann.client.post(f"/bonds/{shared.pk}/leave/").status_code == 302


SENSITIVE = {
    "taking one's words along": ("/you/take-along/", {"what": "all", "how": "open"}),
    "ending the account": ("/you/end/", {"words": "stand"}),
    "another address": ("/you/address/", {"email": "new@example.org"}),
    "another password": (
        "/you/password/",
        {"password": "seven herons by the weir", "password_again": "seven herons by the weir"},
    ),
    "new locks": (
        "/you/safer/",
        {"password": "seven herons by the weir", "password_again": "seven herons by the weir"},
    ),
    "notices in a browser": ("/rhythm/notices/here/", {"subscription": "{}"}),
    "a new recovery code": ("/you/recovery/", {"do": "make"}),
    "an app as second step": ("/you/second-step/app/", {"do": "make"}),
    "no app as second step": ("/you/second-step/app/", {"do": "off"}),
    "a passkey": ("/you/second-step/passkeys/", {"name": "x", "code_key": "{}"}),
    "no passkey": ("/you/second-step/passkeys/", {"remove": "x"}),
    "new spare codes": ("/you/second-step/spare/", {"do": "make"}),
    "cutting everything": ("/safety/cut/", {}),
}


@pytest.mark.parametrize("what", SENSITIVE)
def test_each_thing_that_would_hurt_takes_the_password(ann: Player, what: str) -> None:
    path, form = SENSITIVE[what]
    time_passes(ann)
    before = tables.fingerprint(but={"vault_signedin": {"last_used"}})
    answer = ann.client.post(path, form)
    assert answer.status_code in {401, 422}
    assert 'type="password"' in body(answer)
    assert tables.fingerprint(but={"vault_signedin": {"last_used"}}) == before


MAKING = ["a new recovery code", "an app as second step", "a passkey", "new spare codes"]
BESIDE_IT = ["another address", "another password", "new locks"]
"""These have the field for it on their own page."""


@pytest.mark.parametrize("what", [*MAKING, *BESIDE_IT])
def test_another_way_in_takes_it_each_time_however_lately_it_was_given(
    ann: Player, what: str
) -> None:
    path, form = SENSITIVE[what]
    assert ann.client.get("/you/second-step/").status_code == 200
    before = tables.fingerprint(but={"vault_signedin": {"last_used"}})
    answer = ann.client.post(path, form)
    assert answer.status_code == (422 if what in BESIDE_IT else 401)
    assert 'autocomplete="current-password"' in body(answer)
    assert tables.fingerprint(but={"vault_signedin": {"last_used"}}) == before


def test_letting_somebody_in_takes_it_and_then_happens_at_once(ann: Player, cleo: Player) -> None:
    bond = bind(ann, kind="friend", name="Mine")
    made = bonds.invite(bond=bond, inviter=member(bond, ann), keyring=ann.keyring)
    code = str(made.code.open(ann.keyring))
    invitations.accept(
        invitation=made, code=code, newcomer=cleo.person, name="Cleo", keyring=cleo.keyring
    )
    time_passes(ann)
    page = f"/bonds/{bond.pk}/invite/{made.pk}/"
    assert "ask for your password" in body(ann.client.get(page))
    asked = ann.client.post(f"{page}let-in/")
    assert asked.status_code == 401
    assert "Let them in</button>" in body(asked)
    assert not bond.members.filter(person=cleo.id).exists()
    form = next(f for f in forms_of(body(asked)) if "password_to_go_on" in f.names)
    done = ann.client.post(form.action, form.filled(password_to_go_on=PASSWORD))
    assert done.headers["Location"] == f"/bonds/{bond.pk}/"
    assert bond.members.present().filter(person=cleo.id).exists()


def test_inviting_and_sending_somebody_away_stay_free(ann: Player, cleo: Player) -> None:
    bond = bind(ann, kind="friend", name="Mine")
    time_passes(ann)
    made = ann.client.post(f"/bonds/{bond.pk}/invite/").headers["Location"]
    assert ann.client.post(f"{made}withdraw/").status_code == 302
    assert not bond.invitations.exists()


def test_leaving_with_one_s_words_erased_takes_the_password_too(ann: Player, ben: Player) -> None:
    bond = bind(ann, ben)
    time_passes(ann)
    answer = ann.client.post(f"/bonds/{bond.pk}/leave/", {"words": "erase"})
    assert answer.status_code == 401
    assert bond.members.present().filter(person=ann.id).exists()


def test_no_device_is_trusted_with_less(ann: Player) -> None:
    """There is nothing by which a browser could come in on less than the others."""
    path, _ = SENSITIVE["a new recovery code"]
    ann.client.post("/you/recovery/", {**GIVEN, "looking": "yes"})
    time_passes(ann)
    assert "once more</h1>" in body(ann.client.get(path))
