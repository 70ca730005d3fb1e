"""Cards: the decks of a bond, writing cards, favourites, and one large card face to face."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request

from . import cards, hooks
from .here import here_of
from .onward import leads_to, number
from .writing import Typed, page

DEPTHS = {
    1: "Light",
    2: "A little more",
    3: "Personal",
    4: "Close",
    5: "Tender",
}
LONGEST = 500


@require_safe
def all_cards(request: Request, bond: uuid.UUID) -> HttpResponse:
    """The decks, my favourites, and the cards that I wrote."""
    here = here_of(request, bond)
    found = cards.decks_of(here)
    context = {
        "decks": [{"deck": deck, "depths": _said(cards.depths(deck))} for deck in found],
        "favourites": cards.favourites(here),
        "written": [{**one, "depth": DEPTHS[one["depth"]]} for one in cards.my_cards(here)],
        "practice": leads_to("question-cards", here.shown.kind),
    }
    return page(request, "cards", here, **context)


def _said(depths: tuple[int, int]) -> str:
    lightest, deepest = (DEPTHS[one].lower() for one in depths)
    return lightest if lightest == deepest else f"from {lightest} to {deepest}"


@require_http_methods(["GET", "POST"])
def deck(request: Request, bond: uuid.UUID, deck: str) -> HttpResponse:
    """One card filling the screen; the next one when somebody taps."""
    here = here_of(request, bond)
    found = cards.deck(here, deck)
    if found is None:
        raise Http404
    lightest, deepest = cards.depths(found)
    asked = number(request.POST.get("depth") or request.GET.get("depth"))
    depth = min(max(asked, lightest), deepest)
    if request.method == "POST":
        known = {card.id for card in found.cards}
        card = request.POST.get("card", "")
        if card in known:
            if "favourite" in request.POST:
                cards.favourite(here=here, card=card, on=request.POST["favourite"] == "yes")
            else:
                hooks.note_card(here.bond.pk, card, request.keyring)
        where = reverse("deck", args=[here.bond.pk, deck])
        return redirect(f"{where}?depth={depth}")
    card_now = cards.next_card(here, found, depth)
    liked = {one.id for one in cards.favourites(here)}
    context = {
        "deck": found,
        "card": card_now,
        "liked": card_now is not None and card_now.id in liked,
        "depth": depth,
        "depth_said": DEPTHS[depth],
        "deeper": depth + 1 if depth < deepest else 0,
        "lighter": depth - 1 if depth > lightest else 0,
    }
    return page(request, "deck", here, **context)


@require_http_methods(["GET", "POST"])
def write_card(request: Request, bond: uuid.UUID, card: str = "") -> HttpResponse:
    """A card of my own, new or written anew."""
    here = here_of(request, bond)
    was = next((one for one in cards.my_cards(here) if one["id"] == card), None)
    if card and was is None:
        raise Http404
    if request.method == "POST":
        typed = Typed.sent(request)
        text = typed.words("words-card")
        if len(text) > LONGEST:
            typed.wrong["words-card"] = f"A card has room for {LONGEST} characters."
        depth = number(typed.one("choice-depth"))
        if depth not in DEPTHS:
            typed.wrong["choice-depth"] = "How deep does it go?"
        if not typed.wrong:
            id = card or cards.new_id(typed.form, request.person.id)
            with typed.room_for_another("words-card"):
                cards.write(here=here, id=id, text=text, depth=depth)
                return redirect("cards", bond=here.bond.pk)
    else:
        first = {"words_card": was["text"], "choice_depth": str(was["depth"])} if was else {}
        typed = Typed.before(request, **first)
    name = "edit_card" if card else "write_card"
    context: dict[str, Any] = {
        "card": card,
        "here_url": reverse(name, args=[here.bond.pk, *([card] if card else [])]),
        "depths": [{"value": str(n), "label": words} for n, words in DEPTHS.items()],
    }
    return page(request, "write_card", here, typed, **context)


@require_POST
def tear_up_card(request: Request, bond: uuid.UUID, card: str) -> HttpResponse:
    """Take a card of mine out of the deck."""
    here = here_of(request, bond)
    if all(one["id"] != card for one in cards.my_cards(here)):
        raise Http404
    cards.tear_up(here=here, id=card)
    return redirect("cards", bond=here.bond.pk)


@require_POST
def no_favourite(request: Request, bond: uuid.UUID, card: str) -> HttpResponse:
    """A card is no favourite of mine any more."""
    here = here_of(request, bond)
    cards.favourite(here=here, card=card, on=False)
    return redirect("cards", bond=here.bond.pk)
