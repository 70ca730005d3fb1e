"""Plans: making them, moving them, taking them into a calendar, asking how it was."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.people.request import Request
from nearer.practices import shelf

from . import ideas, plans
from .calendar_file import calendar_file
from .here import Here, here_of
from .models import Keep
from .onward import leads_to
from .taking_back import take_out
from .writing import Typed, page


@require_http_methods(["GET", "POST"])
def all_plans(request: Request, bond: uuid.UUID) -> HttpResponse:
    """What is planned, and planning something."""
    here = here_of(request, bond)
    if request.method != "POST":
        idea = ideas.table(here).get(request.GET["idea"]) if request.GET.get("idea") else None
        first = {"words_plan": idea.idea.do} if idea is not None else {}
        return _list(request, here, Typed.before(request, **first), bool(first))
    typed = Typed.sent(request)
    words, details = typed.words("words-plan"), _details(typed)
    if typed.wrong:
        return _list(request, here, typed, True)
    id = uuid.uuid5(typed.form, str(request.person.id))
    made = plans.make(here=here, id=id, words=words, **details)
    return redirect("plan", bond=here.bond.pk, keep=made.pk)


def _details(typed: Typed, was: date | None = None, *, mine: bool = True) -> dict[str, Any]:
    day, time = typed.day(was=was), typed.time()
    if time and day is None and "choice-day" not in typed.wrong:
        typed.wrong["choice-day"] = "On which day? Or leave the time out."
    # Where it is are words of whoever wrote the plan.
    return {"day": day, "time": time, "where": typed.line("words-where") if mine else None}


def _list(request: Request, here: Here, typed: Typed, opened: bool) -> HttpResponse:
    found = plans.of(here)
    context = {
        "removed": here.removed(plans.PLAN),
        "ahead": [plan for plan in found if plan.open and not plan.past],
        "asking": [plan for plan in found if plan.open and plan.past],
        "earlier": [plan for plan in reversed(found) if not plan.open],
        "opened": opened or bool(typed.values) or not found,
    }
    return page(request, "plans", here, typed, **context)


def _plan_of(here: Here, keep: uuid.UUID) -> tuple[Keep, plans.Plan]:
    found = plans.find(here, keep)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def plan(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """One plan: its day, its calendar file, what became of it."""
    here = here_of(request, bond)
    row, found = _plan_of(here, keep)
    mine = here.is_mine(found.kept)
    first = {
        "words_plan": found.words,
        "choice_day": found.day.isoformat() if found.day else "",
        "choice_time": found.time,
        "words_where": found.where,
    }
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request, **first)
    if request.method == "POST":
        words = typed.words("words-plan") if mine else None
        details = _details(typed, found.day, mine=mine)
        if not typed.wrong:
            with typed.room_for_another("words-plan"):
                plans.alter(here=here, row=row, words=words, **details)
                return redirect("plan", bond=here.bond.pk, keep=keep)
    how = leads_to("how-was-it", here.shown.kind)
    context = {
        "plan": found,
        "mine": mine,
        "by": here.name(found.by),
        "company": here.in_words(here.others),
        "how_was_it": how,
        "how_title": shelf.get(how).wording("title", bond=here.shown.kind) if how else "",
        "neutral": neutral(here),
    }
    return page(request, "plan", here, typed, **context)


def neutral(here: Here) -> str:
    """What a calendar says of it unless somebody wants it otherwise."""
    company = here.in_words(here.others)
    return f"Something with {company}" if company else "Something"


@require_safe
def plan_calendar(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """The calendar file of a plan; its words only for somebody who asked for them."""
    here = here_of(request, bond)
    _, found = _plan_of(here, keep)
    if found.day is None:
        raise Http404
    plainly = request.GET.get("words") == "yes"
    file = calendar_file(
        title=found.words if plainly else neutral(here),
        day=found.day,
        at=found.time,
        where=found.where if plainly else "",
    )
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="day.ics"'
    return response


@require_POST
def plan_became(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Done, dropped, or open again; anybody here may say so."""
    here = here_of(request, bond)
    row, found = _plan_of(here, keep)
    state = request.POST.get("state", "")
    if state in {plans.OPEN, plans.DONE, plans.DROPPED}:
        plans.say_what_became(here=here, row=row, state=state)
    return redirect("plan", bond=here.bond.pk, keep=found.id)


@require_POST
def delete_plan(request: Request, bond: uuid.UUID, keep: uuid.UUID) -> HttpResponse:
    """Delete a plan that I wrote."""
    here = here_of(request, bond)
    row, found = _plan_of(here, keep)
    if not here.is_mine(found.kept):
        raise Http404
    take_out(keep=row, keyring=here.keyring)
    return redirect("plans", bond=here.bond.pk)
