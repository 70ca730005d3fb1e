"""What comes after coming in: the page that was wanted, or the words that were on their way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from .kept import words_among


def after_it(request: HttpRequest) -> str:
    """Where to go on: a path of our own, or Today."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if own and wanted.startswith("/") else "/"


def go_on(request: HttpRequest, kept: list[tuple[str, str]]) -> HttpResponse:
    """Show what was typed, ready to be sent."""
    context = {"action": after_it(request), "kept": kept, "words": words_among(kept)}
    return render(request, "people/go_on.html", context)
