"""Bonds: making one, inviting into it, and answering an invitation."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import seal
from nearer.people import limits
from nearer.people.access import open_to_all
from nearer.people.again import with_password
from nearer.people.request import Request

from . import access, actions, forms, invitations
from .models import Bond, Invitation
from .shown import bonds_shown, members_shown, ways_back


def _page(request: HttpRequest, page: str, bad: bool = False, /, **context: Any) -> HttpResponse:
    context.setdefault("place", "together")
    return render(request, f"bonds/{page}.html", context, status=422 if bad else 200)


@require_safe
def together(request: Request) -> HttpResponse:
    """All my bonds."""
    mine = Invitation.objects.filter(newcomer=request.person)
    bonds = bonds_shown(Bond.objects.of(request.person), request.keyring)
    names = {bond.id: bond.name for bond in bonds}
    answered = [
        {"id": row.id, "bond": row.bond_id, "where": names[row.bond_id]}
        for row in Invitation.objects.inwards().filter(bond__in=names).exclude(newcomer=None)
    ]
    return _page(
        request,
        "together",
        bonds=bonds,
        waiting=mine.inwards().exists(),
        coming_back=mine.returns().exists(),
        answered=answered,
        returns=ways_back(names, request.keyring),
    )


@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Make a bond."""
    initial = {"own_name": request.person.name(request.keyring)}
    form = forms.NewBondForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            bond = actions.begin(
                founder=request.person, keyring=request.keyring, **form.cleaned_data
            )
        except actions.NotPossible as no:
            form.add_error("kind", str(no))
        else:
            return redirect("invite", bond=bond.pk)
    return _page(request, "new", bool(form.errors), form=form)


