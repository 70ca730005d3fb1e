"""Accounts whose server has lost its key: found again by the recovery code, and by nothing else.

An account is found by its address, under the server's key. With another key nobody would be found
any more. What a recovery code opens does not depend on that key; so whoever comes with their code
says under which address they want to be found from now on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from nearer.bonds.models import Invitation
from nearer.people import passwords
from nearer.people.forms import RecoverForm
from nearer.people.models import Person, email_index
from nearer.vault import pepper

View = Callable[..., HttpResponse]
SIGN = b"adrift" + bytes(10)
"""What an index begins with that belongs to no address; 128 bits, so no real one does."""


def _index(person: Person) -> bytes:
    return SIGN + person.id.bytes


@transaction.atomic
def let_go() -> None:
    """After a new key was made: no address finds an account now, and no invitation opens."""
    for person in Person.objects.all():
        person.email_index = _index(person)
        person.save(update_fields=["email_index"])
    Invitation.objects.all().delete()


def found_by_code(view: View) -> View:
    """Before somebody recovers: if their account is adrift and their code right, find it again."""

    @wraps(view)
    def and_note(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            form = RecoverForm(request.POST)
            if form.is_valid():
                _note(form.cleaned_data["email"], form.cleaned_data["code"])
        return view(request, *args, **kwargs)

    return and_note


@transaction.atomic
def _note(email: str, code: str) -> None:
    lost = Person.objects.filter(email_index__gte=SIGN, email_index__lt=SIGN + b"\xff" * 16)
    for person in lost.select_for_update():
        if passwords.unlock_with_code(person, code) is not None:
            person.email = pepper.seal_for_server(
                email.strip().encode(), Person.email_about(person.id)
            )
            person.email_index = email_index(email)
            person.save(update_fields=["email", "email_index"])
            return
