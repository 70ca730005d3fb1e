"""The pages of somebody's rhythm: all of it, adding, changing, and not today."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nearer.bonds.models import Bond
from nearer.bonds.shown import BondShown, bonds_shown
from nearer.keeps.writing import Typed
from nearer.people import zone
from nearer.people.request import Request

from . import every, forms, page
from .hours import at
from .today import title_of

NO_ROOM = "That is a great deal already. Take something out before you put more in."


def bonds_of(request: Request) -> list[BondShown]:
    """My bonds, by name."""
    return bonds_shown(Bond.objects.of(request.person), request.keyring)


@require_safe
def rhythm(request: Request) -> HttpResponse:
    """What comes round for me, when I am told, and what is to be quiet."""
    mine, today = page.read(request.keyring), zone.today(request.keyring)
    bonds = {bond.id: bond for bond in bonds_of(request)}
    rows = []
    for one in mine.comes:
        bond = bonds.get(one.bond) if one.bond else None
        title = title_of(one, bond.kind if bond else "")
        if (bond is None) == (one.bond is None) and title:
            where = bond.name if bond else "For you alone"
            rows.append({"id": one.id, "title": title, "where": where, "one": one})
    muted = [
        {"id": bond.id, "name": bond.name, "until": _day(mine.mutes[bond.id])}
        for bond in bonds.values()
        if mine.muted(bond.id, today)
    ]
    context: dict[str, Any] = {
        "place": "you",
        "rows": rows,
        "time": at(mine.minute),
        "quiet": mine.quiet and tuple(at(minute) for minute in mine.quiet),
        "muted": muted,
        "bonds": [bond for bond in bonds.values() if not mine.muted(bond.id, today)],
        "paused": mine.paused(today),
        "pause_until": _day(mine.pause or ""),
        "clock_kept": str(zone.zone_of(request.keyring)),
        "now": timezone.now(),
    }
    return render(request, "rhythm/rhythm.html", context)


def _day(until: str) -> date | None:
    return date.fromisoformat(until) if until else None


@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Let something come round. First where, if there is a choice, then what."""
    bonds = bonds_of(request)
    asked = request.GET.get("bond", "" if bonds else "alone")
    bond = next((one for one in bonds if str(one.id) == asked), None)
    if bond is None and asked != "alone":
        return render(request, "rhythm/where.html", {"place": "you", "bonds": bonds})
    if request.method != "POST":
        typed = Typed.before(request)
        what = request.GET.get("what", "")
        typed.values = typed.values or forms.first(what)
        return _form(request, typed, bond)
    typed = Typed.sent(request)
    made = forms.read(typed, uuid.uuid5(typed.form, "comes round"), bond)
    if made is not None and page.put(made, request.keyring):
        return redirect("rhythm")
    if made is not None:
        typed.wrong["choice-what"] = NO_ROOM
    return _form(request, typed, bond)


@require_http_methods(["GET", "POST"])
def change(request: Request, row: uuid.UUID) -> HttpResponse:
    """Change what comes round, and how often."""
    one = page.read(request.keyring).one(row)
    if one is None:
        raise Http404
    bond = next((shown for shown in bonds_of(request) if shown.id == one.bond), None)
    if one.bond is not None and bond is None:
        raise Http404
    if request.method != "POST":
        typed = Typed.before(request)
        typed.values = typed.values or forms.values(one, bond)
        return _form(request, typed, bond, one)
    typed = Typed.sent(request)
    made = forms.read(typed, row, bond)
    if made is None:
        return _form(request, typed, bond, one)
    # Else an every other week would move by one with whatever is changed.
    page.put(replace(made, every=every.going_on(made.every, one.every)), request.keyring)
    return redirect("rhythm")


def _form(
    request: Request, typed: Typed, bond: BondShown | None, one: page.Comes | None = None
) -> HttpResponse:
    mine = page.read(request.keyring)
    context = {
        "place": "you",
        "bond": bond,
        "row": one,
        "time": at(mine.minute),
        "quiet": mine.quiet is not None,
        **forms.context(typed, bond),
    }
    status = 422 if typed.wrong else 200
    return render(request, "rhythm/comes.html", context, status=status)


@require_POST
def remove(request: Request, row: uuid.UUID) -> HttpResponse:
    """It comes round no more."""
    page.remove(row, request.keyring)
    return redirect("rhythm")


@require_POST
def not_today(request: Request, row: uuid.UUID) -> HttpResponse:
    """Put one away for today. That is all that comes of it."""
    if page.read(request.keyring).one(row) is not None:
        page.put_away(row, zone.today(request.keyring), request.keyring)
    return redirect("today")
