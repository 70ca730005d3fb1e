"""Rule 5: an account belongs to one person. Nothing in it can be answered by whoever knows them
well, no partner is a way in by default, and what changes in it is told to nobody else (rule 2)."""

from __future__ import annotations

import re

import pytest

from nearer.bonds import returning
from nearer.bonds.models import Bond, Invitation
from nearer.vault.models import SealedKey
from tests.cast import Player, member
from tests.safety.every_page import pages
from tests.trust import house as houses
from tests.trust.house import House, body
from tests.trust.visitor import forms_of

ASKED = {
    "csrfmiddlewaretoken",
    "next",
    "name",
    "email",
    "password",
    "password_again",
    "age",
    "zone",
}
KNOWN_BY_OTHERS = re.compile(
    r"mother’s|mother's|maiden|first pet|secret question|security question|hint|birthday|born"
    r"|phone number",
    re.I,
)


@pytest.fixture
def house(server_mark: None) -> House:
    return houses.build()


def test_it_asks_for_nothing_that_others_know(house: House) -> None:
    join = body(house.client("anonymous").get("/join/"))
    (form,) = [form for form in forms_of(join) if "age" in form.names]

    assert form.names == ASKED
    for page in pages(house):
        labels = re.findall(r"<label[^>]*>(.*?)</label>", page.text, re.S)
        if page.name in {"join", "sign_in", "recover", "lost", "you", "change_password", "second"}:
            assert [said for said in labels if KNOWN_BY_OTHERS.search(said)] == [], page.name


def test_it_says_that_one_account_is_for_one_person(house: House) -> None:
    assert "One account for one person" in body(house.client("anonymous").get("/join/"))


def test_no_other_person_holds_a_key_to_what_is_mine(ann: Player, ben: Player, bond: Bond) -> None:
    """Bound or not: nobody but Ann is a holder of her own space."""
    holders = SealedKey.objects.filter(epoch__space=ann.id).values_list("holder", flat=True)

    assert set(holders) == {ann.id}


def test_a_partner_gives_a_place_back_and_nothing_of_the_account(
    ann: Player, ben: Player, bond: Bond
) -> None:
    """It opens the bond for a new account, after a day in which the old one can stop it."""
    marked = returning.mark(
        bond=bond, place=member(bond, ann), inviter=member(bond, ben), keyring=ben.keyring
    )

    assert Invitation.objects.get(pk=marked.pk).ripe is None
    assert "Somebody says that you have lost your way in" in body(ann.client.get("/"))
    assert set(SealedKey.objects.filter(epoch__space=ann.id).values_list("holder", flat=True)) == {
        ann.id
    }
