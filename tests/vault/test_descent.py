"""A key that none of its holders made is not used, however well it is dressed up."""

from __future__ import annotations

import uuid

import pytest

import seal
from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond
from nearer.people import actions as people
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, context
from nearer.vault.models import Epoch, SealedKey
from nearer.vault.roster import Broken, Roster
from tests.cast import Player, bind, member


def forge(space: uuid.UUID, number: int, holders: dict[uuid.UUID, bytes], follows: bytes) -> bytes:
    """What somebody who can write to the database would put there; returns the key they know."""
    key = seal.random_key()
    epoch = Epoch(space=space, number=number, follows=follows)
    Roster(epoch, holders).write(key)
    epoch.save(force_insert=True)
    for holder, public in holders.items():
        row = SealedKey(epoch=epoch, holder=holder)
        row.sealed = seal.seal_to(public, key, context(epoch, row))
        row.save(force_insert=True)
    return key


def again(player: Player) -> Keyring:
    return Keyring(player.id, player.keyring._private)


@pytest.mark.parametrize("follows", [b"", bytes(32)])
def test_an_epoch_made_by_somebody_without_the_key_before_is_refused(
    bond: Bond, ann: Player, ben: Player, follows: bytes
) -> None:
    thief = seal.PrivateKey.generate()
    holders = {ann.id: ann.keyring.public, ben.id: ben.keyring.public, uuid.uuid4(): thief.public}
    forge(bond.id, 3, holders, follows)
    for player in (ann, ben):
        with pytest.raises(Broken):
            bonds.rename_bond(bond=bond, name="Seen by a thief", keyring=again(player))


def test_two_in_a_row_of_which_one_follows_from_the_other_are_refused(
    bond: Bond, ann: Player, ben: Player
) -> None:
    holders = {ann.id: ann.keyring.public, ben.id: ben.keyring.public}
    first = forge(bond.id, 3, holders, b"")
    from nearer.vault.keyring import descent

    forge(bond.id, 5, holders, descent(first, bond.id, 5, seal.random_key()))
    with pytest.raises(Broken):
        again(ann).newest(bond.id)


def test_ones_own_vault_is_guarded_in_the_same_way(ann: Player) -> None:
    forge(ann.id, 2, {ann.id: ann.keyring.public}, b"")
    with pytest.raises(Broken):
        people.rename(person=ann.person, keyring=again(ann), name="Ann")


def test_a_newcomer_begins_where_they_were_let_in(bond: Bond, ben: Player) -> None:
    assert again(ben).newest(bond.id)[0] == 2


def test_whoever_left_and_came_back_begins_anew(bond: Bond, ann: Player, ben: Player) -> None:
    bonds.leave(bond=bond, member=member(bond, ben), person=ben.person)
    bonds.rename_bond(bond=bond, name="Without", keyring=ann.keyring)
    epochs.admit(space=bond.id, holder=ben.id, public=ben.keyring.public, keyring=ann.keyring)
    assert again(ben).newest(bond.id)[0] == 4
    assert again(ann).newest(bond.id)[0] == 4


def test_honest_epochs_follow_from_each_other(ann: Player, ben: Player, cleo: Player) -> None:
    bond = bind(ann, ben, cleo, kind="family", name="Three")
    bonds.leave(bond=bond, member=member(bond, cleo), person=cleo.person)
    bonds.rename_bond(bond=bond, name="Two", keyring=again(ben))
    for player in (ann, ben):
        assert again(player).newest(bond.id)[0] == 4
