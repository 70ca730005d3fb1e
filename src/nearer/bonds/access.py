"""The one way from an address to a bond. Not yours and not there look the same."""

from __future__ import annotations

import uuid

from django.http import Http404
from django.shortcuts import get_object_or_404

from nearer.people.request import Request

from .models import Bond, Invitation, Member


def bond_of(request: Request, bond: uuid.UUID) -> Bond:
    """A bond that the signed-in person is a member of now; else 404."""
    return get_object_or_404(Bond.objects.of(request.person), pk=bond)


def member_of(request: Request, bond: Bond) -> Member:
    """The signed-in person's own membership; else 404."""
    return get_object_or_404(bond.members.present(), person=request.person)


def companion_of(bond: Bond, member: uuid.UUID) -> Member:
    """A companion of this bond; else 404."""
    return get_object_or_404(bond.members.present(), pk=member, person=None)


def invitation_of(bond: Bond, invitation: uuid.UUID) -> Invitation:
    """An invitation to this bond; else 404."""
    found = bond.invitations.filter(pk=invitation).first()
    if found is None:
        raise Http404
    return found


def would_leave(request: Request, bond: uuid.UUID) -> bool:
    """Whether this request would leave a bond; 404 where there is none to leave."""
    bond_of(request, bond)
    return request.method == "POST"
