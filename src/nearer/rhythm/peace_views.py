"""When one is told, when not, and peace from a bond or from everything. Nobody else can tell."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nearer.bonds import access
from nearer.keeps.writing import Typed
from nearer.people import zone
from nearer.people.request import Request

from . import page
from .hours import at, minute_of

SPANS = {"day": 1, "week": 7, "month": 30}
"""For how many days, by what a form sends."""
FARTHEST = timedelta(days=366)
BAD_TIME = "At what time? Something like 21:00."
IN_QUIET = (
    "This lies in your quiet hours, and they last until the next day. Choose a time before they"
    " begin, or other quiet hours."
)


@require_http_methods(["GET", "POST"])
def times(request: Request) -> HttpResponse:
    """The time at which I am told, and the hours in which I am not."""
    mine = page.read(request.keyring)
    if request.method == "POST":
        typed = Typed.sent(request)
        found = _times(typed)
        if found is not None:
            minute, quiet = found
            page.change(request.keyring, lambda one: replace(one, minute=minute, quiet=quiet))
            return redirect("rhythm")
    else:
        start, end = mine.quiet or (22 * 60, 7 * 60)
        first = {"choice_time": at(mine.minute), "choice_from": at(start), "choice_until": at(end)}
        typed = Typed.before(request, **first, choice_quiet="on" if mine.quiet else "")
    context = {"place": "you", "clock_kept": str(zone.zone_of(request.keyring)), **typed.context()}
    return render(request, "rhythm/times.html", context, status=422 if typed.wrong else 200)


def _times(typed: Typed) -> tuple[int, tuple[int, int] | None] | None:
    minute = minute_of(typed.one("choice-time"))
    start, end = minute_of(typed.one("choice-from")), minute_of(typed.one("choice-until"))
    wants_quiet = typed.one("choice-quiet") == "on"
    if minute is None:
        typed.wrong["choice-time"] = BAD_TIME
    if wants_quiet and start is None:
        typed.wrong["choice-from"] = BAD_TIME
    if wants_quiet and (end is None or end == start):
        typed.wrong["choice-until"] = "Until when? Another time than it begins."
    quiet = (start, end) if wants_quiet and start is not None and end is not None else None
    if minute is not None and quiet is not None and quiet[1] < quiet[0] <= minute:
        # A rule moves it to their end on the same day, and here that is the morning before.
        typed.wrong["choice-time"] = IN_QUIET
    if typed.wrong or minute is None:
        return None
    return minute, quiet


@require_http_methods(["GET", "POST"])
def mute_bond(request: Request, bond: uuid.UUID) -> HttpResponse:
    """Have peace from a bond, for a while or until I say."""
    row = access.bond_of(request, bond)
    today, mine = zone.today(request.keyring), page.read(request.keyring)
    name = row.name(request.keyring)
    now = mine.mutes.get(row.pk) if mine.muted(row.pk, today) else None
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request)
    if request.method == "POST":
        until = None if typed.one("end") else _until(typed, today)
        if not typed.wrong:
            page.mute(row.pk, until, request.keyring)
            return redirect("bond" if until is None else "mute_bond", bond=row.pk)
    context = {**_peace(typed, now, today), "bond": row.pk, "name": name, "place": "together"}
    return render(request, "rhythm/mute.html", context, status=422 if typed.wrong else 200)


@require_http_methods(["GET", "POST"])
def pause_all(request: Request) -> HttpResponse:
    """Pause everything, for a while or until I say."""
    today, mine = zone.today(request.keyring), page.read(request.keyring)
    typed = Typed.sent(request) if request.method == "POST" else Typed.before(request)
    if request.method == "POST":
        until = None if typed.one("end") else _until(typed, today)
        if not typed.wrong:
            page.change(request.keyring, lambda one: replace(one, pause=until))
            return redirect("rhythm")
    now = mine.pause if mine.paused(today) else None
    context = {**_peace(typed, now, today), "place": "you"}
    return render(request, "rhythm/pause.html", context, status=422 if typed.wrong else 200)


def _until(typed: Typed, today: date) -> str | None:
    """The first day on which it is over again; notes down what is wrong."""
    span = typed.one("choice-span")
    if span in SPANS:
        return (today + timedelta(days=SPANS[span])).isoformat()
    if span == "good":
        return page.FOR_GOOD
    if span != "until":
        typed.wrong["choice-span"] = "For how long?"
        return None
    day = typed.day("choice-until", required=True)
    if day is not None and not today < day <= today + FARTHEST:
        typed.wrong["choice-until"] = "Choose a day after today, and within a year."
    return day.isoformat() if day else None


def _peace(typed: Typed, now: str | None, today: date) -> dict[str, Any]:
    return {
        "on": now is not None,
        "until": date.fromisoformat(now) if now else None,
        "tomorrow": (today + timedelta(days=1)).isoformat(),
        **typed.context(),
    }
