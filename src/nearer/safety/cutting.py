"""Everything that ties somebody to others here, in one place; and cutting all of it at once."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from typing import Any, Protocol

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import seal
from nearer.bonds.models import Bond, Invitation, Member
from nearer.people.again import with_password
from nearer.people.devices import devices_shown
from nearer.people.forms import AgainForm
from nearer.people.models import Person
from nearer.people.request import Request
from nearer.reminders import actions as reminders
from nearer.reminders import channels
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.middleware import set_cookie

log = logging.getLogger(__name__)


class Leaves(Protocol):
    """How somebody leaves one bond."""

    def __call__(self, *, bond: Bond, member: Member, person: Person, keyring: Keyring) -> None: ...


Then = Callable[[Person], object]
"""What else ties somebody to others and is known only further up."""


def cut_everything(
    *, person: Person, keyring: Keyring, leave: Leaves, then: Then = lambda _: None
) -> list[uuid.UUID]:
    """Leave every bond, take back every answer to an invitation, end every sign-in and notice.

    The others see what they see when somebody leaves, and nothing more. One bond that is damaged
    does not hold the rest; the ids of those that could not be left are returned.
    """
    held = []
    for member in Member.objects.present().filter(person=person).select_related("bond"):
        bond = member.bond.pk
        try:
            leave(bond=member.bond, member=member, person=person, keyring=keyring)
        except Exception:
            # Whatever it is, it must not keep somebody in the other bonds or leave a device open.
            log.exception("A bond could not be left")
            held.append(bond)
    Invitation.objects.filter(newcomer=person).delete()
    signed_in.close_all(person=person.id)
    reminders.forget_channels(person=person.id)
    then(person)
    return held


@require_safe
def safety(request: Request) -> HttpResponse:
    """All bonds and all devices, and the way out of them."""
    return render(request, "safety/safety.html", _context(request))


def _context(request: Request) -> dict[str, Any]:
    keyring = request.keyring
    bonds = Bond.objects.of(request.person).order_by("since", "id")
    return {
        "place": "you",
        "bonds": [{"id": bond.pk, "name": bond.name(keyring)} for bond in bonds],
        "devices": devices_shown(request),
        "ways": channels.ways(person=request.person.pk),
        "form": AgainForm(),
    }


def cutting(leave: Leaves, then: Then) -> Callable[[Request], HttpResponse]:
    """The view behind the form. It is told how one leaves a bond, which is known further up."""

    @require_POST
    @with_password
    def cut(request: Request) -> HttpResponse:
        held = cut_everything(
            person=request.person, keyring=request.keyring, leave=leave, then=then
        )
        response = _what_is_left(request, len(held)) if held else redirect(_out())
        response["Clear-Site-Data"] = '"cache", "storage"'
        set_cookie(response, seal.random_key())
        request.new_token = None
        return response

    return cut


def _out() -> str:
    return f"{reverse('sign_in')}?out"


def _what_is_left(request: Request, count: int) -> HttpResponse:
    request.person = None  # type: ignore[assignment]
    context = {
        "heading": "Nearly everything is cut",
        "text": f"{count} of your bonds could not be left: something in there is damaged. All the"
        " others are left and every sign-in has ended. Tell whoever runs this server, or sign in"
        " and try that bond once more.",
    }
    return render(request, "safety/sorry.html", context, status=409)