@require_http_methods(["GET", "POST"])
def rename(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Call a bond something else."""
    row = access.bond_of(request, bond)
    form = forms.BondNameForm(request.POST or None, initial={"name": row.name(request.keyring)})
    if request.method == "POST" and form.is_valid():
        actions.rename_bond(bond=row, keyring=request.keyring, **form.cleaned_data)
        return redirect("bond", bond=row.pk)
    name = row.name(request.keyring)
    return _page(request, "rename", bool(form.errors), form=form, bond=row, name=name)


@require_http_methods(["GET", "POST"])
def invite(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Open invitations, and making another."""
    row = access.bond_of(request, bond)
    could_not = ""
    if request.method == "POST":
        member = access.member_of(request, row)
        try:
            made = actions.invite(bond=row, inviter=member, keyring=request.keyring)
        except actions.NotPossible as no:
            could_not = str(no)
        else:
            return redirect("invitation", bond=row.pk, invitation=made.pk)
    return _page(
        request,
        "invite",
        bool(could_not),
        bond=row,
        name=row.name(request.keyring),
        could_not=could_not,
        open_ones=row.invitations.inwards().open(),
        answered=row.invitations.inwards().exclude(newcomer=None),
    )


@require_safe
def invitation(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """One invitation: link and code while it is open; who answered, once somebody has."""
    row = access.bond_of(request, bond)
    found = access.invitation_of(row, invitation)
    if found.place is not None:
        return redirect("way_back", bond=row.pk, invitation=found.pk)
    if found.newcomer is not None:
        return _newcomer(request, row, found)
    context: dict[str, Any] = {"bond": row, "invitation": found, "name": row.name(request.keyring)}
    path = reverse("answer_invitation", args=[found.pk])
    context["link"] = request.build_absolute_uri(path)
    context["groups"] = found.code.open_or(request.keyring, "").split("-")
    return _page(request, "invitation", **context)


def _newcomer(request: Request, bond: Bond, found: Invitation, could_not: str = "") -> HttpResponse:
    """Who answered, and whether it is really them."""
    context: dict[str, Any] = {
        "bond": bond,
        "invitation": found,
        "name": bond.name(request.keyring),
        "could_not": could_not,
    }
    try:
        context["newcomer"] = invitations.newcomer_name(invitation=found, keyring=request.keyring)
    except invitations.NotForUs:
        context["not_for_us"] = True
    except seal.Tampered:
        context["tampered"] = True
    return _page(request, "newcomer", bool(could_not), **context)


@require_POST
@with_password(deed="Let them in")
def let_in(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Confirm that it is really them."""
    row = access.bond_of(request, bond)
    found = access.invitation_of(row, invitation)
    try:
        invitations.let_in(invitation=found, keyring=request.keyring)
    except (seal.Tampered, invitations.NotForUs):
        return _newcomer(request, row, found)
    except actions.NotPossible as no:
        return _newcomer(request, row, found, could_not=str(no))
    except invitations.Gone:
        pass
    return redirect("bond", bond=row.pk)


@require_POST
def withdraw(request: Request, bond: uuid.UUID, invitation: uuid.UUID) -> HttpResponse:
    """Take an invitation back, or say that this newcomer is not who was meant."""
    row = access.bond_of(request, bond)
    actions.withdraw(invitation=access.invitation_of(row, invitation))
    return redirect("invite", bond=row.pk)


@require_http_methods(["GET", "POST"])
def companions(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Names without an account."""
    row = access.bond_of(request, bond)
    form = forms.CompanionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_companion(bond=row, keyring=request.keyring, **form.cleaned_data)
        except actions.NotPossible as no:
            form.add_error("name", str(no))
        else:
            return redirect("bond", bond=row.pk)
    present = members_shown(row.members.present().filter(person=None), request)
    return _page(
        request,
        "companions",
        bool(form.errors),
        form=form,
        bond=row,
        name=row.name(request.keyring),
        companions=present,
    )


@open_to_all
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, invitation: uuid.UUID) -> HttpResponse:
    """What the link opens. Looking changes nothing; the code shows who invites; then yes.

    An invitation that never was looks like one that is over.
    """
    found = Invitation.objects.open().filter(pk=invitation).first()
    person = getattr(request, "person", None)
    if person is None:
        return _page(request, "answer_first", here=request.path, place="")
    if not person.settled:
        return redirect(f"{reverse('recovery_code')}?{urlencode({'next': request.path})}")
    if found is None:
        return _page(request, "answer_gone", place="")
    saying_yes = "name" in request.POST
    initial = {"name": person.name(request.keyring)}  # type: ignore[attr-defined]
    kind = forms.AcceptForm if saying_yes else forms.CodeForm
    form = kind(request.POST or None)
    letter = None
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            letter = invitations.knock(invitation=found, code=code, person=person)
            if saying_yes:
                invitations.accept(
                    invitation=found,
                    code=code,
                    newcomer=person,
                    name=form.cleaned_data["name"],
                    keyring=request.keyring,  # type: ignore[attr-defined]
                )
                return redirect("together")
            form = forms.AcceptForm(initial={**initial, "code": code})
        except invitations.WrongCode as wrong:
            if wrong.left == 0:
                return _page(request, "answer_gone", place="", burnt=True)
            form.add_error("code", _wrong(wrong.left))
        except invitations.Gone:
            return _page(request, "answer_gone", place="")
        except limits.Limited as no:
            form.add_error(
                "code", f"Many codes were tried here within the hour. Try again {no.when}."
            )
        except actions.NotPossible as no:
            form.add_error(None, str(no))
    elif request.method == "POST" and saying_yes and "code" not in form.errors:
        # Only the name is missing: the letter stays open beside it.
        with contextlib.suppress(invitations.WrongCode, invitations.Gone, limits.Limited):
            code = form.cleaned_data["code"]
            letter = invitations.knock(invitation=found, code=code, person=person)
    return _page(
        request, "answer", bool(form.errors), form=form, letter=letter, invitation=found, place=""
    )


def _wrong(left: int) -> str:
    more = "one more try" if left == 1 else f"{left} more tries"
    return f"This is not the code. Look at it once more; there are {more}."
