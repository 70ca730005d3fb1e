"""Sealed rows: bound to their place, whole or not at all."""

from __future__ import annotations

import uuid

import pytest

import seal
from nearer.bonds.models import Bond, Member
from nearer.sittings.models import Draft
from nearer.vault.fields import StillSealed
from nearer.vault.keyring import NoKey
from tests.cast import Player, member


def test_it_gives_back_what_was_sealed(ann: Player, bond: Bond) -> None:
    assert bond.card.open(ann.keyring) == {"name": "Us two", "kind": "partner"}


def test_it_keeps_other_fields_when_one_is_sealed_anew(ann: Player) -> None:
    person = ann.person
    person.seal(ann.keyring, pending_code="AAAA")
    person.save()
    assert ann.person.profile.open(ann.keyring) == {"name": "Ann", "adult": True}


def test_a_stranger_holds_no_key(bond: Bond, cleo: Player) -> None:
    with pytest.raises(NoKey):
        bond.card.open(cleo.keyring)


def test_it_refuses_plain_text_in_a_sealed_field(ann: Player) -> None:
    with pytest.raises(StillSealed):
        Draft(author=ann.id, space=ann.id, body="dear Ben")


def test_it_is_not_saved_before_it_is_sealed(ann: Player) -> None:
    with pytest.raises(StillSealed):
        Draft(author=ann.id, space=ann.id, epoch=1, mark=b"x").save()


def test_it_refuses_a_field_that_is_not_sealed(ann: Player, bond: Bond) -> None:
    with pytest.raises(TypeError, match="no sealed field since"):
        bond.seal(ann.keyring, since="today")


@pytest.mark.parametrize("change", ["author", "revision", "space", "id"])
def test_a_row_moved_elsewhere_does_not_open(ann: Player, bond: Bond, change: str) -> None:
    row = member(bond, ann)
    match change:
        case "author":
            row.author = uuid.uuid4()
        case "revision":
            row.revision += 1
        case "space":
            row.space = ann.id
        case "id":
            row.id = uuid.uuid4()
    with pytest.raises((seal.Tampered, NoKey)):
        row.name(ann.keyring)


def test_the_fields_of_two_rows_do_not_change_places(ann: Player, ben: Player, bond: Bond) -> None:
    hers, his = member(bond, ann), member(bond, ben)
    Member.objects.filter(pk=hers.pk).update(name_sealed=his.__dict__["name_sealed"])
    with pytest.raises(seal.Tampered):
        member(bond, ann).name(ann.keyring)


def test_a_deferred_field_is_loaded_when_it_is_opened(ann: Player, bond: Bond) -> None:
    row = Bond.objects.defer("card").get(pk=bond.pk)
    assert row.card.open(ann.keyring)["name"] == "Us two"
