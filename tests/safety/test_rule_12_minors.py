"""Rule 12: from sixteen on, couples from eighteen on, and in a family nothing for couples."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from nearer.people.models import Person
from nearer.practices import decks, ideas, shelf
from nearer.practices.script import Script
from tests.cast import PASSWORD, Player, bind, enter, member, sit
from tests.trust.house import ROLES, body

COUPLES = re.compile(
    r"\b(?:sex\w*|erotic\w*|lovers?|naked|undress\w*|make love|making love|turn(?:s|ed)? you on"
    r"|(?:good|like) in bed|seduc\w*|aroused?)\b",
    re.I,
)
FORM = {
    "name": "Young",
    "email": "young@example.org",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


@pytest.mark.django_db
@pytest.mark.parametrize("age", ["", "15", "child", "younger"])
def test_nobody_under_sixteen_can_say_so_and_come_in(age: str) -> None:
    answer = Client().post("/join/", {**FORM, "age": age})

    assert answer.status_code == 422
    assert age or "16 and older" in body(answer)
    assert not Person.objects.exists()


@pytest.mark.django_db
def test_the_same_form_is_taken_of_somebody_who_is_sixteen() -> None:
    assert Client().post("/join/", {**FORM, "age": "young"}).status_code == 302


def test_a_bond_of_partners_is_neither_begun_nor_joined_before_eighteen(ann: Player) -> None:
    young = enter("Young", adult=False)
    form = {"kind": "partner", "name": "Us", "own_name": "Young"}

    answer = young.client.post("/bonds/new/", form)

    assert answer.status_code == 422
    assert "18" in body(answer)


def texts(script: Script, bond: str) -> str:
    names = dict.fromkeys(script.roles, "Somebody")
    said = [script.title]
    said += [step.text(key, bond=bond, names=names) for step in script.steps for key in STEP]
    return "\n".join(said)


STEP = ("ask", "hint", "text")


def for_a_family() -> dict[str, str]:
    """Every text that can come up in a family, by where it stands."""
    found = {script.slug: texts(script, "family") for script in shelf.fitting("family", 2)}
    for deck in decks.all():
        if not deck.bonds or "family" in deck.bonds:
            asks = [c.ask for c in deck.cards if decks.fits(c, "family")]
            found[f"cards {deck.slug}"] = "\n".join(asks)
    found["ideas"] = "\n".join(idea.do for idea in ideas.all() if "family" in idea.bonds)
    return found


def test_in_a_family_nothing_for_couples_comes_up() -> None:
    found = for_a_family()

    assert len(found) > 20
    assert {
        name: COUPLES.findall(text) for name, text in found.items() if COUPLES.search(text)
    } == {}


@pytest.mark.parametrize("said", ["What do you like in bed?", "Undress slowly."])
def test_it_would_be_noticed(said: str) -> None:
    assert COUPLES.search(said)


def test_what_is_for_couples_cannot_be_had_in_a_family(ann: Player, ben: Player) -> None:
    family = bind(ann, ben, kind="family", name="Kitchen table")
    couple = bind(ann, ben, name="Us two")
    only = [deck for deck in decks.all() if tuple(deck.bonds) == ("partner",)]
    only = [deck for deck in only if deck.kind == "cards"]
    idea = next(idea for idea in ideas.all() if tuple(idea.bonds) == ("partner",))
    assert only

    for bond, status in ((couple, 200), (family, 404)):
        for deck in only:
            address = f"/bonds/{bond.pk}/cards/{deck.slug}/"
            assert ann.client.get(address).status_code == status, deck.slug
        ticked = ann.client.post(f"/bonds/{bond.pk}/ideas/{idea.id}/", {"want": "yes"})
        assert (ticked.status_code == 404) == (status == 404)


def test_parents_have_no_power_of_their_own(ann: Player, ben: Player) -> None:
    """There is no such role: whoever began a family reads no more of it than anybody else."""
    assert not [role for role in ROLES if re.search("parent|guardian|admin|owner", role)]
    young = enter("Young", adult=False)
    family = bind(ann, ben, young, kind="family", name="Kitchen table")
    cast = [member(family, young), member(family, ben)]
    sitting = sit(young, family, cast=cast)

    assert ann.client.get(f"/sittings/{sitting.pk}/").status_code == 404
