"""Drafts for forms outside of sittings, by the address of their page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from nearer.people.request import Request

from . import drafts

View = Callable[..., HttpResponse]


def drafted(view: View) -> View:
    """Give a view `request.draft`: what was typed here and not sent yet."""

    @wraps(view)
    def with_draft(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "GET":
            found = drafts.find(place=request.path, keyring=request.keyring)
            request.draft = found  # type: ignore[attr-defined]
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 302:
            drafts.forget(place=request.path, keyring=request.keyring)
        return response

    return with_draft
