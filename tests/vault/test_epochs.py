"""Epochs: who holds which key, and that nobody slips in."""

from __future__ import annotations

import uuid

import pytest

from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Member
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.models import Epoch, SealedKey
from nearer.vault.roster import Broken
from tests.cast import Player, bind, member


def test_a_newcomer_begins_an_epoch(bond: Bond, ann: Player, ben: Player) -> None:
    newest = Epoch.objects.filter(space=bond.id).order_by("-number").first()
    assert newest is not None
    assert newest.number == 2
    assert set(newest.roster) == {str(ann.id), str(ben.id)}


def test_a_newcomer_has_no_key_to_what_was_before(bond: Bond, ben: Player) -> None:
    with pytest.raises(NoKey):
        ben.keyring.key(bond.id, 1)


def test_founding_a_space_twice_is_refused(bond: Bond, ann: Player) -> None:
    with pytest.raises(Broken):
        epochs.found(space=bond.id, holders={ann.id: ann.keyring.public}, keyring=ann.keyring)


def test_nothing_changes_while_everybody_stays(bond: Bond, ann: Player, ben: Player) -> None:
    assert not epochs.keep_only(space=bond.id, holders=[ann.id, ben.id], keyring=ann.keyring)
    assert Epoch.objects.filter(space=bond.id).count() == 2


def test_whoever_left_gets_no_part_of_the_next_epoch(bond: Bond, ann: Player, ben: Player) -> None:
    bonds.leave(bond=bond, member=member(bond, ben), person=ben.person)
    bonds.rename_bond(bond=bond, name="After", keyring=ann.keyring)
    newest = Epoch.objects.filter(space=bond.id).latest("number")
    assert set(newest.keys.values_list("holder", flat=True)) == {ann.id}
    assert not SealedKey.objects.filter(epoch__space=bond.id, holder=ben.id).exists()


def test_a_member_row_slipped_in_stops_all_sealing(bond: Bond, ann: Player, cleo: Player) -> None:
    real = member(bond, ann)
    Member.objects.create(
        bond=bond,
        person_id=cleo.id,
        space=bond.id,
        epoch=real.epoch,
        name_sealed=real.__dict__["name_sealed"],
    )
    with pytest.raises(Broken):
        bonds.rename_bond(bond=bond, name="Three", keyring=ann.keyring)


def test_a_swapped_public_key_in_the_roster_stops_all_sealing(
    bond: Bond, ann: Player, ben: Player, cleo: Player
) -> None:
    newest = Epoch.objects.filter(space=bond.id).latest("number")
    newest.roster[str(ben.id)] = cleo.keyring.public.hex()
    newest.save()
    with pytest.raises(Broken):
        bonds.rename_bond(bond=bond, name="Swapped", keyring=ann.keyring)


def test_a_key_row_slipped_in_stops_all_sealing(bond: Bond, ann: Player, cleo: Player) -> None:
    newest = Epoch.objects.filter(space=bond.id).latest("number")
    SealedKey.objects.create(epoch=newest, holder=cleo.id, sealed=b"anything")
    with pytest.raises(Broken):
        bonds.rename_bond(bond=bond, name="Three", keyring=ann.keyring)


def test_a_roster_that_is_nonsense_is_broken(bond: Bond, ann: Player) -> None:
    Epoch.objects.filter(space=bond.id).update(roster=["what"])
    with pytest.raises(Broken):
        ann.keyring.newest(bond.id)


def test_gathering_asks_once_however_many_spaces(
    ann: Player, ben: Player, django_assert_num_queries: object
) -> None:
    spaces = [bind(ann, ben, kind="friend", name=f"Bond {n}").id for n in range(5)]
    fresh = Keyring(ann.id, ann.keyring._private)
    with django_assert_num_queries(1):  # type: ignore[operator]
        fresh.gather([ann.id, *spaces])
    for space in spaces:
        assert fresh.key(space, 2)


def test_one_damaged_key_keeps_no_other_from_opening(bond: Bond, ann: Player, ben: Player) -> None:
    other = bind(ann, ben, kind="friend", name="Another")
    SealedKey.objects.filter(epoch__space=bond.id, holder=ann.id).update(sealed=b"\x01broken")
    fresh = Keyring(ann.id, ann.keyring._private)
    fresh.gather([bond.id, other.id])
    assert fresh.key(other.id, 2)
    with pytest.raises(NoKey):
        fresh.key(bond.id, 2)


def test_a_space_without_keys_says_so(ann: Player) -> None:
    with pytest.raises(NoKey):
        ann.keyring.newest(uuid.uuid4())
