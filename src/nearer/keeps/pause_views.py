"""A pause: asking for it, getting through it, coming back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from nearer.people.request import Request
from nearer.practices import decks

from . import pause as pauses
from .here import Here, here_of
from .onward import leads_to, number, shuffled
from .writing import page

LENGTHS = [
    {"value": "20", "label": "Twenty minutes"},
    {"value": "30", "label": "Half an hour"},
    {"value": "60", "label": "An hour"},
    {"value": "90", "label": "An hour and a half"},
    {"value": "tomorrow", "label": "Tomorrow, at this time"},
]


@require_http_methods(["GET", "POST"])
def pause(request: Request, bond: uuid.UUID) -> HttpResponse:
    """The pause there is, or choosing how long one shall be."""
    here = here_of(request, bond)
    if request.method == "POST":
        length = request.POST.get("length", pauses.USUAL)
        pauses.ask(bond=here.bond, length=length, keyring=request.keyring)
        return redirect("bond_pause", bond=here.bond.pk)
    context: dict[str, Any] = {"lengths": LENGTHS, "usual": pauses.USUAL, "on_pause": True}
    context |= _calming(here, number(request.GET.get("calm")))
    context["making_up"] = leads_to("making-up", here.shown.kind)
    return page(request, "pause", here, **context)


def _calming(here: Here, turn: int) -> dict[str, Any]:
    """One idea to calm down with, and the number of the next."""
    found = (*decks.of_kind("calm", here.shown.kind), *decks.of_kind("calm", ""))
    cards = [card for deck in found for card in deck.cards]
    if not cards:
        return {"calming": "", "next": 0}
    return {"calming": shuffled(cards, here.me)[turn % len(cards)].ask, "next": turn + 1}


@require_POST
def calm(request: Request, bond: uuid.UUID) -> HttpResponse:
    """I am calm enough to go on; or not, after all."""
    here = here_of(request, bond)
    is_calm = request.POST.get("calm") != "no"
    pauses.be_calm(bond=here.bond, calm=is_calm, keyring=request.keyring)
    return redirect("bond_pause", bond=here.bond.pk)


@require_POST
def longer(request: Request, bond: uuid.UUID) -> HttpResponse:
    """A little longer."""
    here = here_of(request, bond)
    length = request.POST.get("length", pauses.USUAL)
    pauses.ask_for_longer(bond=here.bond, length=length, keyring=request.keyring)
    return redirect("bond_pause", bond=here.bond.pk)


@require_POST
def back(request: Request, bond: uuid.UUID) -> HttpResponse:
    """I am back."""
    here = here_of(request, bond)
    pauses.be_back(bond=here.bond, keyring=request.keyring)
    return redirect("bond", bond=here.bond.pk)
