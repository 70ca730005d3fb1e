"""One's own clock: choosing a time zone, or taking the one that the browser has."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from . import zone
from .after import after_it
from .request import Request

NOT_FOUND = "We know no time zone or city of this name. A larger city nearby may do."


@require_http_methods(["GET", "POST"])
def own_zone(request: Request) -> HttpResponse:
    """By which clock days begin and end for this person."""
    typed, error = request.POST.get("zone", ""), ""
    if request.method == "POST":
        name = zone.find(typed) if typed.strip() else request.POST.get("listed", "")
        if zone.choose(person=request.person, keyring=request.keyring, name=name):
            return redirect(f"{reverse('you')}?clock")
        error = NOT_FOUND if typed.strip() else "Which one?"
    now = zone.now(request.keyring)
    context = {
        "place": "you",
        "now": now,
        "kept": str(zone.zone_of(request.keyring)),
        "typed": typed,
        "error": error,
        "names": [(name, zone.city(name)) for name in zone.names()],
        "regions": regions(),
        **zone.offer(request.person, request.keyring),
    }
    return render(request, "people/zone.html", context, status=422 if error else 200)


def regions() -> dict[str, list[tuple[str, str]]]:
    """Zones by the part of the world that their names begin with: name and words for it."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in zone.names():
        region, _, rest = name.partition("/")
        found.setdefault(region, []).append((name, (rest or name).replace("_", " ")))
    return found


@require_POST
def offered_zone(request: Request) -> HttpResponse:
    """Take the zone that the browser has, or stay with the one there is."""
    name = request.POST.get("zone", "")
    if request.POST.get("take") == "yes":
        zone.choose(person=request.person, keyring=request.keyring, name=name)
    else:
        zone.decline(person=request.person, keyring=request.keyring, name=name)
    return redirect(after_it(request))
