"""The pages of dates."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from nearer.people.request import Request

from . import dates as deeds
from .here import Here, here_of, own_of
from .writing import Typed, member_options, page


@require_http_methods(["GET", "POST"])
def dates(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What is coming up for whom, and adding to it."""
    here = here_of(request, bond)
    typed = Typed.before(request)
    if request.method == "POST":
        typed = Typed.sent(request)
        fields = _fields(here, typed)
        told = [member for member in typed.many("choice-told") if member in here.others]
        if not typed.wrong:
            deeds.add(here=here, told=told, id=typed.form, **fields)
            return redirect("dates", bond=here.bond.pk)
    ahead, earlier = deeds.all_of(here)
    context: dict[str, Any] = {"ahead": ahead, "earlier": earlier, **_choices(here, typed)}
    context["removed"] = here.removed(deeds.DRAWER)
    return page(request, "dates", here, typed, **context)


@require_http_methods(["GET", "POST"])
def date(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Put one right that I put in."""
    here = here_of(request, bond)
    row, kept = own_of(here, keep, deeds.DRAWER)
    shown = deeds.shown(here, kept)
    typed = Typed.before(
        request,
        words_it=kept.words,
        choice_day=shown.day.isoformat() if shown.day else "",
        choice_time=shown.time,
        choice_whose="" if shown.yours else deeds.whose_is(kept),
    )
    if request.method == "POST":
        typed = Typed.sent(request)
        fields = _fields(here, typed, shown)
        if not typed.wrong:
            with typed.room_for_another("words-it"):
                deeds.change(here=here, keep=row, **fields)
                return redirect("dates", bond=here.bond.pk)
    choices = _choices(here, typed, shown)
    return page(request, "date", here, typed, date=shown, keep=row.pk, **choices)


def _fields(here: Here, typed: Typed, was: deeds.Date | None = None) -> dict[str, Any]:
    whose = typed.one("choice-whose")
    return {
        "words": typed.words(),
        "day": typed.day(required=True, was=was.day if was else None),
        "time": typed.time(),
        "whose": whose if whose in _others(here, was) else here.me,
    }


def _others(here: Here, was: deeds.Date | None) -> list[str]:
    """Whose else it can be. It may stay with somebody who left."""
    stays = [] if was is None or was.yours else [deeds.whose_is(was.kept)]
    return list(dict.fromkeys([*here.others, *stays]))


def _choices(here: Here, typed: Typed, was: deeds.Date | None = None) -> dict[str, Any]:
    others = _others(here, was)
    whose = [{"value": "", "label": "Mine"}, *member_options(here, others)]
    told = member_options(here, here.others_with_account)
    return {
        "whose": whose if others else [],
        "told": told if len(told) > 1 else [],
        "told_now": typed.many("choice-told"),
    }
