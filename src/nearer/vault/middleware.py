"""Gives each request its keyring, from the one cookie there is."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CSRF_SESSION_KEY

import seal

from . import signed_in


class CookieSession:
    """What Django's CSRF protection asks a session for; everything else about it is absent.

    The secret follows from the cookie, so nothing needs storing for somebody not signed in.
    """

    def __init__(self, token: bytes) -> None:
        self._secret = seal.csrf_secret(token)

    def get(self, name: str, default: object = None) -> object:
        """The CSRF secret, under Django's own name for it."""
        return self._secret if name == CSRF_SESSION_KEY else default

    def __setitem__(self, name: str, value: object) -> None:
        raise TypeError("Nothing is kept in a session here.")


class SignedInMiddleware:
    """Sets request.keyring and request.device (both None for a visitor), and the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = token_of(request)
        found = signed_in.recognise(token, quietly=_by_itself(request)) if token else None
        fresh = token is None
        token = token or seal.random_key()
        request.session = CookieSession(token)  # type: ignore[assignment]
        request.device, request.keyring = found or (None, None)  # type: ignore[attr-defined]
        request.new_token = token if fresh else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        give = request.new_token  # type: ignore[attr-defined]
        if give is not None:
            set_cookie(response, give)
        return response


def _by_itself(request: HttpRequest) -> bool:
    """Whether a page asks for this, and no hand: that must not keep an idle device open."""
    return request.method == "GET" and ("X-Quiet" in request.headers or _is_live(request.path))


def _is_live(path: str) -> bool:
    return path.startswith("/live/")  # a browser puts no header on a stream


def set_cookie(response: HttpResponseBase, token: bytes) -> None:
    """Put the cookie on a response. `__Host-`: this host alone, over a secure connection alone."""
    response.set_cookie(
        signed_in.COOKIE,
        base64.urlsafe_b64encode(token).decode(),
        max_age=settings.SIGNED_IN_DAYS * 24 * 3600,
        secure=True,
        httponly=True,
        samesite="Lax",
    )


def token_of(request: HttpRequest) -> bytes | None:
    """The 32 bytes of the cookie that came with a request, if there is a whole one."""
    try:
        token = base64.urlsafe_b64decode(request.COOKIES.get(signed_in.COOKIE, ""))
    except (ValueError, binascii.Error):
        return None
    return token if len(token) == seal.TOKEN_BYTES else None
