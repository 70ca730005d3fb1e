"""The pages of the little things."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from nearer.people.request import Request

from . import little as deeds
from .here import Here, here_of, keep_of, own_of
from .writing import Typed, member_options, page


@require_http_methods(["GET", "POST"])
def little_things(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What we know of each other, one question, and adding to it."""
    here = here_of(request, bond)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        fields = _fields(here, typed)
        if not typed.wrong:
            deeds.add(here=here, id=typed.form, **fields)
            return redirect("little_things", bond=here.bond.pk)
    kept = here.drawer(deeds.DRAWER)
    context = {
        "people": deeds.by_name(here, kept),
        "question": deeds.question(here, kept),
        "removed": here.removed(deeds.DRAWER),
    }
    return page(request, "little_things", here, typed, about=_about(here), **context)


@require_http_methods(["GET", "POST"])
def little_thing(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Put one right that I wrote down."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, deeds.DRAWER)
    typed = Typed.before(
        request,
        choice_about=deeds.about_whom(kept),
        words_asked=kept.body.get("asked", ""),
        words_it=kept.words,
    )
    if request.method == "POST":
        typed = Typed.sent(request)
        fields = _fields(here, typed)
        if not typed.wrong:
            with typed.room_for_another("words-it"):
                deeds.change(here=here, keep=row, **fields)
                return redirect("little_things", bond=here.bond.pk)
    return page(request, "little_thing", here, typed, keep=row.pk, about=_about(here))


@require_POST
def again(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """I knew, or I had forgotten: it decides when it is asked again."""
    here = here_of(request, bond)
    row, _ = keep_of(here, keep, deeds.DRAWER)
    deeds.ask_again(keep=row, knew=request.POST.get("knew") == "yes", keyring=here.keyring)
    return redirect("little_things", bond=here.bond.pk)


def _fields(here: Here, typed: Typed) -> dict[str, Any]:
    return {
        "about": typed.member("choice-about", here.present, "Whom is it about?"),
        "asked": typed.line("words-asked"),
        "words": typed.words(),
    }


def _about(here: Here) -> list[dict[str, str]]:
    return member_options(here, [*here.others, here.me])
