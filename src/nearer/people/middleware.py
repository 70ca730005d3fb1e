"""Puts the person on the request, and turns away whoever is not signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from . import zone
from .forms import SignInForm
from .kept import kept_fields, words_among
from .models import Person


class PersonMiddleware:
    """Sets request.person and the clock of the pages; closed by default, see `access`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        keyring = request.keyring  # type: ignore[attr-defined]
        person = Person.objects.filter(pk=keyring.person).first() if keyring else None
        request.person = person  # type: ignore[attr-defined]
        if person is None:
            return self.get_response(request)
        # Pages say every moment by the clock of whoever reads them.
        with timezone.override(zone.take(person, keyring)):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        person: Person | None = request.person  # type: ignore[attr-defined]
        if getattr(view, "open_to_all", False):
            return None
        if person is None:
            return _ask_to_sign_in(request)
        if not person.settled and not getattr(view, "before_settling", False):
            return _ask_to_keep_the_code(request)
        return None


def _ask_to_keep_the_code(request: HttpRequest) -> HttpResponse:
    after = request.get_full_path() if request.method == "GET" and request.path != "/" else ""
    return redirect(reverse("recovery_code") + (f"?{urlencode({'next': after})}" if after else ""))


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        if request.headers.get("Accept", "").startswith("application/json"):
            return HttpResponse(status=401)
        kept = kept_fields(request)
        context = {
            "form": SignInForm(),
            "next": request.get_full_path(),
            "kept": kept,
            "words": words_among(kept),
            "again": True,
        }
        return render(request, "people/sign_in.html", context, status=401)
    after = request.get_full_path() if request.path != "/" else ""
    return redirect(reverse("sign_in") + (f"?{urlencode({'next': after})}" if after else ""))
