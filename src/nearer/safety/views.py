"""Pages that have to work when nothing else does."""

from __future__ import annotations

import logging

from django.conf import settings
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

import seal
from nearer.people import notified
from nearer.people.access import before_settling, open_to_all
from nearer.people.kept import kept_fields, words_among
from nearer.vault import signed_in
from nearer.vault.keyring import NoKey
from nearer.vault.middleware import set_cookie
from nearer.vault.roster import Broken

log = logging.getLogger(__name__)


def redirect_to_exit() -> HttpResponse:
    """Somewhere harmless."""
    return HttpResponse(status=303, headers={"Location": settings.EXIT_ADDRESS})


@open_to_all
@require_POST
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Lock this device, let no notice come to it any more, and be somewhere harmless."""
    return _lock_and_leave(request)


def _lock_and_leave(request: HttpRequest) -> HttpResponse:
    device = getattr(request, "device", None)
    if device is not None:
        signed_in.close_device(device)
        try:
            notified.end_here(request)
        except Exception:
            # Whatever it is, it must not keep anybody on the page they are leaving.
            log.exception("Notices to a browser could not be ended")
    response = redirect_to_exit()
    set_cookie(response, seal.random_key())
    request.new_token = None  # type: ignore[attr-defined]
    return response


@open_to_all
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """Who can read what."""
    return render(request, "safety/trust.html")


def words_of(request: HttpRequest) -> list[str]:
    """What somebody typed into the form that could not be taken, passwords left out."""
    try:
        fields = kept_fields(request)
    except Exception:  # noqa: BLE001 - this is the last page there is; it must not fail too
        return []
    return words_among(fields)


def _say(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if not hasattr(request, "person"):
        request.person = None  # type: ignore[attr-defined]
    context = {"heading": title, "text": text, "kept_words": words_of(request)}
    return render(request, "safety/sorry.html", context, status=status)


def _sent_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this. No page can write these headers.

    Silence is no yes: an old browser without either is led away and stays signed in.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or of another session."""
    if request.path == reverse("exit") and request.method == "POST":
        # Whoever presses it has to get away, from the oldest of pages too, and believes to be out
        # then. Another site may send anybody away from here, but must not sign them out.
        return _lock_and_leave(request) if _sent_from_here(request) else redirect_to_exit()
    return _say(
        request,
        403,
        "This page had grown old",
        "We could not be sure that the form came from you, so nothing was sent. Open the page again"
        " and send it once more.",
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself is malformed, too large, or for a name that is not ours."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return _say(
            request,
            400,
            "This was too much at once",
            "The form was larger than this server takes. Go back: your words should still be there."
            " Send them in two or three parts.",
        )
    if isinstance(exception, DisallowedHost):
        return _say(
            request,
            400,
            "This server is not known under this name",
            "Open it by the address that you were given. If you run it yourself, add this name to"
            " NEARER_HOSTS and start it again.",
        )
    return _say(
        request,
        400,
        "This could not be read",
        "What arrived here was not whole, so nothing of it was kept. If you were sending something,"
        " go back: your words should still be there. Send them once more.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not yours; the two look the same."""
    return _say(
        request,
        404,
        "There is nothing here",
        "The page may have been taken back, or it belongs to others.",
    )


def error(request: HttpRequest) -> HttpResponse:
    """500; 507 when the disk is full; 409 when a seal or a list of members is broken."""
    import sys

    fault = sys.exc_info()[1]
    if isinstance(fault, OperationalError) and "full" in str(fault):
        return _say(
            request,
            507,
            "The disk of this server is full",
            "Nothing new can be kept until whoever runs it makes room. Copy your words from below.",
        )
    if isinstance(fault, Broken | NoKey | seal.Tampered):
        return _say(
            request,
            409,
            "Something here was changed from outside",
            "What is stored no longer agrees with itself, so nothing new was locked away with it."
            " Copy your words from below, and tell whoever runs this server.",
        )
    return _say(
        request,
        500,
        "Something went wrong on our side",
        "It was not you. If you were sending something, copy it from below and try once more.",
    )


for _view in (leave_quickly, trust):
    before_settling(_view)
