"""The request as views of signed-in people see it."""

from __future__ import annotations

from django.http import HttpRequest

from nearer.vault.keyring import Keyring
from nearer.vault.models import SignedIn

from .models import Person


class Request(HttpRequest):
    """A request with a person behind it; the middleware lets no other through."""

    person: Person
    keyring: Keyring
    device: SignedIn
    new_token: bytes | None
