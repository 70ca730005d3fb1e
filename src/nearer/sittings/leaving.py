"""Leaving a bond: first its open sittings, then the bond itself, in one transaction."""

from __future__ import annotations

import contextlib

from django.db import transaction

import seal
from nearer.bonds import actions as bonds
from nearer.bonds.models import Bond, Member
from nearer.keeps import keeping
from nearer.people.models import Person
from nearer.vault import epochs
from nearer.vault.keyring import Keyring, NoKey
from nearer.vault.roster import Broken

from .actions import MovedOn, step_out
from .models import Seat, Sitting
from .opened import Unreadable


@transaction.atomic
def leave_bond(*, bond: Bond, member: Member, person: Person, keyring: Keyring) -> None:
    """Leave at once, alone; nobody's consent and no reason is asked.

    In a sitting that can't be opened or added to nothing is written down; whoever stays reads off
    the list of members that somebody is gone.
    """
    seats = Seat.objects.filter(person=person, sitting__bond=bond)
    for seat in seats.select_related("sitting__bond").order_by("id"):
        with contextlib.suppress(Unreadable, MovedOn, Broken, NoKey, seal.Tampered):
            step_out(sitting=seat.sitting, person=person, keyring=keyring)
    circles = set(
        Sitting.objects.filter(seats__in=seats)
        .exclude(space=bond.id)
        .values_list("space", flat=True)
    )
    seats.delete()
    for circle in circles:
        epochs.take_keys(space=circle, holder=person.id)
    keeping.leave(bond=bond, person=person.id)
    space = bond.id
    bonds.leave(bond=bond, member=member, person=person)
    keeping.clear_away(bond=space)
