"""Leaving a bond: first its open sittings, then the bond itself, in one transaction.

The same for a companion, who is taken out by somebody.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nearer.bonds import access
from nearer.bonds import actions as companions
from nearer.bonds import leaving as bonds
from nearer.bonds.leaving import as_far_as_it_goes
from nearer.bonds.models import Bond, Member
from nearer.keeps import keeping
from nearer.people.models import Person
from nearer.people.request import Request
from nearer.vault.keyring import Keyring

from .actions import step_out
from .models import OwnPart, Seat


@transaction.atomic
def leave_bond(*, bond: Bond, member: Member, person: Person, keyring: Keyring) -> None:
    """Leave at once, alone; nobody's consent and no reason is asked. Sent twice it is one leaving.

    In a sitting that can't be opened or added to nothing is written down; whoever stays reads off
    the list of members that somebody is gone.
    """
    space = bond.id
    Bond.objects.select_for_update().filter(pk=space).first()
    if not Member.objects.present().filter(pk=member.pk).exists():
        return
    _step_out_everywhere(member, person, keyring)
    Seat.objects.filter(person=person, sitting__bond=space).delete()
    # The parts of answers that were for oneself alone: nobody has a way to them any more.
    OwnPart.objects.filter(space=person.id, entry__sitting__bond=space).delete()
    bonds.leave(bond=bond, member=member, person=person, keyring=keyring)
    keeping.clear_away(bond=space)


@transaction.atomic
def remove_companion(*, companion: Member, person: Person, keyring: Keyring) -> None:
    """A companion takes no further part, in what goes on here either; what was said stays.

    In a sitting that I am not in, or that can't be opened or added to, nothing is written down:
    whoever adds to it next does so, see `add`.
    """
    companions.lock(companion.bond)
    _step_out_everywhere(companion, person, keyring)
    companions.remove_companion(companion=companion)


def _step_out_everywhere(member: Member, person: Person, keyring: Keyring) -> None:
    """Out of every sitting of the bond that this person has a seat in and can open."""
    id = str(member.pk)
    seats = Seat.objects.filter(person=person, sitting__bond=member.bond_id)
    for seat in seats.select_related("sitting__bond").order_by("id"):
        with as_far_as_it_goes():
            card = seat.sitting.card.open(keyring)
            if id in card["cast"] and not card["over"]:
                step_out(sitting=seat.sitting, person=person, keyring=keyring, member=id)


@require_POST
def companion_leaves(request: Request, bond: uuid.UUID, member: uuid.UUID) -> HttpResponse:
    """A companion takes no further part."""
    row = access.bond_of(request, bond)
    companion = access.companion_of(row, member)
    remove_companion(companion=companion, person=request.person, keyring=request.keyring)
    return redirect("companions", bond=row.pk)
