"""Coming back to one's place in a bond: the keys first, then the seats in its sittings."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

import seal
from nearer.bonds import access, returning
from nearer.bonds.actions import NotPossible
from nearer.bonds.invitations import Gone
from nearer.bonds.models import Invitation
from nearer.bonds.returning_views import show, way_back_of_another
from nearer.people.again import with_password
from nearer.people.request import Request
from nearer.vault.keyring import Keyring, NoKey

from .models import Seat

NOT_YET = "The day is not over yet."
NOT_TO_BE_DONE = (
    "What came with the code can't be opened by you. Whoever said the code to them can do it, or"
    " you stop this and begin anew."
)


@transaction.atomic
def bring_back(*, invitation: Invitation, keyring: Keyring) -> None:
    """Give place, keys and seats to the new account; raises as `bonds.returning.hand_over`.

    Of a circle that this member has no part in nothing can be handed on, and no seat is kept there:
    the others in it read on, without somebody who could not.
    """
    handed = returning.hand_over(invitation=invitation, keyring=keyring)
    seats = Seat.objects.filter(person=handed.old, sitting__bond=handed.bond)
    seats.filter(sitting__space__in=handed.spaces).update(person=handed.new)
    seats.delete()


@require_POST
@with_password
def hand_over(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """The day is over: let them back in."""
    row = access.bond_of(request, bond)
    found = way_back_of_another(request, row, invitation)
    try:
        bring_back(invitation=found, keyring=request.keyring)
    except returning.NotYet:
        return show(request, row, found, NOT_YET)
    except NotPossible as no:
        return show(request, row, found, str(no))
    except (seal.Tampered, NoKey):
        return show(request, row, found, NOT_TO_BE_DONE)
    except Gone:
        pass
    return redirect("bond", bond=row.pk)
