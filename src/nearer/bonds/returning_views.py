"""“Ben has lost his way in”: marking it, seeing what is under way, and stopping it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import seal
from nearer.people.request import Request
from nearer.vault.keyring import NoKey

from . import access, actions, invitations, returning
from .models import Bond, Invitation
from .shown import member_shown, members_shown


@require_http_methods(["GET", "POST"])
def lost_way(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Who it is that has lost their way in."""
    row = access.bond_of(request, bond)
    me = access.member_of(request, row)
    others = row.members.present().people().exclude(pk=me.pk)
    could_not = ""
    if request.method == "POST":
        chosen = request.POST.get("member", "")
        place = next((one for one in others if str(one.pk) == chosen), None)
        try:
            if place is None:
                raise actions.NotPossible("Choose who it is.")
            made = returning.mark(bond=row, place=place, inviter=me, keyring=request.keyring)
        except actions.NotPossible as no:
            could_not = str(no)
        else:
            return redirect("way_back", bond=row.pk, invitation=made.pk)
    context = {
        "place": "together",
        "bond": row,
        "name": row.name(request.keyring),
        "others": members_shown(others, request),
        "could_not": could_not,
    }
    return render(request, "bonds/lost_way.html", context, status=422 if could_not else 200)


def way_back_of(bond: Bond, invitation: uuid.UUID) -> Invitation:
    """A way back to a place in this bond; else 404."""
    return get_object_or_404(bond.invitations.returns().select_related("place"), pk=invitation)


def way_back_of_another(request: Request, bond: Bond, invitation: uuid.UUID) -> Invitation:
    """A way back to a place that is not one's own; else 404."""
    found = way_back_of(bond, invitation)
    if found.place is not None and found.place.person_id == request.person.id:
        raise Http404
    return found


@require_safe
def way_back(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """What is under way: the link and the code, who came, or how long it still takes."""
    row = access.bond_of(request, bond)
    return show(request, row, way_back_of(row, invitation))


def show(request: Request, bond: Bond, found: Invitation, could_not: str = "") -> HttpResponse:
    """The page of one way back."""
    if found.place is None:
        raise Http404
    whose = member_shown(found.place, request.keyring)
    context: dict[str, Any] = {
        "place": "together",
        "bond": bond,
        "name": bond.name(request.keyring),
        "invitation": found,
        "whose": whose,
        "could_not": could_not,
    }
    if found.newcomer_id is None:
        path = reverse("answer_invitation", args=[found.pk])
        context["link"] = request.build_absolute_uri(path)
        code = "" if whose.me else found.code.open_or(request.keyring, "")
        context["groups"] = code.split("-")
    elif found.ripe is None:
        try:
            newcomer = invitations.newcomer_name(invitation=found, keyring=request.keyring)
            context["newcomer"] = newcomer
        except (seal.Tampered, NoKey):
            context["tampered"] = True
    else:
        context["ripe"] = timezone.now() >= found.ripe
    return render(request, "bonds/way_back.html", context, status=422 if could_not else 200)


@require_POST
def confirm_return(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """It is really them: the day begins."""
    row = access.bond_of(request, bond)
    found = way_back_of_another(request, row, invitation)
    try:
        returning.confirm(invitation=found, keyring=request.keyring)
    except (seal.Tampered, NoKey, invitations.Gone):
        return show(request, row, found)
    return redirect("way_back", bond=row.pk, invitation=found.pk)


@require_POST
def stop_return(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """This is not right."""
    row = access.bond_of(request, bond)
    returning.stop(invitation=way_back_of(row, invitation))
    return redirect("bond", bond=row.pk)
