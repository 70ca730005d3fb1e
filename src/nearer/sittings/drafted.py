"""Drafts for forms outside of sittings, by the address of their page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse

from nearer.people.request import Request

from . import drafts

View = Callable[..., HttpResponse]


def drafted(view: View, apart: str = "") -> View:
    """Give a view `request.draft`: what was typed here and not sent yet.

    `apart`: what in the query makes it another form, with a draft of its own. The address of the
    draft, which the form has to send as its `place`, is `request.draft_place`.
    """

    @wraps(view)
    def with_draft(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        named = drafts.place_of(request.POST)
        own = named.partition("?")[0] == request.path
        place = named if own else _address(request, apart)
        request.draft_place = place  # type: ignore[attr-defined]
        if request.method == "GET":
            found = drafts.find(place=place, keyring=request.keyring)
            request.draft = found  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        # A form of another page may lead here as well: it leaves alone what was begun in this one.
        if own and request.method == "POST" and response.status_code == 302:
            drafts.forget(place=place, keyring=request.keyring)
        return response

    return with_draft


def _address(request: Request, apart: str) -> str:
    asked = request.GET.get(apart, "") if apart else ""
    return f"{request.path}?{urlencode({apart: asked})}" if asked else request.path
