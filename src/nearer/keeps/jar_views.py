"""The pages of the jar."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nearer.people.request import Request

from . import jar as deeds
from .here import here_of, own_of
from .writing import Typed, member_options, page

STARTS = ["I like how you ", "Thank you for ", "It did me good when you ", "I noticed that you "]


@require_http_methods(["GET", "POST"])
def jar(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Put something in, draw something out."""
    here = here_of(request, bond)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        words, to = typed.words(), typed.one("choice-to")
        if to and to not in here.others:
            typed.wrong["choice-to"] = "Choose one of those who are here."
        if not typed.wrong:
            deeds.put_in(here=here, words=words, to=to, id=typed.form)
            return redirect("jar", bond=here.bond.pk)
    asked = "draw" in request.GET and not typed.wrong
    drawn = deeds.draw(here, request.GET.get("draw", "")) if asked else None
    everybody = {"value": "", "label": "Everybody here"}
    to_whom = [everybody, *member_options(here, here.others)] if len(here.others) > 1 else []
    return page(
        request,
        "jar",
        here,
        typed,
        drawn=drawn,
        asked=asked,
        written=deeds.written(here),
        to_whom=to_whom,
        starts=STARTS,
    )


@require_http_methods(["GET", "POST"])
def slip(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Other words for something that I put in."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, deeds.DRAWER)
    typed = Typed.before(request, words_it=kept.words)
    if request.method == "POST":
        typed = Typed.sent(request)
        words = typed.words()
        if not typed.wrong:
            with typed.room_for_another("words-it"):
                deeds.change(here=here, keep=row, words=words)
                return redirect("jar", bond=here.bond.pk)
    return page(
        request, "slip", here, typed, keep=row.pk, slip=deeds.shown(here, kept), others=here.others
    )
