"""Browsers of somebody that take notices, and signing out: it ends both."""

from __future__ import annotations

from django.http import HttpRequest

from nearer.reminders import browsers

from . import known
from .models import Person


def browser_of(request: HttpRequest, person: Person) -> str:
    """What names this browser for this person; "" for one that keeps no cookies."""
    token = known.token_of(request)
    return known.mark(token, person).hex() if token else ""


def ends_with_signing_out(request: HttpRequest, person: Person) -> bool:
    """Whether this browser has come in before, so that signing out finds its notices again.

    A made-up cookie names a browser as well, and one that nobody will ever sign out on.
    """
    return bool(known.known(known.token_of(request), [person]))


def end_here(request: HttpRequest) -> None:
    """No notices come to the browser that is being signed out."""
    person: Person | None = getattr(request, "person", None)
    if person is not None:
        browsers.forget_device(person=person.pk, device=browser_of(request, person))


def end_there(request: HttpRequest, person: Person, label: str) -> None:
    """Nor to another one, which is known here by no more than what it calls itself."""
    here = browser_of(request, person)
    browsers.forget_named(person=person.pk, label=label, but=here)
