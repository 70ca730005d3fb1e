"""Browsers that somebody has signed in on before. They have a budget of their own for passwords.

So whoever guesses at an account from elsewhere never keeps its owner out. The cookie is random,
outlives signing out, and tells nothing; what is stored of it leads neither back to it nor to the
other accounts that used the same browser.
"""

from __future__ import annotations

import base64
import binascii
from datetime import timedelta

from django.http import HttpRequest, HttpResponse

import seal
from nearer import pepper

from .models import KnownDevice, Person, today

COOKIE = "__Host-d"
DAYS = 365


def token_of(request: HttpRequest) -> bytes | None:
    """The 32 bytes of this browser's cookie, if it has one."""
    try:
        token = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
    except (ValueError, binascii.Error):
        return None
    return token if len(token) == seal.TOKEN_BYTES else None


def mark(token: bytes, person: Person) -> bytes:
    """What is stored of a cookie for one account (32 bytes)."""
    return pepper.blind_index("known device", token.hex() + person.id.hex)


def known(token: bytes | None, people: list[Person]) -> list[Person]:
    """Those of these accounts that have signed in with this cookie before."""
    if token is None:
        return []
    marks = {mark(token, person): person for person in people}
    rows = KnownDevice.objects.filter(mark__in=marks, until__gte=today())
    found = {bytes(row.mark) for row in rows}
    return [person for one, person in marks.items() if one in found]


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Know this browser again for a year."""
    token = token_of(request) or seal.random_key()
    KnownDevice.objects.filter(until__lt=today()).delete()
    until = today() + timedelta(days=DAYS)
    KnownDevice.objects.update_or_create(
        mark=mark(token, person), defaults={"person": person, "until": until}
    )
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(token).decode(),
        max_age=DAYS * 24 * 3600,
        secure=True,
        httponly=True,
        samesite="Lax",
    )


def forget_all(person: Person) -> None:
    """No browser is known any more."""
    KnownDevice.objects.filter(person=person).delete()
