"""The one door: whoever showed a password or a code comes in here, or halfway to a second step."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

import seal
from nearer.vault import signed_in
from nearer.vault.keyring import Keyring
from nearer.vault.middleware import CookieSession, set_cookie
from nearer.vault.models import SignedIn

from . import guard, halfway, known, news, recovering
from .devices import describe
from .models import Person
from .second import Proof

Draw = Callable[[], HttpResponse]


class Wrong(Exception):
    """What was given for the second step is not right."""


class Over(Exception):
    """It was done a moment ago, by the same form or by somebody else."""


def come_in(
    request: HttpRequest,
    keyring: Keyring,
    draw: HttpResponse | Draw,
    *,
    back: recovering.Back | None = None,
    halfway_draw: Callable[[bytes], HttpResponse] | None = None,
) -> HttpResponse:
    """Somebody's password (or recovery code, with `back`) was right: in, or on to the second step.

    `draw` is what they see then, `halfway_draw` what they see if a second step comes first. Each
    is called with the new cookie's CSRF token in place. Raises `Over`.
    """
    drawn = draw if callable(draw) else lambda: draw
    if not guard.asks(keyring):
        return let_in(request, keyring, drawn, back=back)
    person = Person.objects.get(pk=keyring.person)
    leave(request)
    carried = back.carried() if back else None
    token = halfway.begin(person=person, keyring=keyring, back=carried)
    use(request, token)
    response = halfway_draw(token) if halfway_draw else _on_to_it(draw)
    set_cookie(response, token)
    return response


def _on_to_it(draw: HttpResponse | Draw) -> HttpResponse:
    after = "" if callable(draw) else draw.headers.get("Location", "")
    query = f"?{urlencode({'next': after})}" if after not in {"", "/"} else ""
    return redirect(reverse("second") + query)


def let_in(
    request: HttpRequest,
    keyring: Keyring,
    draw: Draw,
    *,
    half: halfway.Half | None = None,
    proof: Proof | None = None,
    back: recovering.Back | None = None,
) -> HttpResponse:
    """Sign this device in with a new cookie; the old one is over, and the browser is known.

    With `half` that state ends, and `proof` is looked at while nobody else can change anything.
    Raises `Wrong`, `Over`, and then nothing has happened.
    """
    person = Person.objects.get(pk=keyring.person)
    new = not known.known(known.token_of(request), [person])
    label = describe(request.headers.get("User-Agent", ""))
    with transaction.atomic(), guard.changing(keyring) as body:
        if half is not None and not halfway.use_up(half):
            raise Over
        if proof is not None and not proof(body):
            raise Wrong
        if half is not None:
            news.right(body, half.row.pk)
        if back is not None and recovering.come_back(back) is None:
            raise Over
        leave(request)
        token = signed_in.open_device(keyring=keyring, label=label)
        happened = {"device": new and person.settled, "recovered": back is not None}
        news.write(body, keyring, [w for w, so in happened.items() if so], by=device_of(token))
    use(request, token)
    response = draw()
    set_cookie(response, token)
    known.remember(request, response, Person.objects.get(pk=keyring.person))
    request.came_in = keyring  # type: ignore[attr-defined]
    return response


def leave(request: HttpRequest) -> None:
    """Whatever the cookie stood for until now is over."""
    halfway.forget(request)
    old = getattr(request, "device", None)
    if old is not None:
        signed_in.close_device(old)


def device_of(token: bytes) -> SignedIn:
    """The device that was just signed in with this cookie."""
    return SignedIn.objects.get(sid=seal.session_id(token))


def use(request: HttpRequest, token: bytes) -> None:
    """Forms on the page that comes now need the token of the new cookie."""
    request.session = CookieSession(token)  # type: ignore[assignment]
    request.META["CSRF_COOKIE"] = seal.csrf_secret(token)
    request.new_token = None  # type: ignore[attr-defined]
