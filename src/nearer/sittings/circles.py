"""Under whose keys a sitting lies: those of the bond, of a circle within it, or one's own."""

from __future__ import annotations

import uuid
from typing import Any

import seal
from nearer.bonds.actions import keep_epoch
from nearer.bonds.models import Bond, Member
from nearer.people.models import Person
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey

from .models import Sitting
from .opened import Unreadable


def space_for(bond: Bond | None, people: set[Any], person: Person, keyring: Keyring) -> uuid.UUID:
    """Whose keys seal it: mine alone, the bond's, or a circle of some members only.

    A circle keeps what is told to some from the others' keys, not only from their pages.
    """
    if bond is None:
        return person.id
    keep_epoch(bond, keyring)
    holders = epochs.holders(space=bond.id, keyring=keyring)
    if people == set(holders):
        return bond.id
    return epochs.circle(among=holders, people=people, keyring=keyring)


def keep(sitting: Sitting, keyring: Keyring) -> None:
    """Before something is added: whoever left is out of its keys, and so is whoever came later."""
    _keep_epoch(sitting, keyring)
    _keep_newcomers_out(sitting, keyring)


def _keep_epoch(sitting: Sitting, keyring: Keyring) -> None:
    if sitting.bond is None:
        return
    keep_epoch(sitting.bond, keyring)
    if sitting.space != sitting.bond_id:
        present = Member.objects.filter(bond=sitting.bond).present().people()
        seated = set(sitting.seats.values_list("person", flat=True))
        remaining = seated & set(present.values_list("person", flat=True))
        epochs.keep_only(space=sitting.space, holders=remaining, keyring=keyring)


def _keep_newcomers_out(sitting: Sitting, keyring: Keyring) -> None:
    """Go on in a circle once somebody holds the bond's key who has no seat here."""
    if sitting.bond is None or sitting.space != sitting.bond_id:
        return
    seated = set(sitting.seats.values_list("person", flat=True))
    holders = epochs.holders(space=sitting.space, keyring=keyring)
    if holders.keys() <= seated:
        return
    try:
        card = sitting.card.open(keyring)
    except (seal.Tampered, NoKey) as fault:
        raise Unreadable from fault
    sitting.space = epochs.circle(among=holders, people=seated, keyring=keyring)
    sitting.seal(keyring, card=card)
    sitting.save()
