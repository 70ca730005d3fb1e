"""Keeping and discarding words that have not been sent."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from nearer.people.request import Request

from . import drafts
from .models import Draft

KEPT_NAMES = (
    "words-",
    "said-",
    "alt-",
    "day-",
    "choice-",
    "rating-",
    "feeling",
    "ready",
    "time",
    "understood",
    "accepted",
    "cared",
    "helped",
    "then",
)


def _fields(request: Request) -> dict[str, list[str]]:
    """What somebody put in; what a form sends by itself does not make a draft."""
    kept = {n: v for n, v in request.POST.lists() if n.startswith(KEPT_NAMES)}
    kept |= {
        f"strength-{word}": [request.POST.get(f"strength-{word}", "2")]
        for word in kept.get("feeling", [])
    }
    if kept.get("time", [""])[-1]:
        kept["day"] = request.POST.getlist("day")
    return kept


@require_POST
def keep_draft(request: Request) -> HttpResponse:
    """Keep a form as it stands: from a script in passing, or by its own button."""
    place = drafts.place_of(request.POST)
    in_passing = request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate"
    own = place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    if not own or len(place) > 2000:
        return HttpResponse(status=400)
    try:
        drafts.keep(
            place=place,
            title=request.POST.get("title", "")[:200],
            fields=_fields(request),
            keyring=request.keyring,
        )
    except drafts.TooMuch as too_much:
        if in_passing:
            return HttpResponse(str(too_much), "text/plain; charset=utf-8", status=413)
        context = {"text": str(too_much), "words": request.POST.items()}
        return render(request, "sittings/draft_too_much.html", context, status=413)
    return HttpResponse(status=204) if in_passing else redirect("today")


@require_POST
def discard_draft(request: Request, draft: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    get_object_or_404(Draft, pk=draft, author=request.person.id).delete()
    return redirect("today")
